import { join } from 'node:path';
import t, { type Test } from 'tap';
import { Failure } from '../../../../src/failures.js';
import type { Host } from '../../../../src/host/host.js';
import { unknownCard } from '../../../../src/readers/gpu/card.js';
import { unknownDrm, type DrmCard } from '../../../../src/readers/gpu/drm/cards.js';
import { drmProgramsReader, engineShare } from '../../../../src/readers/gpu/drm/programs.js';
import { drmScans } from '../../../../src/readers/gpu/drm/scans.js';
import { breakFile } from '../../../helpers/machines/broken-file.js';
import { recordedHost } from '../../../helpers/machines/recorded-host.js';
import { sysFolder, writeFolder, type Folder } from '../../../helpers/machines/sys-machine.js';

const address = '0000:03:00.0';
const card: DrmCard = { ...unknownCard(address), ...unknownDrm, pciAddress: address };
const kthreadd = { comm: 'kthreadd\n', fd: {} };

const parsed = (client: number, lines: string) =>
  `drm-driver:\tamdgpu\ndrm-client-id:\t${client}\ndrm-pdev:\t${address}\n${lines}`;

/** A program with files of a card open, by number. */
function program(name: string, files: Record<string, string>, node = '/dev/dri/renderD128'): Folder {
  const links = Object.keys(files).map((fd) => [fd, `-> ${node}`]);
  return {
    comm: `${name}\n`,
    fd: { '0': '-> /dev/null', ...(Object.fromEntries(links) as Folder) },
    fdinfo: files,
  };
}

function machine(t: Test, proc: Folder, sys: Folder = {}) {
  const base = sysFolder(t, sys, { proc });
  return { base, host: recordedHost(base) };
}

t.test('programs are told with their memory and what they use the card for, each client once', async (t) => {
  const { host } = machine(t, {
    '2': kthreadd,
    '40': program('Xorg', {
      '5': parsed(1, 'drm-memory-vram:\t10 KiB\ndrm-memory-gtt:\t5 KiB\ndrm-engine-gfx:\t7 ns\n'),
      '6': parsed(1, 'drm-memory-vram:\t10 KiB\n'),
      '7': parsed(2, 'drm-memory-vram:\t1 KiB\n'),
    }),
    '41': program('passed-on', { '5': parsed(1, 'drm-memory-vram:\t10 KiB\n') }),
    '42': program('ollama', { '9': parsed(3, 'drm-resident-vram0:\t1 MiB\ndrm-engine-compute:\t7 ns\n') }),
    '43': program('both', { '9': parsed(4, 'drm-engine-compute:\t1 ns\ndrm-engine-gfx:\t1 ns\n') }),
    '44': { comm: 'bash\n', fd: { '0': '-> /dev/null' } },
    version: 'Linux',
  });
  t.strictSame(await drmProgramsReader(drmScans(host))([card]), [
    {
      ...card,
      processes: [
        { pid: 40, name: 'Xorg', kind: 'graphics', memory: 11264 },
        { pid: 42, name: 'ollama', kind: 'compute', memory: 1048576 },
        { pid: 43, name: 'both', kind: 'both', memory: null },
      ],
      processesReason: null,
      engines: null,
    },
  ]);
});

t.test('of a processor’s graphics a program holds its own memory and what is lent beside it', async (t) => {
  // https://github.com/Syllo/nvtop/pull/492
  const model = 'drm-memory-cpu:\t7 KiB\ndrm-memory-gtt:\t25258000 KiB\ndrm-memory-vram:\t5348 KiB\n';
  const { host } = machine(t, { '2': kthreadd, '40': program('llama-server', { '7': parsed(1, model) }) });
  const held = async (memoryKind: DrmCard['memoryKind']) => {
    const [seen] = await drmProgramsReader(drmScans(host))([{ ...card, memoryKind }]);
    return seen?.processes?.[0]?.memory;
  };
  t.equal(await held('carveout'), 25_263_348 * 1024);
  t.equal(await held('dedicated'), 5348 * 1024);
});

t.test('a GPU that shares the memory of the system holds what is resident there', async (t) => {
  const i915 =
    'drm-resident-system0:\t8 KiB\ndrm-resident-stolen-system0:\t99 KiB\ndrm-total-system0:\t50 KiB\n';
  const { host } = machine(t, { '2': kthreadd, '40': program('Xorg', { '5': parsed(1, i915) }) });
  t.match(await drmProgramsReader(drmScans(host))([card]), [
    { processes: [{ pid: 40, memory: 8192, kind: null }] },
  ]);
});

