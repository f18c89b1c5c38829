import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { Failure } from '../../../../src/failures.js';
import { strictValidators } from '../../../helpers/bodies/contract.js';
import { recordedApp } from '../../../helpers/machines/recorded-app.js';

const desktop = 'linux-x64__desktop-16-threads';

interface History {
  starts_at: string;
  ends_at: string;
  step_seconds: number;
  at: string[];
  series: {
    metric: string;
    gpu: string | null;
    instance: string | null;
    unit: string;
    min: (number | null)[];
    avg: (number | null)[];
    max: (number | null)[];
  }[];
}
interface Index {
  kept_in: string;
  metrics: {
    metric: string;
    unit: string;
    kind: string;
    gpus: string[];
    instances: string[];
    last_at: string | null;
  }[];
  energy: { gpu: string; energy_watt_hours: number | null; first_seen_at: string }[];
}

/** The recorded machine after a while, two minutes unless told otherwise, in which somebody asked for all. */
async function watched(options: Parameters<typeof recordedApp>[1] = {}, seconds = 120) {
  const machine = await recordedApp(desktop, options);
  for (let second = 0; second < seconds; second += 1) {
    await machine.get('/stats');
    await machine.host.clock.advance(1_000);
  }
  return machine;
}

t.test('history holds what the routes showed, for the machine and for every card', async (t) => {
  const { get, app } = await watched();
  const { status, body } = await get(
    '/stats/history?metric=memory.percent,gpu.usage_percent,gpu.power_watts&from=-1m&step=15s',
  );
  t.equal(status, 200);
  const { series, at, starts_at: from, ends_at: to, step_seconds: step } = body as History;
  t.same({ step, points: at.length }, { step: 15, points: 5 });
  t.equal(at[0], from);
  t.equal(Date.parse(to) - Date.parse(from), at.length * 15_000);
  const memory = (await get('/stats/memory')).body as { percent: number };
  const { gpus } = (await get('/stats/gpu')).body as {
    gpus: { id: string; usage_percent: number | null; power_watts: number | null }[];
  };
  for (const { metric, gpu, avg, unit } of series) {
    const card = gpus.find(({ id }) => id === gpu);
    const shown =
      gpu === null ? memory.percent : metric === 'gpu.power_watts' ? card?.power_watts : card?.usage_percent;
    t.ok(
      typeof shown === 'number' && Math.abs((avg[2] ?? NaN) - shown) < 0.06,
      `${metric} ${gpu ?? ''}: ${avg[2]} and ${shown}`,
    );
    t.equal(unit, metric === 'gpu.power_watts' ? 'watts' : 'percent');
  }
  t.equal(series.length, 1 + 2 * gpus.length);
  const valid = strictValidators(app)('History');
  t.ok(valid(body), 'as its schema says', { errors: valid.errors });
  const one = (await get(`/stats/history?metric=gpu.usage_percent&gpu=${gpus[0]?.id}`)).body as History;
  t.same(
    one.series.map(({ gpu }) => gpu),
    [gpus[0]?.id],
  );
});

t.test('what can be asked for is listed, with the energy of every card', async (t) => {
  const { get, app, host } = await watched();
  const { body } = await get('/stats/history/metrics');
  const valid = strictValidators(app)('HistoryIndex');
  t.ok(valid(body), 'as its schema says', { errors: valid.errors });
  const { metrics, energy, kept_in: keptIn } = body as Index;
  t.equal(keptIn, 'memory');
  for (const { metric } of metrics)
    t.equal((await get(`/stats/history?metric=${metric}`)).status, 200, metric);
  const { gpus } = (await get('/stats/gpu')).body as { gpus: { id: string; power_watts: number }[] };
  t.same(energy.map(({ gpu }) => gpu).sort(), gpus.map(({ id }) => id).sort());
  for (const { gpu, energy_watt_hours: total, first_seen_at: since } of energy) {
    const watts = gpus.find(({ id }) => id === gpu)?.power_watts ?? 0;
    const hours = (host.clock.epoch() - Date.parse(since)) / 3_600_000;
    t.ok(Math.abs((total ?? NaN) - watts * hours) < 0.2, `${gpu}: ${total} Wh of ${watts} W over ${hours} h`);
  }
});

