import t from 'tap';
import { onlyKnown, type RunnerReading } from '../../../src/readers/model-servers/reading.js';
import { Parents } from '../../../src/readers/ollama/parents.js';

function process(pid: number, parentPid: number | null): RunnerReading {
  return {
    ...onlyKnown('idle', {}),
    ...{ pid, startTicks: 1, startedAt: null, kind: 'llama-server', model: null, alias: null },
    ...{ port: null, userId: 1, parentPid, isOllamas: true, isOrphan: false, namedAs: null },
    ...{ memory: null, memorySource: null, swapped: null },
  };
}

t.test('what one has is not another’s, until its process has ended', (t) => {
  const parents = new Parents();
  const [one, two, nobodys] = [process(1, 10), process(2, 20), process(3, null)];
  const all = [one, two, nobodys];
  t.strictSame(parents.of('a', all), all);
  parents.found('a', one);
  parents.found('a', two);
  t.strictSame(parents.of('a', all), [one], 'it has one process');
  t.strictSame(parents.of('b', all), [two, nobodys]);
  const anew = process(4, 40);
  t.strictSame(parents.of('a', [two, anew]), [two, anew]);
  parents.found('b', two);
  parents.found('a', anew);
  t.strictSame(parents.of('a', [two, anew]), [anew]);
  t.end();
});
