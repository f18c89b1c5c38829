import { remainderOf } from '../../../parsers/arithmetic.js';
import { asFailure } from '../../../failures.js';
import type { Host, ProgramOutput } from '../../../host/host.js';
import { parseRocmSmi, type RocmSmiCard } from '../../../parsers/amd/rocm-smi.js';
import { amdProduct, memoryTemperature, socketPower, unknownAmdCard, untold, type AmdCard } from './card.js';
import { backendOf, judged, type GpuBackendReading } from '../card.js';

/** What rocm-smi is asked; options that it has in every release since ROCm 3. */
export const rocmSmiArguments = [
  '--showproductname',
  '--showuse',
  '--showmeminfo',
  'vram',
  '--showtemp',
  '--showpower',
  '--showfan',
  '--showclocks',
  '--showmemuse',
  '--showbus',
  '--json',
] as const;

const deadline = 5000;

/** One call of `rocm-smi`, judged by what it prints: it exits with 0 also where there is no driver. */
export async function readRocmSmi(host: Host): Promise<GpuBackendReading<AmdCard>> {
  let output: ProgramOutput;
  try {
    output = await host.programs.rocmSmi.run(rocmSmiArguments, { deadline });
  } catch (thrown) {
    return backendOf(asFailure(thrown));
  }
  const report = parseRocmSmi(output.stdout);
  const reading = { source: 'rocm-smi', remedy: null, driverVersion: report?.driverVersion ?? null };
  if (report === null || (report.cards.length === 0 && output.exitCode !== 0)) {
    const said = firstLine(output.stderr) ?? firstLine(output.stdout) ?? 'nothing';
    const ended = output.crash ?? `ended with status ${output.exitCode ?? 'unknown'}`;
    const reason = `rocm-smi ${ended} and gave no cards; it said: ${said}`;
    return { ...reading, state: 'failed', reason, cards: [] };
  }
  if (report.cards.length === 0) {
    return { ...reading, state: 'absent', source: null, reason: 'rocm-smi found no AMD card', cards: [] };
  }
  const cards = report.cards.map((card) => cardOf(card, report.driverVersion));
  return judged({ ...reading, state: 'ok', reason: null, cards }, untold('rocm-smi'));
}

function firstLine(text: string): string | null {
  const line = text.split('\n').find((one) => one.trim() !== '');
  return line === undefined ? null : line.trim().slice(0, 200);
}

function cardOf(parsed: RocmSmiCard, driverVersion: string | null): AmdCard {
  const deviceId = parsed.deviceId ?? hexId(parsed.model);
  return {
    ...unknownAmdCard(parsed.card),
    id: parsed.pciAddress ?? parsed.card,
    pciAddress: parsed.pciAddress,
    // Where rocm-smi knows no name it repeats the device id.
    model:
      parsed.series === null || hexId(parsed.series) !== null
        ? amdProduct(deviceId, parsed.revision)
        : parsed.series,
    pciId: parsed.deviceId === null ? null : `1002:${parsed.deviceId}`,
    uniqueId: parsed.uniqueId,
    vbiosVersion: parsed.vbiosVersion,
    driverVersion,
    usagePercent: parsed.usage,
    memoryActivityPercent: parsed.memoryActivity,
    vramTotal: parsed.vramTotal,
    vramUsed: parsed.vramUsed,
    vramFree: remainderOf(parsed.vramTotal, parsed.vramUsed),
    gttTotal: parsed.gttTotal,
    gttUsed: parsed.gttUsed,
    celsius: parsed.edgeCelsius,
    hotspotCelsius: parsed.junctionCelsius,
    memoryCelsius: memoryTemperature(parsed.memoryCelsius),
    ...socketPower([parsed.watts], parsed.maxWatts),
    fanPercent: parsed.fanPercent,
    fanRpm: parsed.fanRpm,
    graphicsMhz: parsed.graphicsMhz,
    memoryMhz: parsed.memoryMhz,
  };
}

function hexId(text: string | null): string | null {
  return /^0x([\da-f]{3,4})$/i.exec(text ?? '')?.[1]?.padStart(4, '0') ?? null;
}
