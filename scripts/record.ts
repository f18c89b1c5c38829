/**
 * `npm run record -- <name>` records the machine it runs on into test/fixtures/hosts/<name>, so that a test can
 * stand on it: what the kernel, the graphics programs and Ollama say, with everything private masked.
 */
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, relative } from 'node:path';
import { systemHost } from '../src/host/system-host.js';
import { readCommand } from '../src/settings/command.js';
import { recordMachine, type RecordedMachineReport } from './recording/record-machine.js';

const hostsFolder = join(import.meta.dirname, '../../test/fixtures/hosts');

const [name = '', ...others] = process.argv.slice(2);
const folder = join(hostsFolder, name);
const complaint = complaintAbout();
if (complaint === null) await record();
else {
  say(complaint);
  process.exitCode = 1;
}

function complaintAbout(): string | null {
  if (others.length > 0 || !/^[a-z\d][\w.-]*$/.test(name)) {
    return 'Give the recording one name that says what the machine is, such as linux-x64__desktop-16-threads.';
  }
  if (process.platform !== 'linux') return 'Only Linux machines can be recorded.';
  return existsSync(folder)
    ? `${relative('.', folder)} is there already: remove it or choose another name.`
    : null;
}

async function record(): Promise<void> {
  const command = readCommand([], process.env);
  if (command.kind !== 'serve') return;
  const { ollamaUrl, ollamaHeaders } = command.settings;
  const host = systemHost({
    ...command.settings,
    ollama: { url: ollamaUrl, headers: ollamaHeaders },
    environment: process.env,
  });
  // The host's own timers and helpers keep no process alive.
  const alive = setInterval(() => undefined, 1_000);
  try {
    report(await recordMachine(host, userInfo().username, folder));
  } finally {
    clearInterval(alive);
    host.close();
  }
}

function report({ files, masked, notes }: RecordedMachineReport): void {
  say(`wrote ${files.length} files to ${relative('.', folder)}:`);
  for (const [place, count] of countByPlace(files)) say(`  ${place} (${count})`);
  say(masked.length === 0 ? 'masked nothing' : 'masked:');
  for (const { kind, values } of masked) say(`  ${kind}: ${values}`);
  if (notes.length > 0) say('could not be had:');
  for (const note of notes) say(`  ${note}`);
  say('Read all of it before you commit it: only you know which names here are private.');
  say('Then run: node test/fixtures/expected.mjs');
}

/** The first three parts of the paths, with how many files there are below each. */
function countByPlace(files: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const file of files) {
    const place = file.split('/').slice(0, 3).join('/');
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return counts;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
