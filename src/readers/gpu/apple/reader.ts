import { sumOf } from '../../../parsers/arithmetic.js';
import { asFailure, type Failure } from '../../../failures.js';
import type { Host, ProgramOutput } from '../../../host/host.js';
import { percent, whole } from '../../../bounds.js';
import type { Bounds } from '../../../plausible.js';
import { parseIoregAccelerators, type IoregAccelerator } from '../../../parsers/apple/ioreg-accelerators.js';
import { gpuBounds } from '../bounds.js';
import {
  backendOf,
  backendWithout,
  judged,
  number,
  text,
  unknownCard,
  type Unmeasured,
  type GpuBackendReading,
  type GpuCard,
} from '../card.js';

/** What is known of a GPU of a Mac beside what every card has; null where not told. */
export type AppleCard = GpuCard & typeof unknownApple;

/** The fields of `AppleCard` for a card of which nothing is known. */
const unknownApple = {
  /** Class of its driver in the I/O Registry. */
  kernelDriver: text,
  cores: number,
  rendererPercent: number,
  tilerPercent: number,
  /** The system's memory that it uses and that is set aside for it, in bytes. */
  systemMemoryUsed: number,
  systemMemoryAllocated: number,
};

/** What the measurements of a GPU of a Mac can be. */
export const appleBounds: Bounds<AppleCard> = {
  ...gpuBounds,
  cores: whole('cores', '', 4_096),
  rendererPercent: percent('renderer_percent'),
  tilerPercent: percent('tiler_percent'),
  systemMemoryUsed: whole('system_memory_used_bytes', 'B'),
  systemMemoryAllocated: whole('system_memory_allocated_bytes', 'B'),
};

/** What ioreg is asked: every GPU, without what hangs below it, as a property list. */
export const ioregArguments = ['-r', '-d', '1', '-c', 'IOAccelerator', '-a'] as const;

const deadline = 2000;

/** Reads the GPUs of a Mac from the I/O Registry, which needs no rights. On other systems there are none. */
export function appleReader(host: Host): () => Promise<GpuBackendReading<AppleCard>> {
  return async () => {
    if (host.platform !== 'darwin') return backendWithout('absent', "Apple's GPUs are only in Macs");
    let output: ProgramOutput;
    try {
      output = await host.programs.ioreg.run(ioregArguments, { deadline });
    } catch (thrown) {
      return broken(asFailure(thrown));
    }
    const parsed = parseIoregAccelerators(output.stdout);
    if (parsed === null || (parsed.length === 0 && output.exitCode !== 0)) {
      const ended = output.crash ?? `ended with status ${output.exitCode ?? 'unknown'}`;
      return backendWithout('failed', `ioreg ${ended} and gave no property list`);
    }
    if (parsed.length === 0) return backendWithout('absent', 'the I/O Registry lists no GPU');
    const reading = {
      state: 'ok',
      source: 'ioreg',
      reason: null,
      remedy: null,
      driverVersion: null,
    } as const;
    return judged({ ...reading, cards: parsed.map(cardOf) }, untold);
  };
}

const untold: Unmeasured = {
  state: 'failed',
  reason: 'the driver of this GPU tells no statistics of it',
  remedy: null,
};

/** ioreg belongs to macOS: a Mac without it is not a Mac without a GPU. */
function broken(failure: Failure): GpuBackendReading<AppleCard> {
  const reading = backendOf(failure);
  return reading.state === 'absent' ? { ...reading, state: 'failed' } : reading;
}

function cardOf(parsed: IoregAccelerator, index: number): AppleCard {
  const id = parsed.driver ?? 'IOAccelerator';
  const unified = parsed.driver === null ? null : parsed.driver.startsWith('AGX');
  const { ownMemoryUsed: used, ownMemoryFree: free } = parsed;
  return {
    // The registry has no serial number; a Mac has one GPU of its own, and others only with an Intel processor.
    ...unknownApple,
    ...unknownCard(index === 0 ? id : `${id}-${index}`),
    name: id,
    model: parsed.model,
    integrated: unified,
    memoryKind: unified === true ? 'unified' : free !== null && free > 0 ? 'dedicated' : null,
    usagePercent: parsed.usage,
    vramTotal: sumOf([used, free]),
    vramUsed: used,
    vramFree: free,
    celsius: parsed.celsius,
    watts: parsed.watts,
    fanRpm: parsed.fanRpm,
    graphicsMhz: parsed.graphicsMhz,
    memoryMhz: parsed.memoryMhz,
    kernelDriver: parsed.driver,
    cores: parsed.cores,
    rendererPercent: parsed.rendererUsage,
    tilerPercent: parsed.tilerUsage,
    systemMemoryUsed: parsed.usedMemory,
    systemMemoryAllocated: parsed.allocatedMemory,
  };
}
