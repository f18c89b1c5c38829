import t from 'tap';
import { answerFrom } from '../../../helpers/programs/fake-nvidia-smi.js';
import { idle, table, machine } from '../../../helpers/machines/nvidia-machine.js';

void t.test('an older driver is asked only what it knows, under the names it knows', async (t) => {
  const few = ['index', 'uuid', 'name', 'utilization.gpu', 'clocks_throttle_reasons.active'];
  const card = { index: '0', uuid: 'GPU-aa', name: 'Tesla, old', 'utilization.gpu': '7', 'clocks_throttle_reasons.active': '0x4' }; // prettier-ignore
  const { read, smi } = machine(t, answerFrom({ known: few, cards: [card] }));
  const { state, cards } = await read();
  t.equal(state, 'ok');
  t.match(cards, [{ id: 'GPU-aa', name: 'Tesla, old', usagePercent: 7, throttleReasons: [{ class: 'power', reason: 'software power cap' }], vramTotal: null }]); // prettier-ignore
  t.match(smi.calls[1], '--query-gpu=index,uuid,utilization.gpu,clocks_throttle_reasons.active,name ');
});

void t.test('a driver that does not list its fields is asked the basic ones', async (t) => {
  const usual = table([idle]);
  const { read } = machine(t, (args) => (args[0] === '--help-query-gpu' ? { exitCode: 1 } : usual(args)));
  t.match(await read(), { state: 'ok', cards: [{ id: 'GPU-aa', usagePercent: 0, memoryReserved: null }] });
});
