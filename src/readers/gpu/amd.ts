import type { Host } from '../../host/host.js';
import type { AmdCard } from './amd-card.js';
import { cardFiles } from './amd-files.js';
import { readRocmSmi } from './amd-rocm.js';
import { amdSysfsReader, type AmdSysfs } from './amd-sysfs.js';
import type { GpuBackendReading } from './card.js';

/** Reads AMD cards from sysfs; `rocm-smi` is only run where sysfs is hidden from this service. */
export function amdReader(host: Host): () => Promise<GpuBackendReading<AmdCard>> {
  const sysfs = amdSysfsReader(host);
  return async () => {
    if (host.platform !== 'linux') return absent('AMD cards are read on Linux only');
    const told = await sysfs();
    if (!rocmSmiMayHelp(host, told)) return sysfsReading(host, told);
    const reading = await readRocmSmi(host);
    return reading.state === 'ok' || told.cards.length === 0 ? reading : sysfsReading(host, told);
  };
}

/**
 * Whether there may be cards that sysfs does not show. A card that hangs or sleeps is left alone: rocm-smi would
 * hang as well, or wake it. Where the kernel's modules can be seen and amdgpu is not among them, there is none.
 */
function rocmSmiMayHelp(host: Host, { cards }: AmdSysfs): boolean {
  if (cards.length > 0) return cards.every(({ state }) => state === 'no_permission' || state === 'failed');
  if (host.sys.list('class/drm').length > 0) return false;
  const modules = host.sys.list('module');
  return modules.length === 0 || modules.includes('amdgpu');
}

async function sysfsReading(host: Host, { cards, failure }: AmdSysfs): Promise<GpuBackendReading<AmdCard>> {
  const [first] = cards;
  if (first === undefined) return absent('/sys/class/drm lists no AMD card');
  const driverVersion = await moduleVersion(host, first.kernelDriver);
  const reading = {
    source: 'sysfs',
    driverVersion,
    cards: cards.map((card) => ({ ...card, driverVersion })),
  };
  const { state } = cards.find((card) => card.state === 'ok' || card.state === 'asleep') ?? first;
  if (state === 'ok' || state === 'asleep') return { ...reading, state: 'ok', reason: null, remedy: null };
  return {
    ...reading,
    state,
    reason: failure?.message ?? `the files of ${first.name ?? first.id} in sysfs tell nothing about it`,
    remedy: remedies[state] ?? null,
  };
}

const remedies: Partial<Record<AmdCard['state'], string>> = {
  no_permission: 'Run the service as a user who may read /sys/class/drm/card*/device.',
  timeout: "Look for amdgpu in the kernel's log (dmesg); a hung card comes back with a restart.",
};

/** Only drivers that do not come with the kernel have a version of their own. */
function moduleVersion(host: Host, driver: string | null): Promise<string | null> {
  return driver === null ? Promise.resolve(null) : cardFiles(host, `module/${driver}`, 1000).text('version');
}

function absent(reason: string): GpuBackendReading<AmdCard> {
  return { state: 'absent', source: null, reason, remedy: null, driverVersion: null, cards: [] };
}
