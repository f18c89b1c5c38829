import t from 'tap';
import { digestOf } from '../../src/access/key-lines.js';
import { ask } from '../helpers/http/ask.js';
import {
  answersDocument,
  documentedAnswers,
  type Answer,
  type AnswersDocument,
} from '../helpers/http/documented-answer.js';
import { oddRequests, type OddRequest } from '../helpers/http/odd-requests.js';
import { recordedApp, type RecordedApp } from '../helpers/machines/recorded-app.js';

const machine = 'linux-x64__desktop-16-threads';
/** Another seed tries other requests: `FUZZ_SEED=7 FUZZ_REQUESTS=20000 npm test -- fuzz-requests`. */
const seed = Number(process.env['FUZZ_SEED'] ?? 1);
const requests = Number(process.env['FUZZ_REQUESTS'] ?? 6_000);
const atOnce = 16;
/** What the document says of any request beside what each operation lists. */
const anywhere = [405, 408, 413, 414, 431];

const apiKeys = [{ name: 'dash', digest: digestOf('a-key-of-the-test-0123456789') }];

for (const [name, settings, share] of [
  ['of a service open to its own machine', {}, 0.8],
  ['of a service with keys', { apiKeys }, 0.2],
] as const) {
  await t.test(`odd requests ${name} get documented answers`, async (t) => {
    const recorded = await recordedApp(machine, { settings });
    t.teardown(() => recorded.app.close());
    await recorded.app.listen({ port: 0, host: '127.0.0.1' });
    const document = answersDocument(recorded.app);
    const faultsOf = judge(recorded, document);
    const statuses = new Map<number, number>();
    const odd = [...oddRequests(document, seed, Math.ceil(requests * share))];
    for (let first = 0; first < odd.length; first += atOnce) {
      const batch = odd.slice(first, first + atOnce).map(async (one) => {
        const answer = await answerTo(recorded, one);
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        const faults = faultsOf(one, answer);
        if (faults.length > 0) t.fail(`seed ${seed}: ${shown(one)}`, { faults, answer: shownAnswer(answer) });
      });
      await recorded.host.clock.until(Promise.all(batch));
    }
    t.ok(statuses.size > 3, 'they were of many kinds');
    const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
    t.comment(`seed ${seed}, ${odd.length} requests, ${counts.join(', ')}`);
  });
}

async function answerTo(recorded: RecordedApp, { target, asking }: OddRequest): Promise<Answer> {
  try {
    return { ...(await ask(recorded, target, asking)), isHead: asking.method === 'HEAD' };
  } catch (error) {
    return { status: 0, headers: {}, text: String(error) };
  }
}

/** What is wrong with an answer, by the document alone. */
function judge({ app }: RecordedApp, { paths }: AnswersDocument) {
  const documented = documentedAnswers(app);
  return ({ path, isElsewhere, isWrong, asking }: OddRequest, answer: Answer): string[] => {
    if (answer.status === 0) return [`no answer: ${answer.text}`];
    // One slash too many after the dashboard is put right; that way stands in no document.
    if (isElsewhere && answer.status === 302 && answer.headers['location'] === '../dashboard') return [];
    const faults = documented(path, answer);
    const isListed = paths[path]?.get.responses[String(answer.status)] !== undefined;
    const isKnown = isListed || anywhere.includes(answer.status) || (isElsewhere && answer.status < 500);
    if (!isKnown) faults.push(`${answer.status} is not listed for ${path}`);
    if (isWrong && answer.status < 400) faults.push('a query that the document refuses was taken');
    if (asking.method !== 'GET' && asking.method !== 'HEAD' && answer.status < 400)
      faults.push('not a way to ask');
    return faults;
  };
}

function shown({ target, asking }: OddRequest): string {
  return `${asking.method ?? 'GET'} ${target.slice(0, 300)} ${JSON.stringify(asking.headers)}`;
}

function shownAnswer({ status, headers, text }: Answer): object {
  return { status, headers, text: text.slice(0, 300) };
}
