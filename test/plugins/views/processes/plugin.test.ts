import t from 'tap';
import type { ProcessesStats } from '../../../../schemas/processes.js';
import { recordedApp } from '../../../helpers/machines/recorded-app.js';

const machine = 'linux-x64__desktop-16-threads';

void t.test('the greatest stand first by what is asked for, and no more than asked for', async (t) => {
  const { app, get } = await recordedApp(machine, { early: true });
  t.teardown(() => app.close());
  const pidsOf = async (query: string) =>
    ((await get(`/stats/processes${query}`)).body as ProcessesStats).processes.map(({ pid }) => pid);
  t.same((await pidsOf('')).slice(0, 3), [48377, 48213, 1]);
  t.same(await pidsOf('?sort=memory&limit=2'), [48377, 48213]);
  t.same(await pidsOf('?sort=gpu_memory&limit=1'), [48377]);
  t.equal((await pidsOf('?limit=10000')).length, 6);
  const { body } = await get('/stats/processes?limit=1');
  t.equal((body as ProcessesStats).total, 6, 'all are counted');
});

void t.test('all requests share one scan', async (t) => {
  const { app, host, get } = await recordedApp(machine);
  t.teardown(() => app.close());
  const { sampled_at } = (await get('/stats/processes')).body as ProcessesStats;
  for (const query of ['?sort=memory', '?limit=3', '?sort=cpu&limit=3', '?sort=memory']) {
    t.equal(((await get(`/stats/processes${query}`)).body as ProcessesStats).sampled_at, sampled_at, query);
  }
  await host.clock.advance(10_000);
  t.not(((await get('/stats/processes')).body as ProcessesStats).sampled_at, sampled_at);
});

void t.test('what is not understood is a 400 that names it', async (t) => {
  const { app, get } = await recordedApp(machine);
  t.teardown(() => app.close());
  for (const [query, word] of [
    ['?sort=name', /sort.*cpu, memory or gpu_memory/],
    ['?limit=0', /limit.*1 to 10000/],
    ['?limit=10001', /limit/],
    ['?limit=many', /limit/],
    ['?limit=0x10', /limit/],
    ['?limit=1e400', /limit/],
    ['?limit=-Infinity', /limit/],
    ['?order=cpu', /order/],
  ] as const) {
    const { status, body } = await get(`/stats/processes${query}`);
    t.equal(status, 400, query);
    t.match((body as { detail: string }).detail, word, query);
  }
});

void t.test('command lines are shown only where the settings say so', async (t) => {
  const shown = async (processArgs: 'on' | 'off') => {
    const { app, get } = await recordedApp(machine, { settings: { processArgs } });
    t.teardown(() => app.close());
    const { processes } = (await get('/stats/processes')).body as ProcessesStats;
    return processes.find(({ pid }) => pid === 48213)?.command_line;
  };
  t.equal(await shown('off'), null);
  t.same(await shown('on'), ['/usr/bin/ollama', 'serve']);
});
