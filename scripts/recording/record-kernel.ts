import { Failure } from '../../src/failures.js';
import type { DeviceAnswer, Host } from '../../src/host/host.js';
import { procCounters, procFiles, sysBinaries, sysCounters, sysFiles, sysLinks } from './kernel-files.js';
import type { Recording } from './recording.js';

const deadline = 1_000;
/** How far the two frames of the counters lie apart, in milliseconds. */
const frameGap = 250;

/** Records `/proc`, `/sys` and the system's name; the counters twice, 250 ms apart. */
export async function recordKernel(host: Host, recording: Recording): Promise<void> {
  await recordCounters(host, recording, 'before/');
  await new Promise<void>((resolve) => host.clock.setTimer(frameGap, resolve));
  await recordCounters(host, recording, '');
  recording.dropUnchanged('before/');
  for (const path of procFiles) recordProc(host, recording, path, '');
  for (const path of sysFiles(host)) await recordSys(host, recording, path, '');
  for (const path of sysBinaries(host)) {
    keep(recording, `sys/${path}`, await host.sys.deviceBytes(path, deadline));
  }
  for (const path of sysLinks(host)) {
    const target = host.sys.linkTarget(path);
    if (target !== null) recording.addLink(`sys/${path}`, target);
  }
  const system = host.root.optional('etc/os-release');
  if (system !== null) recording.add('root/etc/os-release', system);
}

async function recordCounters(host: Host, recording: Recording, frame: string): Promise<void> {
  for (const path of procCounters) recordProc(host, recording, path, frame);
  for (const path of sysCounters(host)) await recordSys(host, recording, path, frame);
}

function recordProc(host: Host, recording: Recording, path: string, frame: string): void {
  const content = host.proc.optional(path);
  if (content !== null) recording.add(`${frame}proc/${path}`, content);
}

async function recordSys(host: Host, recording: Recording, path: string, frame: string): Promise<void> {
  keep(recording, `${frame}sys/${path}`, await host.sys.deviceText(path, deadline));
}

/** One file that cannot be read costs only itself. */
function keep(recording: Recording, path: string, answer: DeviceAnswer<string | Uint8Array>): void {
  if (answer instanceof Failure) recording.note(answer.message);
  else if (answer !== null) recording.add(path, answer);
}
