import t from 'tap';
import { parseNvidiaSmiQuery } from '../../../../src/parsers/nvidia/smi-query.js';
import { nvidiaSurroundings } from '../../../../src/readers/gpu/nvidia/diagnosis.js';
import { loopingReading, programReading } from '../../../../src/readers/gpu/nvidia/program.js';
import { writtenHost } from '../../../helpers/machines/written-host.js';

const fields = ['index', 'uuid', 'utilization.gpu', 'mig.mode.current', 'name'];
const rows = (text: string) => parseNvidiaSmiQuery(text, fields);
const host = writtenHost({});
const context = { host, around: nvidiaSurroundings(host)(), seen: [] };
const answer = { rows: [], lost: [], list: null, apps: null, mig: null, failure: null };
const memory = { memoryTotal: 4096, memoryUsed: 1024, memoryFree: 3072, memoryReserved: 0 };
const instance = { index: 0, id: null, name: null, gpuInstanceId: 3, computeInstanceId: 0, ...memory };

void t.test('a looping program says so, and its cards are as those of a one-shot one', (t) => {
  const text = '0, GPU-0, 7, Disabled, A\n1, GPU-1, [GPU is lost], [GPU is lost], B\n';
  const apps = [{ pid: 7, name: 'x', memory: 1, uuid: 'GPU-0' }];
  t.match(loopingReading(rows(text), { apps, mig: null }, context), {
    state: 'ok',
    source: 'nvidia-smi (looping)',
    cards: [
      { id: 'GPU-0', usagePercent: 7, processes: [{ pid: 7, kind: null }], migInstances: [] },
      { id: 'GPU-1', state: 'lost', remedy: /Reboot/, processes: null, processesReason: null },
    ],
  });
  t.end();
});

void t.test('the instances of a split card are those of its own UUID', (t) => {
  const split = rows('0, GPU-0, [N/A], Enabled, A\n1, GPU-1, [N/A], Enabled, A\n2, GPU-2, 5, Disabled, A\n');
  const card = { pciAddress: null, name: null, usagePercent: null, celsius: null, watts: null };
  const parsed = { ...card, ...memory, fanPercent: null, uuid: 'GPU-1', migInstances: [instance] };
  const { cards } = programReading({ ...answer, rows: split, mig: [parsed] }, context);
  t.match(cards[1]?.migInstances, [{ gpuInstanceId: 3, memoryTotal: 4096, memoryUsed: 1024 }]);
  t.equal(cards[0]?.migInstances, null, 'not told');
  t.same(cards[2]?.migInstances, [], 'not split');
  t.end();
});
