import t from 'tap';
import { digestOf } from '../../src/access/key-lines.js';
import { ask, type Asking } from '../helpers/http/ask.js';
import {
  answersDocument,
  documentedAnswers,
  type Answer,
  type AnswersDocument,
} from '../helpers/http/documented-answer.js';
import { recordedApp } from '../helpers/machines/recorded-app.js';
import { unreadable, unreadableTree } from '../helpers/machines/unreadable-host.js';

const machine = 'linux-x64__desktop-16-threads';
const apiKeys = [{ name: 'dash', digest: digestOf('a-key-of-the-test-0123456789') }];
/** No state of a machine makes these fail: what can be known of it without any file is still an answer. */
const faulty = { ...unreadable, proc: { ...unreadableTree, optional: fault } };
const tooLong = 'x'.repeat(5_000);

type Service = Parameters<typeof recordedApp>[1];

interface Provocation {
  service: Service;
  requested: [suffix: string, asking: Asking][];
  /** Every path of the document when left out. Not every path answers with an error. */
  paths?: string[];
}

const provocations: Record<string, Provocation> = {
  'plain requests, wrong queries, names and sizes': {
    service: {},
    requested: [
      ['', {}],
      ['', { headers: { 'if-none-match': '*' } }],
      ['?no_such_parameter=1', {}],
      ['?no_such_parameter=1', { headers: { accept: 'text/html' } }],
      ['?not-ascii=\u00ff', {}],
      ['', { headers: { host: 'rebound.example' } }],
      [`?${tooLong}`, {}],
      ['', { method: 'POST' }],
      ['', { method: 'POST', headers: { 'content-length': '20000' } }],
    ],
  },
  'without a key, until the address may ask no more': {
    service: { settings: { apiKeys } },
    requested: Array.from({ length: 21 }, () => ['', {}]),
  },
  'once more than a client may': {
    service: { settings: { rateLimit: 1 } },
    requested: [
      ['', {}],
      ['', {}],
    ],
  },
  'a machine that lets nothing be seen': { service: { host: unreadable }, requested: [['', {}]] },
  'a fault of ours in what reads files': { service: { host: faulty }, requested: [['', {}]] },
  'as many streams as are served': { service: { settings: { streams: 0 } }, requested: [['', {}]] },
  'the past of a metric': {
    service: {},
    requested: [['?metric=cpu.usage_percent', {}]],
    paths: ['/stats/history'],
  },
  'without history': {
    service: { settings: { history: null } },
    requested: [
      ['?metric=cpu.usage_percent', {}],
      ['', {}],
    ],
    paths: ['/stats/history', '/stats/history/metrics'],
  },
  'before anything was read': {
    service: { early: true },
    requested: [['', { still: true }]],
    paths: ['/health/live', '/health/ready'],
  },
};

const seen = new Map<string, Set<string>>();
let answers = 0;

for (const [name, { service, requested, paths }] of Object.entries(provocations)) {
  await t.test(`${name}: every answer is documented`, async (t) => {
    const recorded = await recordedApp(machine, service);
    t.teardown(() => recorded.app.close());
    const faults = documentedAnswers(recorded.app);
    const document = answersDocument(recorded.app);
    for (const [index, path] of (paths ?? Object.keys(document.paths)).entries()) {
      for (const [suffix, asking] of requested) {
        // Each path from an address of its own: what it may ask is not spent by others.
        const answer = await ask(recorded, path + suffix, { ...asking, from: `127.0.0.${index + 2}` });
        t.strictSame(faults(path, answer), [], `${path}${suffix.slice(0, 30)} ${answer.status}`);
        note(document, path, answer);
      }
    }
  });
}

function fault(): never {
  throw new TypeError('a fault of ours');
}

function note({ paths }: AnswersDocument, path: string, { status, headers }: Answer): void {
  const isListed = paths[path]?.get.responses[String(status)] !== undefined;
  const pair = `${path} ${isListed ? status : 'default'}`;
  const names = seen.get(pair) ?? new Set();
  for (const name of Object.keys(headers)) names.add(name);
  seen.set(pair, names);
  answers += 1;
}

t.test('every documented status of every route was provoked, with every documented header', async (t) => {
  const { app } = await recordedApp(machine);
  const { paths } = answersDocument(app);
  let pairs = 0;
  for (const [path, { get }] of Object.entries(paths)) {
    for (const [status, { headers = {} }] of Object.entries(get.responses)) {
      const sent = seen.get(`${path} ${status}`);
      const missing = Object.keys(headers).filter((header) => sent?.has(header) !== true);
      t.ok(sent, `${path} ${status} was provoked`);
      t.strictSame(missing, [], `${path} ${status}: headers that are documented and were never sent`);
      pairs += 1;
    }
  }
  t.comment(`${pairs} pairs of path and status, ${answers} answers`);
  t.ok(pairs > 100);
  await app.close();
});
