import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { Difference } from '../../helpers/bodies/differences.js';
import { readMetricsText } from '../../helpers/http/metrics-text.js';
import { allRequested, keepFiles, type Requested } from '../../helpers/machines/broken-file.js';
import { fileDomains } from '../../helpers/machines/lone-domains.js';
import { recordedApp, type RecordedApp } from '../../helpers/machines/recorded-app.js';
import { hostsFolder } from '../../helpers/machines/recorded-host.js';
import {
  bodyDifferences,
  breakOne,
  codeOf,
  firstOfKind,
  isThere,
  kindOf,
  later,
  metricDifferences,
  sentence,
} from './asked-things.js';
import { isMadeOf, notOf } from './told-by.js';

t.setTimeout(240_000);

keepFiles(hostsFolder);
const machines = readdirSync(hostsFolder).filter((name) => name.startsWith('linux-'));
const isNew = firstOfKind();
/** Without these domains the service is not ready. */
const needed = ['cpu', 'memory'];
/** What a service says of itself, and of when it read. */
const ofItself = /^(?:process_|nodejs_|sysmon_(?:domain|build|wakeups|eventloop)_|node_(?:scrape|time)_)/;
let cases = 0;

interface Answers {
  routes: Record<string, unknown>;
  stats: Record<string, unknown>;
  metrics: Map<string, number>;
  /** The status of /health/ready. */
  ready: number;
}

for (const machine of machines) {
  void t.test(
    `${machine}: on its routes, in /stats, in /metrics, and for who asks whether it is ready`,
    async (t) => {
      const folder = join(hostsFolder, machine);
      const recorded = await recordedApp(machine, { settings: { history: null } });
      const { app, host } = recorded;
      // What is recorded is read at once.
      host.clock.turns = 3;
      t.teardown(() => app.close());
      const earlier: Answers[] = [];
      const requested = await allRequested(folder, async () => {
        for (let turn = 0; turn < 2; turn += 1) earlier.push(await answers(recorded));
      });
      const whole = earlier.at(-1);
      if (whole === undefined) throw new Error('there are no answers');
      const files = requested.filter((one) => isThere(folder, one) && isNew(kindOf(one)));
      const faults: string[] = [];
      for (const [index, file] of files.entries()) {
        const code = codeOf(index);
        const mend = breakOne(folder, file, code);
        const now = await answers(recorded);
        mend();
        faults.push(...faultsOf(file, whole, now).map((one) => sentence(file, code, 'while it ran', one)));
        cases += 1;
      }
      t.strictSame(faults, [], `${files.length} things of kinds not met before`);
      t.strictSame(await sizeFaults(recorded, whole), [], 'sizes of file systems');
    },
  );
}

void t.test('all were counted', (t) => {
  t.comment(`${cases} cases of a service with one thing that could not be read`);
  t.ok(cases > 150, `${cases} cases`);
  t.end();
});

/** What a service says that has not been asked for longer than anything is believed. */
async function answers({ app, host }: RecordedApp): Promise<Answers> {
  await host.clock.leap(later);
  const urls = ['/stats', ...fileDomains.map((name) => `/stats/${name}`), '/metrics', '/health/ready'];
  // One after the other, as somebody asks: the first wakes all domains.
  const requested = urls.reduce(
    (before, url) => before.then(async (given) => [...given, await app.inject({ url })]),
    Promise.resolve<Awaited<ReturnType<typeof app.inject>>[]>([]),
  );
  const given = await host.clock.until(requested, 250);
  const [stats, ...rest] = given.slice(0, -2).map((answer) => answer.json<Record<string, unknown>>());
  const [metrics, ready] = given.slice(-2);
  const series = readMetricsText(metrics?.body ?? '').values;
  return {
    stats: stats ?? {},
    routes: Object.fromEntries(fileDomains.map((name, index) => [name, rest[index]])),
    metrics: new Map([...series].filter(([one]) => !ofItself.test(one))),
    ready: ready?.statusCode ?? 0,
  };
}

function faultsOf(file: Requested, whole: Answers, now: Answers): Difference[] {
  const failed = fileDomains.filter((name) => isMadeOf(name, file));
  const sound = fileDomains.filter((name) => !failed.includes(name));
  const onRoutes = sound.flatMap((name) =>
    notOf(name, file, bodyDifferences(whole.routes[name], now.routes[name])).map((one) => ({
      ...one,
      place: `${name} ${one.place}`,
    })),
  );
  const inStats = sound
    .filter((name) => name in now.stats)
    .flatMap((name) => bodyDifferences(now.routes[name], now.stats[name]));
  const ofMetrics = metricDifferences(whole.metrics, now.metrics);
  const inMetrics = failed.length > 0 ? [] : ofMetrics.filter((one) => isOfNobody(file, one));
  const status = failed.some((name) => needed.includes(name)) ? 503 : 200;
  const ready = now.ready === status ? [] : [{ place: '/health/ready', before: status, after: now.ready }];
  return [...onRoutes, ...inStats, ...inMetrics, ...ready];
}

/** That of the chosen file system costs the disk, and readiness; that of another its own row. */
async function sizeFaults(recorded: RecordedApp, whole: Answers): Promise<string[]> {
  const sizes = recorded.host.machine.fileSystems;
  const points = ['/', Object.keys(sizes).find((point) => sizes[point]?.total !== 0 && point !== '/') ?? '/'];
  const faults: string[] = [];
  for (const point of new Set(points)) {
    const size = sizes[point];
    if (size === undefined) continue;
    Reflect.deleteProperty(sizes, point);
    const now = await answers(recorded);
    sizes[point] = size;
    const isOfPoint = ({ place }: Difference) => place.includes(point);
    const found = bodyDifferences(whole.routes['disk'], now.routes['disk']);
    const others = fileDomains.filter((name) => name !== 'disk');
    faults.push(
      ...others
        .flatMap((name) => bodyDifferences(whole.routes[name], now.routes[name]))
        .map(({ place }) => place),
      ...(point === '/' ? [] : found.filter((one) => !isOfPoint(one)).map(({ place }) => place)),
      ...((now.stats['disk'] === null) === (point === '/') ? [] : ['/stats']),
      ...(now.ready === (point === '/' ? 503 : 200) ? [] : ['/health/ready']),
    );
    cases += 1;
  }
  return faults;
}

/** Whether no domain that is told something by this file may differ there. */
function isOfNobody(file: Requested, difference: Difference): boolean {
  return fileDomains.every((name) => notOf(name, file, [difference]).length > 0);
}
