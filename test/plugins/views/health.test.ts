import t from 'tap';
import { buildApp } from '../../../src/app.js';
import { defaultSettings } from '../../../src/settings.js';
import { recordedApp } from '../../helpers/recorded-app.js';
import { recordedHost } from '../../helpers/recorded-host.js';

const machine = 'linux-x64__vm-2-threads';

t.test('live answers whenever the process does', async (t) => {
  const { get } = await recordedApp(machine);
  t.match(await get('/health/live'), {
    status: 200,
    body: { status: 'ok', version: String, uptime_seconds: 0.25 },
  });
});

t.test('ready is false before the first readings, true after them', async (t) => {
  const host = recordedHost(machine);
  const app = await buildApp({ settings: defaultSettings(), host });
  await app.ready();
  const before = await app.inject('/health/ready');
  t.equal(before.statusCode, 503);
  t.match(before.json(), { status: 'starting' });
  await host.clock.advance(250);
  const after = await app.inject('/health/ready');
  t.equal(after.statusCode, 200);
  t.match(after.json(), { status: 'ok', domains: [{ name: 'cpu', readable: true, age_seconds: 0 }] });
});

t.test('ready turns false again when sampling stalls', async (t) => {
  const { app, host, get } = await recordedApp(machine);
  await host.clock.advance(120_000);
  t.match(await get('/health/ready'), { status: 200 });
  app.monitor.schedule.stop();
  await host.clock.advance(59_000);
  t.match(await get('/health/ready'), { status: 200 }, 'a few missed readings are no stall');
  await host.clock.advance(10_000);
  t.match(await get('/health/ready'), { status: 503, body: { status: 'stalled' } });
});

t.test('a domain that cannot be read is told, and does not make the service unready', async (t) => {
  const host = recordedHost(machine);
  const settings = defaultSettings({ diskPath: '/no/such/place' });
  const app = await buildApp({ settings, host });
  await app.ready();
  await host.clock.advance(250);
  const answer = await app.inject('/health/ready');
  t.equal(answer.statusCode, 200);
  const { domains } = answer.json<{ domains: { name: string; readable: boolean }[] }>();
  t.match(
    domains.find(({ name }) => name === 'disk'),
    { readable: false },
  );
});
