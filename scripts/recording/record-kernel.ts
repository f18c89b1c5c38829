import { asFailure } from '../../src/failures.js';
import type { Host } from '../../src/host/host.js';
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
    await attempt(recording, async () => {
      const content = await host.sys.deviceBytes(path, deadline);
      if (content !== null) recording.add(`sys/${path}`, content);
    });
  }
  for (const path of sysLinks(host)) {
    const target = host.sys.linkTarget(path);
    if (target !== null) recording.addLink(`sys/${path}`, target);
  }
  const system = host.root.text('etc/os-release');
  if (system !== null) recording.add('root/etc/os-release', system);
}

async function recordCounters(host: Host, recording: Recording, frame: string): Promise<void> {
  for (const path of procCounters) recordProc(host, recording, path, frame);
  for (const path of sysCounters(host)) await recordSys(host, recording, path, frame);
}

function recordProc(host: Host, recording: Recording, path: string, frame: string): void {
  const content = host.proc.text(path);
  if (content !== null) recording.add(`${frame}proc/${path}`, content);
}

async function recordSys(host: Host, recording: Recording, path: string, frame: string): Promise<void> {
  await attempt(recording, async () => {
    const content = await host.sys.deviceText(path, deadline);
    if (content !== null) recording.add(`${frame}sys/${path}`, content);
  });
}

/** One file that cannot be read costs only itself. */
async function attempt(recording: Recording, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    recording.note(asFailure(thrown).message);
  }
}