t.test('what people look for is kept: each thing with the value of its own route', async (t) => {
  const { get, app, host } = await watched({}, 20);
  const { metrics } = (await get('/stats/history/metrics')).body as Index;
  const values = async (query: string) => {
    const { series } = (await get(`/stats/history?from=-1m&step=1m&${query}`)).body as History;
    return series.map(({ gpu, instance, max }) => [gpu, instance, max.find((one) => one !== null)] as const);
  };
  const instances = async (query: string) => (await values(query)).map(([, name]) => name);
  const latest = async (route: string) => (await get(`/stats/${route}`)).body as Record<string, unknown>;
  const rows = (value: unknown) => value as Record<string, unknown>[];

  await t.test('swap and pressure', async (t) => {
    for (const [domain, field] of [
      ['memory', 'swap_used_percent'],
      ['memory', 'pressure_some_percent'],
      ['memory', 'pressure_full_percent'],
      ['cpu', 'pressure_some_percent'],
      ['disk', 'pressure_some_percent'],
      ['disk', 'pressure_full_percent'],
    ] as const) {
      t.same(await values(`metric=${domain}.${field}`), [[null, null, (await latest(domain))[field]]], field);
    }
  });

  await t.test('every disk and file system', async (t) => {
    const { filesystems, devices } = await latest('disk');
    t.same(
      await values('metric=disk.filesystems.used_percent'),
      rows(filesystems).map((one) => [null, one['mount_point'], one['used_percent']]),
    );
    const disks = rows(devices).filter(({ kind }) => kind !== 'partition');
    const names = disks.map(({ name }) => name);
    t.ok(names.length > 0);
    for (const field of ['usage_percent', 'read_bytes_per_second', 'written_bytes_per_second']) {
      t.same(await instances(`metric=disk.devices.${field}`), names, field);
    }
  });

  await t.test('every interface, or one alone', async (t) => {
    const links = rows((await latest('network'))['interfaces']).filter(({ loopback }) => loopback === false);
    const names = links.map(({ name }) => String(name));
    t.ok(names.length > 0);
    const both =
      'metric=network.interfaces.received_bytes_per_second,network.interfaces.sent_bytes_per_second';
    t.same(await instances(both), [...names, ...names]);
    t.same(await instances(`${both},cpu.usage_percent&instance=${names[0]}`), [names[0], names[0], null]);
    t.match(await get(`/stats/history?${both}&instance=eth77`), {
      status: 400,
      body: { detail: /"instance" names "eth77"; known are: / },
    });
  });

  await t.test('throttling and the hot places of cards', async (t) => {
    const cards = rows((await latest('gpu'))['gpus']);
    const throttled = await values('metric=gpu.throttled_percent');
    t.ok(throttled.length > 0 && throttled.every(([gpu, instance]) => gpu === instance), 'a card is both');
    for (const [id, , percent] of throttled) {
      const reasons = cards.find((card) => card['id'] === id)?.['throttle_reasons'] as string[];
      const isHeld = reasons.some((reason) => reason !== 'GPU idle');
      t.equal(percent, isHeld ? 100 : 0, `${id}: ${reasons.join()}`);
    }
    t.ok(metrics.some(({ metric }) => metric === 'gpu.hotspot_celsius'));
    for (const { metric, kind, gpus, instances } of metrics) {
      t.same(gpus, kind === 'gpu' ? instances : [], metric);
      t.ok(instances.length === 0 || kind !== 'machine', metric);
    }
  });

  await t.test('the examples of the document work together', async (t) => {
    const { paths } = JSON.parse(JSON.stringify(app.swagger())) as {
      paths: Record<string, { get: { parameters: { name: string; example?: string }[] } }>;
    };
    const given = (paths['/stats/history']?.get.parameters ?? []).filter((one) => one.example !== undefined);
    const query = given.map(({ name, example = '' }) => `${name}=${encodeURIComponent(example)}`).join('&');
    t.match(query, /^metric=.*&from=.*&to=.*&step=15s$/);
    t.match(await get(`/stats/history?${query}`), { status: 200, body: { step_seconds: 15 } });
  });

  await t.test('the commands of the page give values', async (t) => {
    const page = join(import.meta.dirname, '../../../../../docs/stream-and-history.md');
    const lines = readFileSync(page, 'utf8').split('\n');
    const commands = lines.filter((line) => /^curl .*\/stats\/history/.test(line));
    t.ok(commands.length >= 3);
    for (const command of commands) {
      const url = /'http:\/\/127\.0\.0\.1:5000([^']*)'/.exec(command)?.[1] ?? '';
      const accept = /-H 'Accept: ([^']*)'/.exec(command)?.[1] ?? 'application/json';
      const answer = await host.clock.until(app.inject({ url, headers: { accept } }));
      t.equal(answer.statusCode, 200, command);
      t.match(answer.body, accept === 'text/csv' ? /,\d/ : /"avg":\[[^\]]*\d/, command);
    }
  });
});

