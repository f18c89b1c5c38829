import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { promptly } from '../../helpers/service/promptly.js';
import { ended } from './ended.js';

const script = fileURLToPath(new URL('./parent-process.js', import.meta.url));

/** The parent process, running, and the lines it prints; killed when the test ends. */
function parent(t: Test, ...args: string[]) {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const line = async () => String((await lines.next()).value);
  const helper = async () => (JSON.parse(await line()) as { helper: number }).helper;
  return { child, line, helper };
}

t.test('a question under way keeps the parent alive, an idle helper does not', async (t) => {
  const { child, line } = parent(t, 'fileSystem');
  const exit = once(child, 'exit');
  const { helper, answer } = JSON.parse(await line()) as { helper: number; answer: number };
  t.equal(answer, 42);
  t.same(await exit, [0, null]);
  await t.resolves(ended(helper), 'the helper ends with it');
});

for (const [hazard, method] of [
  ['fileSystem', 'never'],
  ['portable', 'block'],
] as const) {
  t.test(`after close the parent of a ${hazard} helper in ${method} ends at once`, async (t) => {
    const { child, line, helper } = parent(t, hazard, method, 'close');
    const exit = once(child, 'exit');
    const pid = await helper();
    t.equal(await line(), 'closing');
    const closing = performance.now();
    t.equal(await line(), 'Failure: the service is closing');
    t.same(await exit, [0, null]);
    t.ok(performance.now() - closing < promptly, `${Math.round(performance.now() - closing)} ms`);
    await t.resolves(ended(pid), 'the helper has gone');
  });
}

for (const [hazard, method] of [
  ['fileSystem', 'never'],
  ['portable', 'block'],
] as const) {
  t.test(`a ${hazard} helper in ${method} ends when its parent is killed`, async (t) => {
    const { child, helper } = parent(t, hazard, method);
    const pid = await helper();
    t.ok(process.kill(pid, 0), 'it runs');
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    t.same(await exit, [null, 'SIGKILL']);
    await t.resolves(ended(pid), 'no orphan');
  });
}

t.test('the programs that a helper runs end too when its parent is killed', async (t) => {
  const { child, helper, line } = parent(t, 'portable', 'program');
  await helper();
  const exit = once(child, 'exit');
  const program = Number(await line());
  t.ok(process.kill(program, 0), 'it runs');
  child.kill('SIGKILL');
  await exit;
  await t.resolves(ended(program), 'no orphan');
});
