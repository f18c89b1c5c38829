/**
 * How the cost grows with the machine: one that is small, the same with much more of one thing, and with much of all.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { loader } from '../load/loader.mjs';
import { median, spread } from '../measure/numbers.mjs';
import { measured } from '../measure/polled.mjs';
import { grownMachine, smallest } from '../machines/grown.mjs';
import { keyHeader, ours } from '../servers/start.mjs';

const table = ['/stats', '/stats/processes'];
/** @type {{ key: string, name: string, sizes: Partial<typeof smallest>, base?: string, paths?: string[] }[]} */
const variants = [
  { key: 'base', name: 'small', sizes: {} },
  { key: 'mounts', name: '200 mounts', sizes: { mounts: 200 }, base: 'base' },
  { key: 'interfaces', name: '200 interfaces', sizes: { interfaces: 200 }, base: 'base' },
  { key: 'cpus', name: '128 CPUs', sizes: { cpus: 128 }, base: 'base' },
  { key: 'cards', name: '16 GPUs', sizes: { cards: 16 }, base: 'base' },
  { key: 'baseTable', name: 'small, its processes asked for too', sizes: {}, paths: table },
  {
    key: 'processes',
    name: '1,000 processes, asked for too',
    sizes: { processes: 1000 },
    base: 'baseTable',
    paths: table,
  },
  {
    key: 'all',
    name: 'all of that, processes asked for too',
    sizes: { mounts: 200, interfaces: 200, cpus: 128, cards: 16, processes: 1000 },
    base: 'baseTable',
    paths: table,
  },
];

export async function growth({ form, folder, say }) {
  const times = form === 'full' ? { warm: 60, seconds: 60 } : { warm: 10, seconds: 20 };
  const machines = variants.map((variant) => {
    const place = join(folder, variant.key);
    mkdirSync(place);
    return { ...variant, machine: { name: variant.name, ...grownMachine(place, variant.sizes) } };
  });
  const timer = setInterval(() => machines.forEach(({ machine }) => machine.move()), 1000);
  const rows = [];
  try {
    const batch = machines.map((one) => ({
      ...one,
      start: () => ours(one.machine.settings, { pin: false }),
    }));
    rows.push(...(await measured(batch, { ...times, say })));
    const waits = await compared(machines, { rounds: form === 'full' ? 5 : 2, say });
    return shown(rows, waits, times.seconds);
  } finally {
    clearInterval(timer);
    for (const { machine } of machines) machine.close();
  }
}

/** The median wait of a request, by machine and route, each beside the same of its small machine, in turn. */
async function compared(machines, { rounds, say }) {
  const client = loader();
  const servers = {};
  const found = {};
  try {
    for (const { key, machine } of machines) servers[key] = await ours(machine.settings);
    for (const { key, base, name } of machines) {
      if (base === undefined) continue;
      found[key] = {};
      for (const path of ['/stats', '/stats/summary']) {
        const once = async (of, seconds = 0.3) => {
          const order = { port: servers[of].port, path, headers: keyHeader(), connections: 1, seconds };
          return (await client.round(order)).p50;
        };
        await once(key, 1);
        await once(base, 1);
        const ratios = [];
        for (let round = 0; round < rounds; round += 1) {
          const first = await once(base);
          ratios.push((await once(key)) / first);
          const second = await once(key);
          ratios.push(second / (await once(base)));
        }
        found[key][path] = ratios;
      }
      say(
        `${name}: p50 of /stats ${spread(found[key]['/stats'])} ×, of /stats/summary ${spread(found[key]['/stats/summary'])} ×`,
      );
    }
    return found;
  } finally {
    client.close();
    for (const one of Object.values(servers)) await one.close();
  }
}

function shown(rows, waits, seconds) {
  const by = Object.fromEntries(rows.map((row) => [row.key, row]));
  const { cpus, mounts, interfaces, processes, cards } = smallest;
  return {
    title: 'Growth',
    notes: [
      `Machines of files, whose counters move once a second; the small one has ${cpus} CPUs, ${mounts} mounts, ${interfaces} interfaces, ${processes} processes and ${cards} GPU. Polled once a second for ${seconds} s; ratios are those beside the small machine that is asked for the same. The body of \`/stats\` grows with the machine, that of \`/stats/summary\` does not, but for a line a GPU.`,
    ],
    tables: [
      {
        columns: [
          'machine',
          'polled ×',
          'p50 of /stats ×',
          'p50 of /stats/summary ×',
          'polled s/min',
          'PSS with helpers',
        ],
        rows: variants.map(({ key, name, base }) => [
          name,
          base === undefined ? '' : (by[key].perMinute / by[base].perMinute).toFixed(2),
          ...['/stats', '/stats/summary'].map((path) => (base === undefined ? '' : spread(waits[key][path]))),
          ...[by[key].perMinute.toFixed(2), by[key].pssAll.toFixed(0)],
        ]),
      },
    ],
    aims: variants.flatMap(({ key, name, base }) => {
      if (base === undefined) return [];
      const most = Number((1.5 * by[base].perMinute + 0.1).toFixed(2));
      return [
        { what: `${name}: polled, s/min (1.5 × small + 0.1)`, found: by[key].perMinute, most },
        ...Object.entries(waits[key]).map(([path, ratios]) => ({
          ...{
            what: `${name}: p50 of ${path} beside small`,
            found: median(ratios),
            shown: spread(ratios),
            most: 1.2,
          },
        })),
      ];
    }),
    raw: { rows, waits },
  };
}