t.test('how busy the engines were is the difference of two scans, five seconds apart', async (t) => {
  const at = (gfx: number, enc: number) => ({
    '5': parsed(1, `drm-engine-gfx:\t${gfx} ns\ndrm-engine-enc:\t${enc} ns\ndrm-engine-capacity-enc:\t2\n`),
    '6': parsed(2, `drm-engine-gfx:\t${gfx} ns\n`),
    '7': parsed(3, `drm-cycles-ccs:\t${gfx / 1e6}\ndrm-total-cycles-ccs:\t${gfx / 1e5}\n`),
  });
  const { base, host } = machine(t, { '2': kthreadd, '40': program('game', at(0, 0)) });
  const read = drmProgramsReader(drmScans(host));
  await read([card]);
  // Each of two clients had the drawing engine for one second of five; one of the two encoders was busy for all.
  writeFolder(join(base, 'proc/40/fdinfo'), at(1e9, 5e9));
  await host.clock.advance(1000);
  t.match(await read([card]), [{ engines: null }], 'not scanned again within a second');
  await host.clock.advance(4000);
  const [later] = await read([card]);
  t.strictSame(later?.engines, [
    { name: 'gfx', percent: 40 },
    { name: 'enc', percent: 50 },
    { name: 'ccs', percent: 10 },
  ]);
  t.equal(engineShare(later ?? card, /^enc/), 50);
  t.equal(engineShare(later ?? card, /^dec/), null, 'an engine nobody names');
  t.equal(engineShare(card, /^dec/), null, 'not known');
  writeFolder(join(base, 'proc/40/fdinfo'), at(5e8, 0));
  await host.clock.advance(5000);
  t.match(await read([card]), [{ engines: [] }], 'counters that went backwards tell nothing');
  await host.clock.advance(60_000);
  t.match(await read([card]), [{ engines: null }], 'a minute ago says nothing about now');
});

t.test('a card nobody uses is idle, an old driver tells no times', async (t) => {
  const old = { '5': `pdev:\t${address}\npasid:\t1\nvram mem:\t1 kB\n` };
  for (const [proc, engines] of [
    [{ '2': kthreadd }, []],
    [{ '2': kthreadd, '40': program('Xorg', old) }, null],
  ] as const) {
    const { host } = machine(t, proc);
    const read = drmProgramsReader(drmScans(host));
    await read([card]);
    await host.clock.advance(5000);
    t.match(await read([card]), [{ engines }]);
  }
});

t.test('a card that is not on a PCI bus is found by the node that is open', async (t) => {
  const mali = 'drm-driver:\tpanfrost\ndrm-client-id:\t1\ndrm-total-memory:\t4 KiB\n';
  const sys = { class: { drm: { renderD128: { device: '-> /devices/fb000000.gpu' } } } };
  const { host } = machine(t, { '2': kthreadd, '40': program('kwin', { '5': mali }) }, sys);
  const gpu = { ...card, id: 'fb000000.gpu', pciAddress: null };
  t.match(await drmProgramsReader(drmScans(host))([gpu, card]), [
    { processes: [{ pid: 40, name: 'kwin', memory: 4096 }] },
    { processes: [] },
  ]);
});

/** The machine as a user sees it who may not look into these programs. */
function denying(host: Host, pids: string[]): Host {
  const listAnswer = (path: string) => {
    if (pids.some((pid) => path === `${pid}/fd`))
      return new Failure('no_permission', `/proc/${path} may not be read`);
    return host.proc.listAnswer(path);
  };
  return { ...host, proc: { ...host.proc, listAnswer } };
}

t.test(
  'programs of other users that may not be looked into leave the list unknown, or incomplete',
  async (t) => {
    const mine = {
      '2': kthreadd,
      '40': program('mine', { '5': parsed(1, 'drm-engine-gfx:\t1 ns\n') }),
      '41': {},
    };
    const processesReason = 'programs of other users are hidden: that needs root or CAP_SYS_PTRACE';
    const seen = denying(machine(t, mine).host, ['2', '41']);
    t.match(await drmProgramsReader(drmScans(seen))([card]), [
      { processes: [{ pid: 40 }], processesReason, engines: null },
    ]);
    const unseen = denying(machine(t, mine).host, ['2', '40', '41']);
    t.match(await drmProgramsReader(drmScans(unseen))([card]), [
      { processes: null, processesReason, engines: null },
    ]);
  },
);

