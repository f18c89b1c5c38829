import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { valueAt } from '../helpers/bodies/differences.js';
import { recordedApp } from '../helpers/machines/recorded-app.js';
import { hostsFolder } from '../helpers/machines/recorded-host.js';

/** One figure of a composed machine, worked out by hand, and where it comes from. */
interface Figure {
  /** Its place in the body, entries of lists by what they are called: `interfaces[eth0].mtu`. */
  at: string;
  is: unknown;
  from: string;
}

/** What is said of what must not be in a list. */
const absent = 'not listed';

const file = (machine: string) => join(hostsFolder, machine, 'figures.json');
const machines = readdirSync(hostsFolder).filter((name) => existsSync(file(name)));
let figures = 0;

for (const machine of machines) {
  void t.test(`${machine} is shown as worked out by hand`, async (t) => {
    const expected = JSON.parse(readFileSync(file(machine), 'utf8')) as Record<string, Figure[]>;
    const bodies = await secondMoment(machine, Object.keys(expected));
    for (const [route, rows] of Object.entries(expected)) {
      const body = bodies.get(route);
      const shown = rows.map(({ at, from }) => ({ at, is: valueAt(body, at), from }));
      t.strictSame(
        shown.map(({ is = absent, ...row }) => ({ ...row, is })),
        rows.map(({ is, ...row }) => ({ ...row, is })),
        route,
      );
      figures += rows.length;
    }
  });
}

void t.test('all were counted', (t) => {
  t.comment(`${figures} figures of ${machines.length} machines`);
  t.ok(machines.length >= 7, `${machines.length} machines`);
  t.ok(figures > 200, `${figures} figures`);
  t.end();
});

/** How often the programs that use cards are looked at, ms: so far apart are the moments of what they used. */
const laterOn = 5_000;

/** What the routes show at the second of a machine's two moments: 250 ms after the first, or what stands behind a comma. */
async function secondMoment(machine: string, moments: string[]): Promise<Map<string, unknown>> {
  const { app, host } = await recordedApp(machine, { early: true });
  const bodies = async (some: string[]) => {
    const urls = some.map((one) => one.split(',')[0] ?? one);
    const answers = await host.clock.until(Promise.all(urls.map((url) => app.inject({ url }))));
    return some.map((one, index) => [one, answers[index]?.json<unknown>()] as const);
  };
  const shown = new Map(await bodies(moments));
  await host.clock.leap(laterOn - host.clock.monotonic());
  const later = await bodies(moments.filter((one) => one.endsWith(', 5 s later')));
  await app.close();
  return new Map([...shown, ...later]);
}
