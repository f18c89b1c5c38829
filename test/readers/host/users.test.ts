import t from 'tap';
import { loggedInUsers } from '../../../src/readers/host/users.js';
import { utmpRecord } from '../../helpers/parsers/utmp-record.js';
import { writtenHost } from '../../helpers/machines/written-host.js';

const record = (user: string, pid: number) =>
  utmpRecord('x86_64', { type: 7, pid, terminal: 'tty1', user, from: '', since: 1_769_860_800 });

/** A machine whose utmp has these records. */
function withUtmp(records: Buffer[], files: Parameters<typeof writtenHost>[0]) {
  const host = writtenHost(files);
  const deviceBytes = (path: string) => Promise.resolve(path === 'run/utmp' ? Buffer.concat(records) : null);
  return { ...host, root: { ...host.root, deviceBytes } };
}

void t.test('utmp: a login counts only while its process is there', async (t) => {
  const host = withUtmp([record('ada', 812), record('gone', 813)], { proc: { '812/stat': 'x' } });
  t.match(await loggedInUsers(host), [{ user: 'ada' }]);
  t.same((await loggedInUsers(host))?.length, 1);
});

void t.test('sessions of systemd-logind go before utmp, and none is nobody', async (t) => {
  const sessions = { 'run/systemd/sessions/1': 'USER=bob\nTTY=tty2\n', 'run/systemd/sessions/1.ref': '' };
  const proc = { '812/stat': 'x' };
  t.match(await loggedInUsers(withUtmp([record('ada', 812)], { proc, root: sessions })), [{ user: 'bob' }]);
  const greeter = { 'run/systemd/sessions/c1': 'USER=gdm\nCLASS=greeter\n' };
  t.same(await loggedInUsers(withUtmp([record('ada', 812)], { proc, root: greeter })), []);
});

void t.test('where nobody keeps account of logins there is null', async (t) => {
  t.equal(await loggedInUsers(writtenHost({})), null);
});
