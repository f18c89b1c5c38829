/**
 * How `npm test` shows its tests: one line a file, every failure with what was expected, every skip by name, and
 * the counts. A test is a named test with assertions of its own; what only groups others is not counted.
 */
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { Transform } from 'node:stream';
import { inspect } from 'node:util';
import { Parser } from 'tap-parser';

/** Takes TAP, gives text. */
export default class Reporter extends Transform {
  #parser = new Parser();
  #total = tally();
  #started = performance.now();

  constructor() {
    super();
    watch(this.#parser, [], (file) => this.#endFile(file));
    this.#parser.on('bailout', (reason) => this.push(`bailed out: ${reason}\n`));
  }

  /** @override */
  _transform(chunk, _, done) {
    this.#parser.write(chunk);
    done();
  }

  /** @override */
  _flush(done) {
    this.#parser.end();
    const { passed, failures, skips } = this.#total;
    for (const skip of skips) this.push(`skipped: ${skip}\n`);
    for (const { name } of failures) this.push(`failed: ${name}\n`);
    const seconds = ((performance.now() - this.#started) / 1000).toFixed(1);
    this.push(`${passed} passed, ${failures.length} failed, ${skips.length} skipped in ${seconds} s\n`);
    done();
  }

  #endFile({ name, time, tally: { passed, failures, skips } }) {
    const duration = time === null ? '' : ` ${Math.round(time)} ms`;
    this.push(
      `${failures.length === 0 ? 'ok  ' : 'FAIL'} ${name} (${passed + failures.length}${duration})\n`,
    );
    for (const failure of failures) this.push(inSources(described(failure)));
    add(this.#total, { passed, failures, skips });
  }
}

function tally() {
  return { passed: 0, failures: [], skips: [] };
}

function add(sum, { passed, failures, skips }) {
  sum.passed += passed;
  sum.failures.push(...failures);
  sum.skips.push(...skips);
}

/** Counts what `parser` reads below `path`; `onChild` is told about each subtest when it has ended. */
function watch(parser, path, onChild = (_file) => {}) {
  const own = { ...tally(), asserted: 0, groups: false, name: path.at(-1) };
  let open = null;
  parser.on('child', (child) => {
    own.groups = true;
    open = watch(child, [...path, shown(child.name)]);
  });
  parser.on('assert', (result) => {
    // The closing line of a test that timed out is named after that, not after the test.
    const name = [...path, open?.name ?? shown(result.name)].join(' > ');
    const counted =
      open === null ? countPoint(result, name) : countTest(open, result, name, path.length === 0);
    open = null;
    if (path.length === 0) onChild({ name, time: result.time, tally: counted });
    if (result.skip === false && result.todo === false) own.asserted += 1;
    add(own, counted);
  });
  return own;
}

/** One assertion, or a skipped test, which has no inside. */
function countPoint(result, name) {
  if (result.skip !== false || result.todo !== false) {
    const reason = [result.skip, result.todo].find((text) => typeof text === 'string' && text !== '');
    return { passed: 0, failures: [], skips: [reason === undefined ? name : `${name}: ${reason}`] };
  }
  if (result.ok) return { passed: 1, failures: [], skips: [] };
  return { passed: 0, failures: [{ name, details: [result] }], skips: [] };
}

/** A test that has ended: counts as one, unless it is a file or only holds other tests. */
function countTest(inside, result, name, isFile) {
  const unexplained = !result.ok && inside.failures.length === 0;
  if (unexplained) return { ...inside, failures: [{ name, details: [result] }] };
  if (isFile || inside.groups) return inside;
  const details = inside.failures.flatMap((failure) => failure.details);
  if (details.length > 0) return { passed: 0, failures: [{ name, details }], skips: inside.skips };
  const skippedWhole = inside.skips.length > 0 && inside.asserted === 0;
  return { passed: skippedWhole ? 0 : 1, failures: [], skips: inside.skips };
}

/** The compiled test's name as its source's. */
function shown(name) {
  return name.replace(/^dist\/(.*)\.js$/, '$1.ts');
}

function described({ name, details }) {
  return `  failed: ${name}\n${details.map((one) => indented(diagnostics(one), '    ')).join('\n')}\n`;
}

/** What says nothing to a reader: the source, which they have. */
const noise = new Set(['source', 'jobId']);

function diagnostics({ name, diag }) {
  const { at, stack, diff, ...rest } = diag ?? {};
  const others = Object.entries(rest).filter(([key, value]) => !noise.has(key) && value !== null);
  const place = at === undefined ? '' : ` (${at.fileName}:${at.lineNumber}:${at.columnNumber})`;
  return [
    `${name}${place}`,
    ...(diff === undefined ? [] : [diff.trimEnd()]),
    ...others.map(([key, value]) => `${key}: ${typeof value === 'string' ? value : inspect(value)}`),
    ...(stack === undefined ? [] : [stack.trimEnd()]),
  ].join('\n');
}

/** The places of the build in `text` as those in the sources; here, so that no test waits for the maps. */
function inSources(text) {
  return text.replace(/(?:file:\/\/)?([\w./-]+\.js):(\d+):(\d+)/g, (place, file, line, column) => {
    if (!existsSync(`${file}.map`)) return place;
    const map = new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
    const entry = map.findEntry(line - 1, column - 1);
    if (!('originalSource' in entry)) return place;
    const source = relative('', join(dirname(file), entry.originalSource));
    return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
}

function indented(text, by) {
  return text.replace(/^(?=.)/gm, by);
}
