import { join } from 'node:path';
import t from 'tap';
import { buildApp } from '../../../../src/app.js';
import { defaultSettings } from '../../../../src/settings/settings.js';
import { breakFile } from '../../../helpers/machines/broken-file.js';
import { recordedApp } from '../../../helpers/machines/recorded-app.js';
import { hostsFolder, recordedHost } from '../../../helpers/machines/recorded-host.js';

const machine = 'linux-x64__vm-2-threads';

t.test('live answers whenever the process does', async (t) => {
  const { get } = await recordedApp(machine);
  t.match(await get('/health/live'), {
    status: 200,
    body: { state: 'ok', version: String, uptime_seconds: 0.25 },
  });
});

t.test('ready is false before the first readings, true after them', async (t) => {
  const host = recordedHost(machine);
  const app = await buildApp({ settings: defaultSettings(), host });
  await app.ready();
  const before = await app.inject('/health/ready');
  t.equal(before.statusCode, 503);
  t.match(before.json(), { state: 'starting' });
  await host.clock.advance(250);
  const after = await app.inject('/health/ready');
  t.equal(after.statusCode, 200);
  t.match(after.json(), {
    state: 'ok',
    domains: [{ name: 'cpu', readable: true, state: 'ok', age_seconds: 0 }],
  });
});

t.test('ready turns false again when sampling stalls', async (t) => {
  const { app, host, get } = await recordedApp(machine);
  await host.clock.advance(120_000);
  t.match(await get('/health/ready'), { status: 200 });
  app.monitor.schedule.stop();
  await host.clock.advance(59_000);
  t.match(await get('/health/ready'), { status: 200 }, 'a few missed readings are no stall');
  await host.clock.advance(10_000);
  t.match(await get('/health/ready'), { status: 503, body: { state: 'stalled' } });
});

interface Ready {
  state: string;
  domains: { name: string; readable: boolean; state: string | null }[];
}

/** What every domain's file is behind, which can be broken and mended while the service runs. */
const cases = {
  cpu: { broken: { name: 'proc/stat', code: 'EIO' }, why: 'failed' },
  memory: { broken: { name: 'proc/meminfo', code: 'EACCES' }, why: 'no_permission' },
};

for (const [name, { broken, why }] of Object.entries(cases)) {
  t.test(`without ${name} it is not ready, says so and why, and is again when ${name} is back`, async (t) => {
    const { host, get } = await recordedApp(machine);
    t.match(await get('/health/ready'), { status: 200 });
    const mend = breakFile(join(hostsFolder, machine, broken.name), broken.code);
    t.teardown(mend);
    await host.clock.advance(30_000);
    const { status, body } = await get('/health/ready');
    t.match({ status, body }, { status: 503, body: { state: 'unreadable' } });
    const { domains } = body as Ready;
    const unread = domains.filter(({ readable }) => !readable);
    t.match(unread, [{ name, state: why }]);
    mend();
    await host.clock.advance(30_000);
    const mended = await get('/health/ready');
    t.match(mended, { status: 200, body: { state: 'ok' } });
    t.ok((mended.body as Ready).domains.every(({ readable, state }) => readable && state === 'ok'));
  });
}

t.test('without a disk it is not ready either', async (t) => {
  const { get } = await recordedApp(machine, { settings: { diskPath: '/no/such/place' } });
  const { status, body } = await get('/health/ready');
  t.match({ status, body }, { status: 503, body: { state: 'unreadable' } });
  const disk = (body as Ready).domains.find(({ name }) => name === 'disk');
  t.match(disk, { readable: false, state: 'absent' });
});

t.test('any other domain that cannot be read is told, and does not make the service unready', async (t) => {
  t.teardown(breakFile(join(hostsFolder, machine, 'proc/net/dev'), 'EIO'));
  const { get } = await recordedApp(machine);
  const { status, body } = await get('/health/ready');
  t.match({ status, body }, { status: 200, body: { state: 'ok' } });
  const network = (body as Ready).domains.find(({ name }) => name === 'network');
  t.match(network, { readable: false, state: 'failed' });
});
