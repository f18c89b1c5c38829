import t from 'tap';
import { lagText, stateWords, toneOf } from '../../dashboard/states.js';
import { gpuStates } from '../../schemas/gpu/gpu.js';
import { modelServerStates } from '../../schemas/models.js';
import { ollamaStates } from '../../schemas/ollama.js';
import { runnerStates } from '../../schemas/runner.js';

t.test('every state of the API has words of its own, and one that is new shows its name', (t) => {
  for (const state of [...gpuStates, ...ollamaStates]) {
    const { word, tone, meaning } = stateWords(state);
    t.ok(word.length > 0);
    t.ok(['ok', 'absent'].includes(state) || meaning !== '', `${state} is explained`);
    t.equal(tone === 'good', state === 'ok', `${state} alone is not good`);
  }
  t.strictSame(stateWords('on_fire'), { word: 'on fire', tone: 'warning', meaning: '' });
  t.end();
});

t.test(
  'what the process of a model does has words; only what works is good, and trouble is explained',
  (t) => {
    for (const state of [...runnerStates, 'orphan']) {
      const { word, tone, meaning } = stateWords(state);
      t.notMatch(word, /_|^$/, state);
      t.equal(tone === 'good', state === 'prompt' || state === 'generating', state);
      t.ok(['quiet', 'good'].includes(tone) || meaning !== '', `${state} is explained`);
    }
    for (const state of modelServerStates) t.not(stateWords(state).word, '', state);
    t.end();
  },
);

t.test('a share that is not known is neither good nor bad', (t) => {
  t.strictSame(
    [null, 0, 85, 94.9, 95].map((one) => toneOf(one)),
    ['quiet', 'good', 'warning', 'warning', 'bad'],
  );
  t.end();
});

t.test('a reading that is much older than its frame is said to be so', (t) => {
  t.equal(lagText('2026-03-14T09:26:53.589Z', '2026-03-14T09:26:54.589Z'), null);
  t.equal(lagText('2026-03-14T09:26:53.589Z', '2026-03-14T09:27:33.589Z'), 'read 40 s ago');
  t.end();
});
