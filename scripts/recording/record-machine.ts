import type { Host } from '../../src/host/host.js';
import { Masking, type Masked } from './masking.js';
import { hidePrivateNames } from './private-names.js';
import { fileSystemSizes } from './record-file-systems.js';
import { recordKernel } from './record-kernel.js';
import { recordOllama } from './record-ollama.js';
import { recordPrograms } from './record-programs.js';
import { Recording } from './recording.js';

/** What was recorded: the files written, what was masked in them, what could not be read. */
export interface RecordedMachineReport {
  files: string[];
  masked: Masked[];
  notes: string[];
}

/** Records the machine behind `host`, used by `user`, into `folder`, masked. */
export async function recordMachine(
  host: Host,
  user: string,
  folder: string,
): Promise<RecordedMachineReport> {
  const recording = new Recording();
  const masking = new Masking();
  const recorded = new Date(host.clock.epoch()).toISOString();
  await recordKernel(host, recording);
  hidePrivateNames(masking, {
    hostname: recording.text('proc/sys/kernel/hostname').trim(),
    user,
    mountinfo: recording.text('proc/self/mountinfo'),
    cgroup: recording.text('proc/self/cgroup'),
    versions: recording.text('proc/version') + recording.text('proc/driver/nvidia/version'),
  });
  await recordPrograms(host, recording, masking);
  await recordOllama(host, recording);
  const fileSystems = await fileSystemSizes(host, recording, masking);
  const { platform, architecture } = host;
  const machine = { platform, architecture, recorded, fileSystems };
  recording.add('machine.json', `${JSON.stringify(machine, null, 2)}\n`);
  const files = recording.write(folder, masking);
  return { files, masked: masking.report, notes: recording.notes.map((note) => masking.mask(note)) };
}