t.test('what of a program cannot be read is told, and is looked at again at once', async (t) => {
  const mine = {
    '2': kthreadd,
    '40': program('first', { '5': parsed(1, 'drm-engine-gfx:\t1 ns\n') }),
    '41': program('second', { '6': parsed(2, 'drm-engine-gfx:\t1 ns\n') }),
  };
  for (const [access, path, processes] of [
    ['list', '41/fd', [{ pid: 40 }]],
    ['link', '41/fd/6', [{ pid: 40 }]],
    ['read', '41/fdinfo/6', [{ pid: 40 }]],
    ['list', '', null],
    ['read', '2/comm', [{ pid: 40 }, { pid: 41 }]],
  ] as const) {
    const { base, host } = machine(t, mine);
    const read = drmProgramsReader(drmScans(host));
    const mend = breakFile(join(base, 'proc', path), 'EIO', access);
    const reason = new RegExp(`^not all programs can be seen: /proc/?${path} could not be read \\(EIO\\)$`);
    const [seen] = await read([card]);
    t.match(seen, { processesReason: reason, engines: null }, path);
    t.same(seen?.processes?.map(({ pid }) => ({ pid })) ?? null, processes, path);
    mend();
    await host.clock.advance(5_000);
    t.match(await read([card]), [{ processes: [{ pid: 40 }, { pid: 41 }], processesReason: null }], path);
  }
});

t.test('in a process namespace of its own it says that more is hidden', async (t) => {
  const { host } = machine(t, { '1': program('node', {}), '2': { comm: 'sh\n' } });
  t.match(await drmProgramsReader(drmScans(host))([card]), [
    { processes: null, processesReason: /the host's pid namespace/ },
  ]);
});

t.test('a program without a card open is looked at again in turns, a new one at once', async (t) => {
  const without = { fd: { '0': '-> /dev/null' } };
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [String(100 + index), without]));
  const { base, host } = machine(t, { '2': kthreadd, ...many });
  const listed: string[] = [];
  const listAnswer = (path: string) => {
    if (path !== '') listed.push(path);
    return host.proc.listAnswer(path);
  };
  const read = drmProgramsReader(drmScans({ ...host, proc: { ...host.proc, listAnswer } }));
  await read([card]);
  t.equal(listed.length, 61);
  const seen = new Set<string>();
  for (let scan = 0; scan < 6; scan += 1) {
    if (scan === 3) writeFolder(join(base, 'proc/900'), program('new', { '5': parsed(1, '') }));
    listed.length = 0;
    await host.clock.advance(5000);
    const [now] = await read([card]);
    t.ok(listed.length <= 12, `${listed.length} of 61`);
    for (const path of listed) seen.add(path);
    t.equal(now?.processes?.length, scan >= 3 ? 1 : 0);
  }
  t.equal(seen.size, 62, 'all of them within six scans');
});

t.test('a long scan lets everything else go on', async (t) => {
  const many = Object.fromEntries(
    Array.from({ length: 50 }, (_, index) => [String(100 + index), { fd: {} }]),
  );
  const { host } = machine(t, { '2': kthreadd, ...many });
  let now = 0;
  let pauses = 0;
  const clock = {
    epoch: () => 0,
    monotonic: () => (now += 1),
    setTimer: (_: number, wake: () => void) => {
      pauses += 1;
      queueMicrotask(wake);
      return () => undefined;
    },
  };
  await drmProgramsReader(drmScans({ ...host, clock }))([card]);
  t.ok(pauses >= 10, `${pauses} pauses`);
});

t.test('without a card that is awake nothing is looked for', async (t) => {
  const { host } = machine(t, { '2': kthreadd });
  const list = () => t.fail('looked') as never;
  const asleep: DrmCard = { ...card, state: 'asleep' };
  const read = drmProgramsReader(drmScans({ ...host, proc: { ...host.proc, list } }));
  t.strictSame(await read([asleep]), [asleep]);
  t.strictSame(await read([]), []);
});

t.test('readers of several makers share one look, and one under way', async (t) => {
  const { host } = machine(t, { '2': kthreadd, '40': program('Xorg', { '5': parsed(1, '') }) });
  const looked: string[] = [];
  const listAnswer = (path: string) => {
    if (path === '') looked.push(path);
    return host.proc.listAnswer(path);
  };
  const scans = drmScans({ ...host, proc: { ...host.proc, listAnswer } });
  const makers = [drmProgramsReader(scans), drmProgramsReader(scans), drmProgramsReader(scans)];
  const all = async () => Promise.all(makers.map((read) => read([card])));
  for (const cards of await all()) t.match(cards, [{ processes: [{ pid: 40 }] }]);
  await host.clock.advance(1_000);
  await all();
  t.equal(looked.length, 1);
  await host.clock.advance(4_000);
  for (const cards of await all()) t.match(cards, [{ processes: [{ pid: 40 }], engines: [] }]);
  t.equal(looked.length, 2);
});