t.test('without a step about 300 points are given, as far as so many are kept', async (t) => {
  const { get } = await recordedApp(desktop, { settings: { history: 31 * 86_400_000 } });
  const spans = [
    '5m',
    '10m',
    '15m',
    '25m',
    '30m',
    '45m',
    '1h',
    '2h',
    '3h',
    '6h',
    '11h',
    '12h',
    '24h',
    '48h',
    '7d',
    '31d',
  ];
  for (const span of spans) {
    const answer = await get(`/stats/history?metric=cpu.usage_percent&from=-${span}`);
    const { at, step_seconds: step } = answer.body as History;
    t.ok(at.length >= 175 && at.length <= 451, `${span}: ${at.length} points of ${step} s`);
  }
});

t.test('with Accept: text/csv the same comes as rows', async (t) => {
  const { app, host } = await watched();
  const url = '/stats/history?metric=cpu.usage_percent,gpu.power_watts&from=-1m';
  const answer = await host.clock.until(app.inject({ url, headers: { accept: 'text/csv' } }));
  t.equal(answer.headers['content-type'], 'text/csv; charset=utf-8; header=present');
  t.equal(answer.headers['vary'], 'Accept');
  const [header, ...rows] = answer.body.trimEnd().split('\r\n');
  t.equal(header, 'at,metric,gpu,instance,min,avg,max');
  const json = (await host.clock.until(app.inject({ url }))).json<History>();
  const expected = json.series.flatMap(({ metric, gpu, instance, min, avg, max }) =>
    json.at.map((at, place) =>
      [at, metric, gpu ?? '', instance ?? '', min[place] ?? '', avg[place] ?? '', max[place] ?? ''].join(','),
    ),
  );
  t.strictSame(rows, expected);
});

t.test('while nobody asks cheap metrics go on every ten seconds and cards once a minute', async (t) => {
  const { get, host } = await recordedApp(desktop);
  await host.clock.advance(600_000);
  const { series } = (
    await get('/stats/history?metric=memory.percent,gpu.temperature_celsius&from=-5m&step=15s')
  ).body as History;
  const values = ({ avg }: { avg: (number | null)[] }) => avg.filter((value) => value !== null).length;
  t.ok(
    series
      .find(({ gpu }) => gpu === null)
      ?.avg.slice(1, -2)
      .every((value) => value !== null),
    'no gap in the processor',
  );
  const cards = series.filter(({ gpu }) => gpu !== null);
  t.ok(
    cards.length >= 1 && cards.every((card) => values(card) >= 4 && values(card) <= 6),
    'a value a minute for each card',
  );
});

