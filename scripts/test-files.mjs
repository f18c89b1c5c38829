// @ts-check
/**
 * Runs the test files that it is given one after the other in this process, each as a test of its own: what they all
 * load is loaded once. A file asks for `t` of tap and means itself by it.
 */
import asyncHooks from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';
import { pathToFileURL } from 'node:url';

// Before tap is loaded, which makes names of folders of the command line.
const files = process.argv.splice(1).slice(1);
// tap follows every promise from its making to its end, to know whose an error is that nobody caught. That takes an
// eighth of all time, and here it is known: it is of the test that is under way.
Reflect.set(asyncHooks, 'createHook', () => ({ enable: () => {}, disable: () => {} }));
syncBuiltinESMExports();
const { default: t } = await import('tap');
for (const event of ['uncaughtException', 'unhandledRejection']) {
  process.on(event, (error) => {
    if (error instanceof Error) Object.assign(error, { tapCaught: event });
    underWay(t).threw(error);
  });
}

// As on most machines: with others a file that a test writes would be refused as one that others can write.
process.umask(0o022);

/** What files call at their top. */
const verbs = /** @type {const} */ (['test', 'teardown', 'setTimeout']);
const whole = t.test.bind(t);

for (const file of files) {
  await whole(file, async (one) => {
    for (const verb of verbs) Reflect.set(t, verb, one[verb].bind(one));
    await import(pathToFileURL(file).href);
  });
}

/**
 * The innermost test that is under way; of several at once the one that holds them.
 * @param {import('@tapjs/core').TestBase} test
 * @returns {import('@tapjs/core').TestBase}
 */
function underWay(test) {
  const [inner, ...others] = test.activeSubtests;
  return inner !== undefined && others.length === 0 && 'activeSubtests' in inner
    ? underWay(/** @type {import('@tapjs/core').TestBase} */ (inner))
    : test;
}
