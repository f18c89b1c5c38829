import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the fake program does for one command line. */
export interface FakeAnswer {
  /** The arguments it is for, exactly; any others when left out. The first match counts. */
  args?: readonly string[];
  stdout?: string;
  stderr?: string;
  /** 0 when left out. */
  exitCode?: number;
  /** Ends itself by this signal once it has printed, as by a fault of its own. */
  signal?: NodeJS.Signals;
  /** Waits so long before it prints. */
  delayMs?: number;
  /** Prints `stdout` over and over until it is killed. */
  endless?: boolean;
  /** Prints `stdout` again every so many milliseconds until it is killed. */
  everyMs?: number;
  /** Prints these, one after the other and over and over, with these pauses (ms) after each. */
  parts?: readonly string[];
  pauses?: readonly number[];
  /** Prints `stdout` and does not end. */
  hang?: boolean;
  /** Cannot be ended by SIGTERM. */
  ignoreSigterm?: boolean;
  /** Prints only the first half of the last line, without its end. */
  halfLine?: boolean;
  /** Starts a program of its own that does not end; its pid stands in the call. */
  grandchild?: boolean;
}

/** One start of the fake program, as it saw it. */
export interface FakeCall {
  pid: number;
  args: string[];
  environment: Record<string, string>;
  grandchild: number | null;
}

/** A program on disk, to be run like any other. */
export interface FakeProgram {
  path: string;
  /** Every start so far. */
  calls(): FakeCall[];
}

/** Writes an executable script called `name` into `folder` that answers from a table; other calls exit with 99. */
export function fakeProgram(folder: string, name: string, answers: readonly FakeAnswer[]): FakeProgram {
  const path = join(folder, name);
  const log = join(folder, `${name}.calls.jsonl`);
  const table = join(folder, `${name}.answers.json`);
  // Renamed into place: it may be started at any moment, by a service that runs already.
  writeFileSync(`${table}.new`, JSON.stringify(answers));
  renameSync(`${table}.new`, table);
  if (!existsSync(path)) {
    writeFileSync(
      path,
      `#!${process.execPath}\n(${script.toString()})(${JSON.stringify({ table, log })});\n`,
    );
    chmodSync(path, 0o755);
  }
  // What has no line's end yet is being written.
  const calls = () =>
    existsSync(log)
      ? readFileSync(log, 'utf8')
          // What follows the last end of a line is still being written.
          .split('\n')
          .slice(0, -1)
          .map((line) => JSON.parse(line) as FakeCall)
      : [];
  return { path, calls };
}

/** Runs in a process of its own, as CommonJS: it sees nothing of this file but its argument. */
function script({ table, log }: { table: string; log: string }): void {
  const fs = process.getBuiltinModule('node:fs');
  const { spawn } = process.getBuiltinModule('node:child_process');
  const args = process.argv.slice(2);
  const answers = JSON.parse(fs.readFileSync(table, 'utf8')) as FakeAnswer[];
  const answer = answers.find((one) => one.args === undefined || one.args.join('\0') === args.join('\0'));
  const forever = ['-e', 'setInterval(() => {}, 1000)'];
  const grandchild =
    answer?.grandchild === true ? (spawn(process.execPath, forever, { stdio: 'inherit' }).pid ?? null) : null;
  const call = { pid: process.pid, args, environment: process.env, grandchild };
  fs.appendFileSync(log, `${JSON.stringify(call)}\n`);
  if (answer === undefined) process.exit(99);
  if (answer.ignoreSigterm === true) process.on('SIGTERM', () => undefined);

  const whole = answer.stdout ?? '';
  const lastLine = whole.trimEnd().lastIndexOf('\n') + 1;
  const half = lastLine + Math.floor((whole.length - lastLine) / 2);
  const text = answer.halfLine === true ? whole.slice(0, half) : whole;
  const { signal } = answer;
  const crash = signal === undefined ? undefined : () => process.kill(process.pid, signal);
  const print = () => {
    process.stderr.write(answer.stderr ?? '');
    process.stdout.write(text, answer.endless === true ? print : crash);
  };
  const { parts, pauses = [] } = answer;
  const printPart = (place: number) => {
    process.stdout.write(parts?.[place] ?? '');
    setTimeout(printPart, pauses[place] ?? 0, (place + 1) % (parts?.length ?? 1));
  };
  setTimeout(() => {
    if (parts !== undefined) {
      printPart(0);
      return;
    }
    print();
    process.exitCode = answer.exitCode ?? 0;
    if (answer.everyMs !== undefined) setInterval(print, answer.everyMs);
    else if (answer.hang === true) setInterval(() => undefined, 1000);
    else if (grandchild !== null) process.exit();
  }, answer.delayMs ?? 0);
}
