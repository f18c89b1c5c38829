import t from 'tap';
import { parseLogindSession } from '../../src/parsers/logind-session.js';
import { parseUtmp } from '../../src/parsers/utmp.js';
import { neverThrows } from '../helpers/parsers/parser-contract.js';
import { utmpRecord } from '../helpers/parsers/utmp-record.js';

const ada = { type: 7, pid: 812, terminal: 'pts/0', user: 'ada', from: '192.0.2.7', since: 1_769_860_800 };

void t.test('utmp: the records of users, in both sizes', async (t) => {
  const login = { user: 'ada', terminal: 'pts/0', from: '192.0.2.7', since: 1_769_860_800_000, pid: 812 };
  for (const architecture of ['x86_64', 'aarch64']) {
    const boot = utmpRecord(architecture, { ...ada, type: 2, user: 'reboot' });
    const dead = utmpRecord(architecture, { ...ada, type: 8 });
    const bytes = Buffer.concat([boot, utmpRecord(architecture, ada), dead]);
    t.same(parseUtmp(bytes, architecture), [login], architecture);
    t.same(parseUtmp(bytes.subarray(0, -7), architecture), [login], 'a broken tail');
    t.same(parseUtmp(new Uint8Array(), architecture), []);
  }
});

void t.test('utmp: what is not told is null, and damage is no login with wrong numbers', async (t) => {
  const bare = utmpRecord('x86_64', { type: 7, pid: 0, terminal: '', user: 'bob', from: '', since: 0 });
  t.same(parseUtmp(bare, 'x86_64'), [{ user: 'bob', terminal: null, from: null, since: null, pid: null }]);
  const noise = (text: string) => parseUtmp(Buffer.from(text.repeat(50)), 'aarch64');
  neverThrows(t, noise, '\u0007\u0000ada 812 pts/0 192.0.2.7');
});

const session = `# This is private data. Do not parse.
UID=1000
USER=ada
ACTIVE=1
STATE=active
REMOTE=1
CLASS=user
REMOTE_HOST=192.0.2.7
TTY=pts/0
LEADER=812
REALTIME=1769860800123456
MONOTONIC=51234567
`;

void t.test('systemd-logind: a session of a user', async (t) => {
  t.same(parseLogindSession(session), {
    user: 'ada',
    terminal: 'pts/0',
    from: '192.0.2.7',
    since: 1_769_860_800_123,
    pid: 812,
  });
  t.match(parseLogindSession('USER=bob\nDISPLAY=:0\n'), {
    user: 'bob',
    terminal: ':0',
    from: null,
    since: null,
  });
});

void t.test(
  'systemd-logind: login screens, background managers and closing sessions are nobody',
  async (t) => {
    for (const change of ['CLASS=greeter', 'CLASS=manager', 'CLASS=background', 'STATE=closing']) {
      t.equal(parseLogindSession(`${session}${change}\n`), null, change);
    }
    t.equal(parseLogindSession(''), null);
    neverThrows(t, parseLogindSession, session);
  },
);
