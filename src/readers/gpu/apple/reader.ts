import { sumOf } from '../../../parsers/arithmetic.js';
import { asFailure, type Failure } from '../../../failures.js';
import type { Host, ProgramOutput } from '../../../host/host.js';
import { parseIoregAccelerators, type IoregAccelerator } from '../../../parsers/apple/ioreg-accelerators.js';
import {
  backendOf,
  backendWithout,
  number,
  text,
  unknownCard,
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
    const told = parseIoregAccelerators(output.stdout);
    if (told === null || (told.length === 0 && output.exitCode !== 0)) {
      return backendWithout(
        'failed',
        `ioreg ended with status ${output.exitCode ?? 'unknown'} and gave no property list`,
      );
    }
    if (told.length === 0) return backendWithout('absent', 'the I/O Registry lists no GPU');
    const reading = {
      state: 'ok',
      source: 'ioreg',
      reason: null,
      remedy: null,
      driverVersion: null,
    } as const;
    return { ...reading, cards: told.map(cardOf) };
  };
}

/** ioreg belongs to macOS: a Mac without it is not a Mac without a GPU. */
function broken(failure: Failure): GpuBackendReading<AppleCard> {
  const reading = backendOf(failure);
  return reading.state === 'absent' ? { ...reading, state: 'failed' } : reading;
}

function cardOf(told: IoregAccelerator, index: number): AppleCard {
  const id = told.driver ?? 'IOAccelerator';
  const unified = told.driver === null ? null : told.driver.startsWith('AGX');
  const { ownMemoryUsed: used, ownMemoryFree: free } = told;
  return {
    // The registry has no serial number; a Mac has one GPU of its own, and others only with an Intel processor.
    ...unknownApple,
    ...unknownCard(index === 0 ? id : `${id}-${index}`),
    name: id,
    model: told.model,
    integrated: unified,
    memoryKind: unified === true ? 'unified' : free !== null && free > 0 ? 'dedicated' : null,
    usagePercent: told.usage,
    vramTotal: sumOf([used, free]),
    vramUsed: used,
    vramFree: free,
    celsius: told.celsius,
    watts: told.watts,
    fanRpm: told.fanRpm,
    graphicsMhz: told.graphicsMhz,
    memoryMhz: told.memoryMhz,
    kernelDriver: told.driver,
    cores: told.cores,
    rendererPercent: told.rendererUsage,
    tilerPercent: told.tilerUsage,
    systemMemoryUsed: told.usedMemory,
    systemMemoryAllocated: told.allocatedMemory,
  };
}
