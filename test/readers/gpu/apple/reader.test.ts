import t from 'tap';
import { Failure } from '../../../../src/failures.js';
import type { Program } from '../../../../src/host/host.js';
import { appleReader, ioregArguments } from '../../../../src/readers/gpu/apple/reader.js';
import { unknownCard } from '../../../../src/readers/gpu/card.js';
import { answering } from '../../../helpers/machines/sys-machine.js';
import { writtenHost } from '../../../helpers/machines/written-host.js';

const head = '<?xml version="1.0"?><plist version="1.0"><array>';
const silicon = `${head}<dict><key>IOClass</key><string>AGXAcceleratorG15X</string>
<key>model</key><string>Apple M3 Pro</string><key>gpu-core-count</key><integer>18</integer>
<key>PerformanceStatistics</key><dict><key>Device Utilization %</key><integer>29</integer>
<key>Renderer Utilization %</key><integer>28</integer><key>Tiler Utilization %</key><integer>27</integer>
<key>Alloc system memory</key><integer>4783898624</integer>
<key>In use system memory</key><integer>1154580480</integer></dict></dict></array></plist>`;

/** A Mac whose ioreg is this program. */
function mac(ioreg: Program) {
  const host = writtenHost({});
  return { ...host, platform: 'darwin' as const, programs: { ...host.programs, ioreg } };
}

t.test('Apple silicon is one GPU with unified memory', async (t) => {
  const ioreg = answering({ stdout: silicon });
  t.strictSame(await appleReader(mac(ioreg))(), {
    state: 'ok',
    source: 'ioreg',
    reason: null,
    remedy: null,
    driverVersion: null,
    cards: [
      {
        ...unknownCard('AGXAcceleratorG15X'),
        name: 'AGXAcceleratorG15X',
        model: 'Apple M3 Pro',
        integrated: true,
        memoryKind: 'unified',
        usagePercent: 29,
        kernelDriver: 'AGXAcceleratorG15X',
        cores: 18,
        rendererPercent: 28,
        tilerPercent: 27,
        systemMemoryUsed: 1154580480,
        systemMemoryAllocated: 4783898624,
      },
    ],
  });
  t.strictSame(ioreg.calls, [[...ioregArguments]]);
});

t.test('an Intel Mac may have two GPUs, one of them with memory of its own', async (t) => {
  const gpu = (driver: string, statistics: string) =>
    `<dict><key>IOClass</key><string>${driver}</string><key>PerformanceStatistics</key><dict>${statistics}</dict></dict>`;
  const own = '<key>vramUsedBytes</key><integer>1</integer><key>vramFreeBytes</key><integer>3</integer>';
  const both = `${head}${gpu('IntelAccelerator', '')}${gpu('AMDRadeonX6000', own)}</array></plist>`;
  const { cards } = await appleReader(mac(answering({ stdout: both })))();
  t.match(cards, [
    { id: 'IntelAccelerator', integrated: false, memoryKind: null, usagePercent: null, vramTotal: null },
    { id: 'AMDRadeonX6000-1', memoryKind: 'dedicated', vramTotal: 4, vramUsed: 1, vramFree: 3 },
  ]);
});

t.test('no GPU is a fact, anything else that is printed a failure', async (t) => {
  const read = (answer: Parameters<typeof answering>[0]) => appleReader(mac(answering(answer)))();
  t.match(await read({ stdout: '' }), {
    state: 'absent',
    reason: 'the I/O Registry lists no GPU',
    cards: [],
  });
  t.match(await read({ stdout: '', exitCode: 1 }), { state: 'failed', reason: /status 1/ });
  t.match(await read({ stdout: 'Segmentation fault' }), { state: 'failed', cards: [] });
});

t.test('an ioreg that gives no answer is a state of the backend', async (t) => {
  for (const [code, state] of [
    ['timeout', 'timeout'],
    ['no_permission', 'no_permission'],
    ['absent', 'failed'],
    ['too_large', 'failed'],
  ] as const) {
    const reading = await appleReader(mac(answering(new Failure(code, `ioreg: ${code}`))))();
    t.match(reading, { state, reason: `ioreg: ${code}`, cards: [] });
  }
});

t.test('elsewhere than on a Mac nothing is run', async (t) => {
  const ioreg = answering({ stdout: silicon });
  t.match(await appleReader({ ...mac(ioreg), platform: 'linux' })(), { state: 'absent', cards: [] });
  t.strictSame(ioreg.calls, []);
});
