import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getHeapSnapshot } from 'node:v8';
import t, { type Test } from 'tap';
import type { Host, HttpAnswer, LocalQuestion } from '../../../src/host/host.js';
import { Failure } from '../../../src/failures.js';
import { modelRunner } from '../../../src/readers/model-servers/model-runner.js';
import { questionsOf } from '../../../src/readers/model-servers/kinds.js';
import { RunnerPoller, type Get } from '../../../src/readers/model-servers/poller.js';
import type { ServerProcess } from '../../../src/readers/model-servers/find.js';
import type { RunnerLive, RunnerReading } from '../../../src/readers/model-servers/reading.js';
import {
  answer,
  fakeOllama,
  flood,
  json,
  raw,
  redirectTo,
  reset,
  silent,
  type Behaviour,
} from '../../helpers/http/fake-ollama.js';
import { captures, skip } from '../../helpers/machines/captures.js';
import { writtenHost } from '../../helpers/machines/written-host.js';
import { realHost } from '../../helpers/model-servers/real-host.js';

type Kind = ServerProcess['command']['kind'];

function poller(host: Host, kind: Kind = 'llama-server', isOllamas = false): RunnerPoller {
  const command = { kind, model: 'm', port: 1, host: null, parallel: null, contextTotal: null, alias: null };
  return new RunnerPoller({ clock: host.clock, questions: questionsOf({ command, isOllamas }) });
}

/** Over a connection of its own for each question. */
function asking({ askLocal }: Pick<Host, 'askLocal'>, port: number): Get {
  return (path, limits) => askLocal({ address: '127.0.0.1', port, path, ...limits });
}

/** A real server that behaves so, and a poll of it. */
async function polled(t: Test, behaviours: Record<string, Behaviour>, kind?: Kind, isOllamas?: boolean) {
  const server = await fakeOllama(behaviours);
  t.teardown(() => server.close());
  const host = realHost(t);
  const one = poller(host, kind, isOllamas);
  const poll = () => one.poll(asking(host, server.port));
  return { server, poll, poller: one };
}

const slot = (id: number, more: Record<string, unknown> = {}) => ({
  ...{ id, n_ctx: 4096, is_processing: false, ...more },
});
const busy = (decoded: number) =>
  slot(1, {
    is_processing: true,
    id_task: 3,
    n_prompt_tokens: 20 + decoded,
    next_token: [{ n_decoded: decoded }],
  });
const off = json(
  { error: { code: 501, message: 'This server does not support it', type: 'not_supported_error' } },
  501,
);
const loadingModel = json({ error: { message: 'Loading model', type: 'unavailable_error', code: 503 } }, 503);

void t.test('what the slots tell: idle, reading a prompt, generating', async (t) => {
  let slots: unknown[] = [slot(0), slot(1)];
  const { server, poll } = await polled(t, {
    '/slots': (response, request) => json(slots)(response, request),
    '/metrics': off,
  });
  t.match(await poll(), {
    state: 'idle',
    slotsBusy: 0,
    slotsTotal: 2,
    contextLength: 4096,
    source: 'slots',
    reason: null,
  });
  slots = [slot(0), busy(0)];
  t.match(await poll(), { state: 'prompt', slotsBusy: 1 });
  slots = [slot(0), busy(7)];
  t.match(await poll(), { state: 'generating', slotsBusy: 1, contextUsed: 27, generatedTokensAtLeast: 7 });
  t.strictSame(
    server.requests.map(({ path }) => path),
    ['/slots', '/metrics', '/slots', '/slots'],
    'what is switched off stays so while the process runs',
  );
});

const metrics = (tokens: number, processing = 0) =>
  answer(
    200,
    'text/plain',
    `llamacpp:tokens_predicted_total ${tokens}\nllamacpp:requests_processing ${processing}\nllamacpp:requests_deferred 2\n`,
  );

void t.test('where the counters are open they count exactly', async (t) => {
  const { poll } = await polled(t, { '/slots': json([slot(0), busy(7)]), '/metrics': metrics(290) });
  for (let times = 0; times < 2; times += 1) {
    t.match(await poll(), {
      state: 'generating',
      source: 'metrics',
      generatedTokensAtLeast: 290,
      waiting: 2,
    });
  }
});

void t.test('counters that cannot be read cost only themselves, and are asked for seldom', async (t) => {
  const { server, poll } = await polled(t, { '/slots': json([slot(0)]), '/metrics': reset });
  t.match(await poll(), { state: 'idle', source: 'slots', reason: null });
  t.match(await poll(), { state: 'idle' });
  t.equal(server.requests.filter(({ path }) => path === '/metrics').length, 1);
});

