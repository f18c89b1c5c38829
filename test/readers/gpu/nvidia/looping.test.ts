import type { ChildProcess } from 'node:child_process';
import t from 'tap';
import { ended } from '../../../host/helper/ended.js';
import { systemProgram } from '../../../../src/host/programs/program.js';
import { parseNvidiaSmiQuery } from '../../../../src/parsers/nvidia/smi-query.js';
import { lastRound, nvidiaLooping } from '../../../../src/readers/gpu/nvidia/looping.js';
import { fakeProgram, type FakeAnswer } from '../../../helpers/programs/fake-program.js';
import { writtenHost } from '../../../helpers/machines/written-host.js';

const fields = ['index', 'uuid', 'utilization.gpu', 'memory.total', 'name'];
const help = { args: ['--help-query-gpu'], stdout: fields.map((name) => `"${name}"\nIt.\n`).join('\n') };
const args = [`--query-gpu=${fields.join(',')}`, '--format=csv,noheader,nounits', '-lms', '1000'];
const row = (index: number) => `${index}, GPU-${index}, ${10 + index}, 81920, NVIDIA A100\n`;
const lost = '[GPU is lost], [GPU is lost], [GPU is lost], [GPU is lost], [GPU is lost]\n';

const rowsOf = (text: string) => parseNvidiaSmiQuery(text, fields);
const uuids = (text: string, places: (string | null)[]) =>
  lastRound(rowsOf(text), places).rows.map(({ values }) => values.get('uuid') ?? null);

void t.test('of several rounds that came at once the last counts', (t) => {
  const round = row(0) + row(1);
  t.same(uuids(round, []), ['GPU-0', 'GPU-1']);
  t.same(uuids(round + round + round, []), ['GPU-0', 'GPU-1']);
  t.same(uuids(round + round, ['GPU-0', 'GPU-1']), ['GPU-0', 'GPU-1']);
  t.same(uuids('', ['GPU-0']), []);
  t.end();
});

void t.test('a card whose cells are tokens is the one that was at its place', (t) => {
  const places = ['GPU-0', 'GPU-1', 'GPU-2'];
  t.same(uuids(row(0) + lost + row(2), places), places);
  t.same(uuids(row(0) + lost + row(2) + row(0) + lost + row(2), places), places);
  t.same(uuids(lost + row(1) + row(2), places), places, 'the first of all');
  t.same(uuids(row(0) + lost, []), ['GPU-0', null], 'never seen before');
  t.end();
});

void t.test('a slow card parts a round, and takes no other away', (t) => {
  const all = ['GPU-0', 'GPU-1', 'GPU-2', 'GPU-3'];
  const [before, behind] = [row(0) + row(1), row(2) + row(3)];
  t.same(uuids(before, []), ['GPU-0', 'GPU-1'], 'the first part of all');
  t.same(uuids(before + behind, ['GPU-0', 'GPU-1']), all, 'the second');
  t.same(uuids(before + behind + before, all), all, 'the first part of the next');
  t.same(uuids(before + behind + before, ['GPU-0', 'GPU-1']).toSorted(), all);
  t.same(uuids(before + row(2) + lost + before, all), all, 'a card in trouble is at its place, too');
  t.same(uuids(before + behind + before + row(2) + lost, all), all, 'one that has just got into it');
  t.same(uuids(before + behind + before + row(3), all), ['GPU-0', 'GPU-1', 'GPU-3'], 'one that has gone');
  t.end();
});

function machine(folder: string, answers: readonly FakeAnswer[]) {
  const fake = fakeProgram(folder, 'nvidia-smi', answers);
  const running = new Set<ChildProcess>();
  const nvidiaSmi = systemProgram('nvidia-smi', fake.path, { LC_ALL: 'C' }, running);
  const host = writtenHost({});
  const programs = { ...host.programs, nvidiaSmi };
  const stop = () => running.forEach((child) => child.kill('SIGKILL'));
  return { fake, stop, look: nvidiaLooping({ ...host, programs }) };
}

const timeout = 60_000;
const all = { cards: null, count: 0 };

void t.test('one process serves every reading', async (t) => {
  const { look, fake, stop } = machine(t.testdir({}), [
    help,
    { args, stdout: row(0) + row(1), everyMs: 1000 },
  ]);
  t.teardown(stop);
  for (let reading = 0; reading < 3; reading += 1) {
    const rows = await look(timeout, all).catch((thrown: unknown) => thrown);
    t.match(rows, { rows: [{ values: new Map([['uuid', 'GPU-0']]) }, {}] });
  }
  t.same(fake.calls().map((call) => call.args), [help.args, args]); // prettier-ignore
});

void t.test('one that ends with a failure gives no rows, and its fields are asked anew', async (t) => {
  const { look, fake, stop } = machine(t.testdir({}), [help, { args, stdout: 'No devices\n', exitCode: 6 }]);
  t.teardown(stop);
  await t.rejects(look(timeout, all), {
    code: 'failed',
    message: 'nvidia-smi ended by itself (exit status 6)',
  });
  await t.rejects(look(timeout, all), { code: 'failed' });
  t.ok(fake.calls().length >= 3);
});

void t.test('only the cards named are looked at, and other ones end the program', async (t) => {
  const of = (address: string) => ['-i', address, ...args];
  const { look, fake, stop } = machine(t.testdir({}), [
    help,
    { args: of('0000:01:00.0'), stdout: row(0), everyMs: 1000 },
    { args: of('0000:41:00.0'), stdout: row(1), everyMs: 1000 },
  ]);
  t.teardown(stop);
  t.match(await look(timeout, { cards: ['0000:01:00.0'], count: 1 }), {
    rows: [{ values: new Map([['uuid', 'GPU-0']]) }],
  });
  const first = fake.calls().at(-1)?.pid ?? 0;
  t.match(await look(timeout, { cards: ['0000:41:00.0'], count: 1 }), {
    rows: [{ values: new Map([['uuid', 'GPU-1']]) }],
  });
  await ended(first);
});
