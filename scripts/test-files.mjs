// @ts-check
/**
 * Runs the test files that it is given one after the other in this process, each as a test of its own: what they all
 * load is loaded once. A file asks for `t` of tap and means itself by it.
 */
import { pathToFileURL } from 'node:url';

// Before tap is loaded, which makes names of folders of the command line.
const files = process.argv.splice(1).slice(1);
const { default: t } = await import('tap');

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