void t.test('without slots the counters tell what they can, and why not more', async (t) => {
  const { poll } = await polled(t, { '/slots': off, '/metrics': metrics(5, 1) });
  t.match(await poll(), {
    ...{
      state: 'generating',
      slotsBusy: 1,
      generatedTokensAtLeast: 5,
      tokensPerSecond: null,
      source: 'metrics',
    },
    ...{ reason: 'it was started without its endpoint /slots, which tells what it does', remedy: /--slots/ },
  });
});

void t.test(
  'with neither it is not known what a server does; the remedy is that of who started it',
  async (t) => {
    const behaviours = { '/slots': off, '/metrics': off, '/health': json({ status: 'ok' }) };
    for (const isOllamas of [false, true]) {
      const { server, poll } = await polled(t, behaviours, 'llama-server', isOllamas);
      const expected = isOllamas ? /LLAMA_ARG_ENDPOINT_SLOTS/ : /llama-server with --slots/;
      t.match(await poll(), { state: 'unsupported', source: 'health', slotsBusy: null, remedy: expected });
      await poll();
      const paths = server.requests.map(({ path }) => path);
      t.strictSame(paths, ['/slots', '/metrics', '/health', '/health']);
    }
    const locked = await polled(t, { ...behaviours, '/slots': json({}, 401), '/metrics': json({}, 401) });
    t.match(await locked.poll(), { state: 'unsupported', reason: /API key/ });
  },
);

void t.test('a server that loads its model says so', async (t) => {
  const { poll } = await polled(t, { '/slots': loadingModel });
  t.match(await poll(), { state: 'loading', reason: null, slotsTotal: null });
  const older = await polled(t, { '/health': json({ status: 3, progress: 0.25 }) }, 'ollama-runner');
  t.match(await older.poll(), { state: 'loading', progress: 0.25 });
});

void t.test('older runners tell that they are there, and which version tells more', async (t) => {
  const older = await polled(t, { '/health': json({ status: 0, progress: 1 }) }, 'ollama-runner');
  t.match(await older.poll(), { state: 'unsupported', source: 'health', remedy: /0\.30\.0/ });
  const mlx = await polled(
    t,
    { '/v1/status': json({ Status: 0, Progress: 100, ContextLength: 8192, Memory: 5 }) },
    'mlx',
  );
  t.match(await mlx.poll(), { state: 'unsupported', source: 'status', contextLength: 8192, reason: /MLX/ });
});

void t.test('vLLM tells by its counters', async (t) => {
  let tokens = 100;
  const text = () =>
    `vllm:num_requests_running{engine="0"} 2\nvllm:num_requests_waiting{engine="0"} 1\nvllm:generation_tokens_total{engine="0"} ${tokens}\n`;
  const { server, poll } = await polled(
    t,
    {
      '/metrics': (response, request) => answer(200, 'text/plain', text())(response, request),
      '/v1/models': json({ data: [{ id: 'x', max_model_len: 32_768 }] }),
    },
    'vllm',
  );
  const known = { state: 'generating', slotsBusy: 2, waiting: 1, contextLength: 32_768, source: 'metrics' };
  t.match(await poll(), { ...known, tokensPerSecond: null, generatedTokensAtLeast: 100 });
  await new Promise((resolve) => setTimeout(resolve, 300));
  tokens = 130;
  const { tokensPerSecond } = await poll();
  t.ok(
    (tokensPerSecond ?? 0) > 50 && (tokensPerSecond ?? 0) < 100,
    `${tokensPerSecond ?? 'none'} in about 0.3 s`,
  );
  t.equal(server.requests.filter(({ path }) => path === '/v1/models').length, 1);
  const mute = await polled(t, { '/metrics': answer(200, 'text/plain', 'python_info 1\n') }, 'vllm');
  t.match(await mute.poll(), { state: 'unsupported', remedy: /--disable-log-stats/ });
});

