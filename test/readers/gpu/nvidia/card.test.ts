import t from 'tap';
import { nvidiaBounds } from '../../../../src/readers/gpu/nvidia/bounds.js';
import { bareNvidiaCard } from '../../../../src/readers/gpu/nvidia/card.js';
import { table, machine } from '../../../helpers/machines/nvidia-machine.js';

const somebody = { id: 'GPU-aa', name: null, pciAddress: null, driverIndex: 0 };

void t.test('shared memory is told by the name together with a driver that reports none', async (t) => {
  const without = { index: '0', uuid: 'GPU-aa', 'utilization.gpu': '0', 'power.draw': '11.17' };
  const memoryOf = async (card: Record<string, string>) => {
    const meminfo = 'MemTotal: 1000 kB\nMemAvailable: 600 kB\n';
    const { read } = machine(t, table([card]), { proc: { meminfo } });
    const [found] = (await read()).cards;
    return [found?.integrated, found?.memoryKind, found?.vramTotal, found?.systemMemory];
  };
  const shared = [true, 'unified', null, { total: 1_024_000, available: 614_400 }];
  t.same(await memoryOf({ ...without, name: 'NVIDIA GB10' }), shared);
  t.same(await memoryOf({ ...without, name: 'NVIDIA Thor' }), shared);
  t.same(await memoryOf({ ...without, name: 'NVIDIA H100' }), [null, null, null, null], 'another card');
  const mig = { ...without, name: 'NVIDIA GB10', 'mig.mode.current': 'Enabled' };
  t.same(await memoryOf(mig), [true, null, null, null], 'MIG');
  const error = { ...without, name: 'NVIDIA GB10', 'memory.total': '[Unknown Error]' };
  t.same(await memoryOf(error), [true, null, null, null], 'a fault');
  const lost = { ...without, name: 'NVIDIA GB10', 'utilization.gpu': '[GPU is lost]' };
  t.same(await memoryOf(lost), [null, null, null, null], 'lost');
  const parsed = { ...without, name: 'NVIDIA GB10', 'memory.total': '8128' };
  t.same(await memoryOf(parsed), [true, null, 8_522_825_728, null], 'a number is passed on as it is');
});

void t.test('the power that is drawn is held against the limit that is told', (t) => {
  const about = {
    thing: { ...bareNvidiaCard(somebody, 'ok'), limitWatts: 160 },
    whole: null,
    tell: () => undefined,
  };
  t.equal(nvidiaBounds.instantWatts.judge(228, about), 228);
  t.equal(nvidiaBounds.instantWatts.judge(593, about), null);
  t.end();
});