t.test('SYSMON_HISTORY=off: cards are left alone while nobody asks, and the routes say why', async (t) => {
  const { get, host } = await recordedApp(desktop, { settings: { history: null } });
  await host.clock.advance(600_000);
  t.same(host.calls, []);
  for (const url of ['/stats/history?metric=cpu.usage_percent', '/stats/history/metrics']) {
    t.match(await get(url), { status: 404, body: { code: 'history_off', detail: /SYSMON_HISTORY/ } });
  }
});

t.test('a bad wish is a 400 that names it and what is allowed', async (t) => {
  const { get } = await watched();
  const wrong: [query: string, detail: RegExp][] = [
    ['', /"metric" is missing/],
    ['metric=cpu.usage', /names "cpu.usage"; known are: cpu.usage_percent, /],
    ['metric=cpu.usage_percent&gpu=GPU-x', /"gpu" names "GPU-x"; known are: /],
    ['metric=cpu.usage_percent&from=yesterday', /"from" is "yesterday"; it must be an instant/],
    ['metric=cpu.usage_percent&to=soon', /"to" is "soon"/],
    ['metric=cpu.usage_percent&from=2031-01-01T00:00:00Z', /"from" must be earlier than "to"/],
    ['metric=cpu.usage_percent&step=0', /"step" is "0"; it must be a duration/],
    ['metric=cpu.usage_percent&step=1ms', /"step" is "1ms"/],
    [
      'metric=cpu.usage_percent&fro=-1h',
      /no query parameter "fro"; known are: metric, gpu, instance, from, to, step/,
    ],
    [`metric=${'x'.repeat(3_000)}`, /"metric"/],
  ];
  for (const [query, detail] of wrong) {
    t.match(
      await get(`/stats/history?${query}`),
      { status: 400, body: { code: 'bad_request', detail } },
      query.slice(0, 80),
    );
  }
});

t.test('no answer is larger than a limit, and the refusal says which step would do', async (t) => {
  const { get, app, host } = await recordedApp(desktop);
  for (const metric of ['gpu.power_watts', 'gpu.fan_percent']) {
    for (let card = 0; card < 40; card += 1) {
      app.history.points?.record(metric, `GPU-${card}`, host.clock.epoch(), 1);
    }
  }
  const url = '/stats/history?metric=gpu.power_watts,gpu.fan_percent&from=-12h';
  const refused = await get(`${url}&step=15s`);
  const step = /ask for a "step" of (\d+s) or more/.exec((refused.body as { detail: string }).detail)?.[1];
  t.equal(refused.status, 400);
  t.equal((await get(`${url}&step=${step}`)).status, 200, `with ${step}`);
});

t.test(
  'a history file that cannot be used stands in problems of /stats, and everything goes on',
  async (t) => {
    const refuse = () =>
      Promise.reject(new Failure('malformed', 'the history file is damaged', { remedy: 'move it away' }));
    const historyStore = {
      look: () => Promise.resolve(),
      open: refuse,
      read: refuse,
      write: refuse,
      close: () => Promise.resolve(),
    };
    const { get } = await watched({ host: { historyStore } });
    const { problems } = (await get('/stats?only=cpu')).body as { problems: unknown[] };
    t.strictSame(problems, [
      {
        domain: 'history',
        code: 'malformed',
        detail: 'the history file is damaged; history is kept in memory meanwhile',
        reason: 'the history file is damaged',
        remedy: 'move it away',
      },
    ]);
    t.equal(((await get('/stats/history/metrics')).body as Index).kept_in, 'memory');
    t.ok(
      ((await get('/stats/history?metric=memory.percent&from=-1m')).body as History).series[0]?.avg.some(
        (value) => value !== null,
      ),
    );
  },
);