void t.test('servers that hang, lie, flood, drip, redirect or break off harm nobody', async (t) => {
  const elsewhere = await fakeOllama({ '/slots': json([slot(0)]) });
  t.teardown(() => elsewhere.close());
  const drip: Behaviour = (response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('['), 20);
    response.on('close', () => clearInterval(timer));
  };
  const cases: [what: string, behaviour: Behaviour, reason: RegExp][] = [
    ['hangs', silent, /did not answer within 1 s/],
    ['drips', drip, /did not answer within 1 s/],
    ['floods', flood(100), /sent more than 1048576 bytes/],
    [
      'redirects',
      redirectTo(`${elsewhere.url}/slots`),
      /another address \(status 307\), which is not followed/,
    ],
    ['breaks off', raw('HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n[{"id":0'), /broke off the connection/],
    ['speaks no HTTP', raw('SSH-2.0-OpenSSH_9.6\r\n'), /does not speak HTTP/],
    [
      'is no JSON',
      answer(200, 'text/plain', 'a secret text'),
      /what it answers to \/slots cannot be understood/,
    ],
    ['is another JSON', json({ secret: 'a secret text' }), /cannot be understood/],
    ['lies of its types', json([{ id: 'x', is_processing: 'y' }]), /cannot be understood/],
    ['fails', json({ error: 'a secret text' }, 500), /refuses to answer \/slots \(status 500\)/],
  ];
  await Promise.all(
    cases.map(async ([what, behaviour, reason]) => {
      const { server, poll } = await polled(t, { '/slots': behaviour });
      const start = performance.now();
      const live = await poll();
      t.match(live, { state: 'unreachable', reason, tokensPerSecond: null, slotsBusy: null }, what);
      t.notMatch(JSON.stringify(live), 'secret', what);
      t.ok(performance.now() - start < 2_000, what);
      t.ok(server.bytesSent() < 20 * 2 ** 20);
    }),
  );
  t.strictSame(elsewhere.requests, []);
});

void t.test('numbers that cannot be are none', async (t) => {
  const odd = {
    n_ctx: 1e308,
    n_prompt_tokens: -4,
    n_prompt_tokens_cache: '9',
    next_token: [{ n_decoded: 1.5 }],
  };
  const { poll } = await polled(t, {
    '/slots': json([slot(0, { ...odd, is_processing: true })]),
    '/metrics': off,
  });
  const live = await poll();
  t.match(live, { slotsBusy: 1, contextUsed: null, contextLength: null, generatedTokensAtLeast: 0 });
});

void t.test(
  'a server that does not answer is asked ever more seldom, and at once again once it does',
  async (t) => {
    const { host, questions, answers } = scripted();
    const one = poller(host);
    const at = asking(host, 1);
    answers.push({ status: 200, body: JSON.stringify([slot(0), busy(7)]) });
    answers.push({ status: 501, body: '' });
    await one.poll(at);
    const asked: number[] = [];
    for (let second = 1; second <= 130; second += 1) {
      await host.clock.advance(1_000);
      const before = questions.length;
      const live = await one.poll(at);
      if (questions.length > before) asked.push(second);
      t.match(live, {
        state: 'unreachable',
        reason: 'it is broken',
        slotsBusy: null,
        requestsAtLeast: 1,
      });
    }
    t.strictSame(asked, [1, 2, 4, 8, 16, 32, 62, 92, 122]);
    answers.push({ status: 200, body: JSON.stringify([slot(0), slot(1)]) });
    await host.clock.advance(30_000);
    t.match(await one.poll(at), { state: 'idle', reason: null });
    const before = questions.length;
    await host.clock.advance(1_000);
    await one.poll(at);
    t.equal(questions.length, before + 1);
  },
);

void t.test('there is one question at a time, of a second in all', async (t) => {
  const { host, questions, answers } = scripted();
  const one = poller(host);
  let open = 0;
  let most = 0;
  const askLocal = async (question: LocalQuestion) => {
    most = Math.max(most, (open += 1));
    await new Promise((resolve) => host.clock.setTimer(300, () => resolve(null)));
    open -= 1;
    return host.askLocal(question);
  };
  answers.push(
    { status: 501, body: '' },
    { status: 501, body: '' },
    { status: 200, body: '{"status":"ok"}' },
  );
  const slow = poller(host);
  const at = asking({ askLocal }, 1);
  const both = [slow.poll(at), slow.poll(at)];
  t.equal(both[0], both[1]);
  await host.clock.advance(900);
  t.match(await both[0], { state: 'unsupported' });
  t.equal(most, 1);
  t.strictSame(
    questions.map(({ path, deadline }) => [path, deadline]),
    [
      ['/slots', 1_000],
      ['/metrics', 700],
      ['/health', 400],
    ],
  );
  t.match(one.live, { state: 'unreachable', reason: 'it has not been asked yet' });
});

