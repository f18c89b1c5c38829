import t from 'tap';
import { shownModels, type ShownModel } from '../../dashboard/model-list.js';
import {
  cardsText,
  leftText,
  memoryText,
  promptText,
  queueText,
  toldText,
  troubleText,
  workText,
} from '../../dashboard/model-texts.js';
import type { OllamaModel, Runner } from '../../dashboard/stats.js';
import { frameWith, shownModel, shownRunner } from '../helpers/bodies/shown-runner.js';

const GiB = 2 ** 30;

function ofModel(runner: Partial<Runner>, told: Partial<OllamaModel> = {}): ShownModel {
  return only({ models: [shownModel({ ...told, runner: shownRunner(runner) })] });
}

function ofOrphan(runner: Partial<Runner>): ShownModel {
  return only({ orphans: [{ name: null, digest: null, runner: shownRunner(runner) }] });
}

function only(ollama: Parameters<typeof frameWith>[0]): ShownModel {
  const [model] = shownModels(frameWith(ollama), null);
  if (model === undefined) throw new Error('no model is shown');
  return model;
}

t.test('why less is known is said in the words of the API, with what helps', (t) => {
  const reason = 'its process is not seen from here';
  const unseen = ofModel({ state: 'unreachable', reason, remedy: 'run this service where Ollama runs' });
  t.equal(troubleText(unseen), 'Its process is not seen from here. Run this service where Ollama runs.');
  t.equal(troubleText(ofModel({ state: 'unsupported' })), 'It does not tell what it does.');
  t.equal(troubleText(ofModel({ state: 'generating' })), '', 'nothing is missing');
  t.end();
});

t.test('of a process that was left behind is told how to end it, and what that frees', (t) => {
  const card = { id: 'GPU-1', index: 0, vram_used_bytes: 6 * GiB };
  const orphan = ofOrphan({
    pid: 4711,
    memory_bytes: GiB,
    cards: [card, { ...card, vram_used_bytes: null }],
  });
  t.match(
    troubleText(orphan),
    'End process 4711 to free 1.00 GiB of main memory and 6.00 GiB of graphics cards.',
  );
  t.match(troubleText(ofOrphan({ pid: 4711 })), 'End process 4711 to free its memory.');
  t.notMatch(troubleText(ofOrphan({})), 'End process');
  t.end();
});

t.test('what was told at loading stands apart from what is measured', (t) => {
  const told = (size: number | null, gpu: number | null) => toldText({ size, gpu, cpuPercent: null });
  t.strictSame(
    [told(10 * GiB, 5 * GiB), told(GiB, GiB), told(GiB, 0), told(GiB, null), told(null, 0)],
    [
      '10.0 GiB, 5.00 GiB of it on GPUs',
      '1.00 GiB, all of it on GPUs',
      '1.00 GiB, none of it on GPUs',
      '1.00 GiB',
      'n/a',
    ],
  );
  const memory = (source: Runner['memory_source']) =>
    memoryText(shownRunner({ memory_bytes: GiB, memory_source: source }));
  t.strictSame([memory('pss'), memory('rss')], ['1.00 GiB (its share)', '1.00 GiB (shared parts included)']);
  t.equal(memoryText(shownRunner()), 'n/a');
  t.end();
});

t.test('each card it uses is told; a machine without cards says nothing of them', (t) => {
  const cards = [
    { id: 'GPU-1', index: 0, vram_used_bytes: 6 * GiB },
    { id: 'GPU-2', index: 1, vram_used_bytes: null },
  ];
  t.equal(cardsText(shownRunner({ cards }), true), '0: 6.00 GiB, 1: n/a');
  t.strictSame(
    [cardsText(shownRunner({ cards: [] }), true), cardsText(shownRunner(), true)],
    ['nothing', 'n/a'],
  );
  t.strictSame([cardsText(shownRunner({ cards: [] }), false), cardsText(shownRunner(), false)], [null, null]);
  t.end();
});

t.test('counts are said to be lower bounds unless the process counts itself', (t) => {
  const done = { generated_tokens_at_least: 25_619, requests_at_least: 35 };
  t.equal(workText(shownRunner({ ...done, source: 'slots' })), 'at least 25,619 tokens in 35 requests');
  t.equal(workText(shownRunner({ ...done, source: 'metrics' })), '25,619 tokens of ended requests');
  t.equal(workText(shownRunner({ source: 'health' })), null);
  t.strictSame([queueText(null), queueText(0), queueText(3)], ['n/a', 'none', 'at most 3']);
  t.end();
});

t.test('an expiry counts down, and one that is in use or for ever does not', (t) => {
  const left = (seconds: number | null, keeps: boolean, runner: Partial<Runner> = {}) =>
    leftText(ofModel(runner, { expires_in_seconds: seconds, keeps_forever: keeps }), 3);
  t.strictSame([left(296.2, false), left(2, false)], ['in 4:54', 'now, or in use']);
  t.strictSame([left(null, true), left(null, false)], ['never', 'n/a']);
  t.equal(left(null, false, { state: 'generating' }), 'not while in use');
  t.equal(leftText(ofOrphan({}), 0), null);
  t.end();
});

t.test('beside the tokens stands how fast prompts are read', (t) => {
  const told = (rate: number | null) => promptText(shownRunner({ prompt_tokens_per_second: rate }));
  t.strictSame([told(950.4), told(0), told(null)], ['prompt 950', '', 'prompt n/a']);
  t.end();
});
