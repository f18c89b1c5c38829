import type { NvmlProcess } from '../../nvml/nvml.js';
import { nvmlCode } from '../../../parsers/nvidia/return-codes.js';
import type { NvmlFunction, NvmlLibrary } from './library.js';
import { textIn } from './text.js';

/** nvmlProcessInfo_v2_t: pid at 0, used memory at 8, GPU instance at 16. */
const shortEntrySize = 24;
const firstRoom = 64;
const mostRoom = 65_536;
const absentMemory = 2n ** 64n - 1n;
const noInstance = 0xffffffff;
const nameSize = 256;

type Entry = Omit<NvmlProcess, 'kind' | 'name'>;

const lists = {
  compute: ['nvmlDeviceGetComputeRunningProcesses_v3', 'nvmlDeviceGetComputeRunningProcesses_v2'],
  graphics: ['nvmlDeviceGetGraphicsRunningProcesses_v3', 'nvmlDeviceGetGraphicsRunningProcesses_v2'],
} satisfies Record<string, NvmlFunction[]>;

/** The programs on a card, each once; null when neither list could be had (the return codes go to `errors`). */
export function nvmlProcesses(
  library: NvmlLibrary,
  handle: bigint,
  errors: Record<string, number>,
): NvmlProcess[] | null {
  const compute = listed(library, handle, 'compute', errors);
  const graphics = listed(library, handle, 'graphics', errors);
  if (compute === null && graphics === null) return null;
  const programs = new Map<number, Omit<NvmlProcess, 'name'>>();
  for (const entry of compute ?? []) programs.set(entry.pid, { ...entry, kind: 'compute' });
  for (const entry of graphics ?? []) {
    const before = programs.get(entry.pid);
    if (before === undefined) programs.set(entry.pid, { ...entry, kind: 'graphics' });
    else programs.set(entry.pid, { ...before, kind: 'both', memory: before.memory ?? entry.memory });
  }
  return [...programs.values()].map((program) => ({ ...program, name: nameOf(library, program.pid) }));
}

function listed(
  library: NvmlLibrary,
  handle: bigint,
  kind: keyof typeof lists,
  errors: Record<string, number>,
): Entry[] | null {
  let last: number = nvmlCode.functionNotFound;
  for (const name of lists[kind]) {
    const { code, entries } = askFor(library, handle, name);
    if (code === nvmlCode.success) return entries;
    last = code;
    if (code !== nvmlCode.functionNotFound) break;
  }
  errors[`${kind}Processes`] = last;
  return null;
}

/** The library answers `insufficient size` with the room it needs, which may have grown by the next call. */
function askFor(
  library: NvmlLibrary,
  handle: bigint,
  name: NvmlFunction,
): { code: number; entries: Entry[] } {
  const entrySize = name.endsWith('_v3') ? library.processEntrySize : shortEntrySize;
  const count = Buffer.alloc(4);
  let room = firstRoom;
  for (;;) {
    const buffer = Buffer.alloc(room * entrySize);
    count.writeUInt32LE(room);
    const code = library.call(name, handle, count, buffer);
    const parsed = count.readUInt32LE();
    if (code === nvmlCode.insufficientSize && room < mostRoom) {
      room = Math.min(mostRoom, Math.max(parsed + 16, room * 2));
      continue;
    }
    const length = code === nvmlCode.success ? Math.min(parsed, room) : 0;
    return { code, entries: Array.from({ length }, (_, place) => entryAt(buffer, place * entrySize)) };
  }
}

function entryAt(buffer: Buffer, offset: number): Entry {
  const memory = buffer.readBigUInt64LE(offset + 8);
  const instance = buffer.readUInt32LE(offset + 16);
  return {
    pid: buffer.readUInt32LE(offset),
    memory: memory === absentMemory ? null : Number(memory),
    gpuInstanceId: instance === noInstance ? null : instance,
  };
}

function nameOf(library: NvmlLibrary, pid: number): string | null {
  const buffer = Buffer.alloc(nameSize);
  const code = library.call('nvmlSystemGetProcessName', pid, buffer, nameSize);
  const name = textIn(buffer, 0, nameSize);
  return code === nvmlCode.success && name !== '' ? name : null;
}