void t.test('counters that lie are not believed where the reading is held against its bounds', async (t) => {
  const text =
    'vllm:num_requests_running 1e308\nvllm:generation_tokens_total 1e308\nvllm:num_requests_waiting NaN\n';
  const { poll } = await polled(t, { '/metrics': answer(200, 'text/plain', text) }, 'vllm');
  const told: string[] = [];
  const tell = ({ field }: { field: string }) => told.push(field);
  t.match(modelRunner({ ...identity, ...(await poll()) }, null, { of: 'a model', tell }), {
    ...{ state: 'generating', slotsBusy: null, waiting: null, generatedTokensAtLeast: null },
  });
  t.strictSame(told, ['runner.slots_busy', 'runner.generated_tokens_at_least']);
});

const identity: Omit<RunnerReading, keyof RunnerLive> = {
  ...{
    pid: 1,
    startTicks: 1,
    startedAt: null,
    model: null,
    alias: null,
    port: 1,
    userId: null,
    kind: 'vllm' as const,
  },
  ...{
    parentPid: null,
    isOllamas: false,
    namedAs: null,
    isOrphan: false,
    memory: null,
    memorySource: null,
    swapped: null,
  },
};

/** A host whose servers answer so, one after the other, and then are broken; and what was asked. */
function scripted() {
  const questions: LocalQuestion[] = [];
  const answers: HttpAnswer[] = [];
  const host = writtenHost({});
  const askLocal = (question: LocalQuestion) => {
    questions.push(question);
    const next = answers.shift();
    return next === undefined ? Promise.reject(new Failure('failed', 'it is broken')) : Promise.resolve(next);
  };
  return { host: { ...host, askLocal }, questions, answers };
}

void t.test(
  'the text of prompts and answers that a server tells is in no reading and is not kept',
  { skip },
  async (t) => {
    const text = readFileSync(join(captures, 'ollama-runner/runner-slots-debug-leak.json'), 'utf8');
    const texts = [...text.matchAll(/"(?:prompt|generated)": "((?:[^"\\]|\\.){4,})"/g)].map(
      ([, found = '']) => found,
    );
    t.ok(texts.length > 0, 'there is text in the recording');
    for (const [body, state] of [
      [text, 'idle'],
      [text.slice(0, -20), 'unreachable'],
    ] as const) {
      const { poll } = await polled(t, { '/slots': answer(200, 'application/json', body), '/metrics': off });
      const live = await poll();
      t.equal(live.state, state);
      const seen = everythingIn(live);
      for (const one of texts) t.notOk(seen.includes(one.slice(0, 12)));
    }
  },
);

void t.test('of an answer nothing but its numbers is left in memory', async (t) => {
  // Written so that this process has the text only if the poller keeps it.
  const text = Buffer.from(Buffer.from('vjg"vgzv"qh"c"rtqorv').map((byte) => byte - 2));
  const body = (beginning: string, end: string) =>
    Buffer.concat([Buffer.from(beginning), text, Buffer.from(end)]);
  const bodies = [
    [body('[{"id":0,"n_ctx":4096,"is_processing":false,"prompt":"', '"}]'), 'idle'],
    [body('[{"id":0,"prompt":"', '"'), 'unreachable'],
    [body('', ''), 'unreachable'],
  ] as const;
  const pollers = [];
  for (const [sent, state] of bodies) {
    const serve: Behaviour = (response) => response.writeHead(200).end(sent);
    const { poll, poller } = await polled(t, { '/slots': serve, '/metrics': off });
    t.match(await poll(), { state });
    pollers.push(poller);
  }
  const garbage: Behaviour = (_, request) => request.socket.end(text);
  const { poll, poller } = await polled(t, { '/slots': garbage });
  t.match(await poll(), { state: 'unreachable', reason: /does not speak HTTP/ });
  pollers.push(poller);
  t.equal(await isOnHeap(text), false);
  const kept = Buffer.from(text).toString('latin1');
  t.equal(await isOnHeap(text), true, 'what is kept is found');
  t.ok(kept.length > 0 && pollers.length === 4);
});

/** Whether a text of this process holds these bytes. */
async function isOnHeap(bytes: Buffer): Promise<boolean> {
  let before = Buffer.alloc(0);
  let isFound = false;
  for await (const chunk of getHeapSnapshot()) {
    const both = Buffer.concat([before, Buffer.from(chunk as Uint8Array)]);
    isFound ||= both.includes(bytes);
    before = both.subarray(-bytes.length);
  }
  return isFound;
}

/** All texts that hang on a value. */
function everythingIn(value: unknown, seen = new Set<unknown>()): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || seen.has(value)) return '';
  seen.add(value);
  return Object.getOwnPropertyNames(value)
    .map((name) => everythingIn(Reflect.get(value, name), seen))
    .join('\n');
}
