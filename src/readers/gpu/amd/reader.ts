import type { Host } from '../../../host/host.js';
import type { AmdCard } from './card.js';
import { readRocmSmi } from './rocm.js';
import { amdSmiReader } from './smi.js';
import { amdSysfsReader, describeAmd } from './sysfs.js';
import type { GpuBackendReading } from '../card.js';
import { drmBackendReading } from '../drm/cards.js';
import { drmProgramsReader, engineShare } from '../drm/programs.js';
import { drmScans, type DrmScans } from '../drm/scans.js';
import { undrivenReader } from '../drm/undriven.js';

/**
 * Reads AMD cards from sysfs. Only where that is hidden from this service `rocm-smi` is run, and `amd-smi` where
 * that is not installed or of no use.
 */
export function amdReader(
  host: Host,
  scans: DrmScans = drmScans(host),
): () => Promise<GpuBackendReading<AmdCard>> {
  const sysfs = amdSysfsReader(host);
  const amdSmi = amdSmiReader(host);
  const withPrograms = drmProgramsReader(scans);
  const withUndriven = undrivenReader(host, {
    vendor: '0x1002',
    maker: 'an AMD',
    describe: describeAmd,
    remedy:
      'Load its driver (modprobe amdgpu); a card newer than the kernel needs a newer one, and its firmware (linux-firmware). Leave amd out of SYSMON_GPU where it is not to be used.',
  });
  return async () => {
    if (host.platform !== 'linux') return absent('AMD cards are read on Linux only');
    return withUndriven(await read());
  };

  async function read(): Promise<GpuBackendReading<AmdCard>> {
    const cards = await sysfs();
    const fromSysfs = async () => drmBackendReading(host, 'AMD', await withVideo(cards));
    if (!programsMayHelp(host, cards)) return fromSysfs();
    const reading = await fromPrograms();
    return reading.state === 'ok' || cards.length === 0 ? reading : fromSysfs();
  }

  async function fromPrograms(): Promise<GpuBackendReading<AmdCard>> {
    const rocm = await readRocmSmi(host);
    // Where rocm-smi hangs it is the driver that hangs, and amd-smi would as well.
    if (rocm.state === 'ok' || rocm.state === 'timeout') return rocm;
    const newer = await amdSmi();
    return newer.state === 'absent' ? rocm : newer;
  }

  async function withVideo(cards: AmdCard[]): Promise<AmdCard[]> {
    const seen = await withPrograms(cards);
    return seen.map((card) => ({ ...card, ...videoOf(card) }));
  }
}

/** Where one engine does both, its time is counted as encoding whatever it does. */
function videoOf(card: AmdCard): Partial<AmdCard> {
  if (card.videoEngine === 'unified') {
    return { mediaPercent: card.mediaPercent ?? engineShare(card, /^(?:enc|dec)/) };
  }
  if (card.videoEngine === null) return {};
  return {
    encoderPercent: engineShare(card, /^enc/),
    decoderPercent: engineShare(card, /^(?:dec|jpeg)/),
  };
}

/**
 * Whether there may be cards that sysfs does not show. A card that hangs or sleeps is left alone: the programs would
 * hang as well, or wake it. Where the kernel's modules can be seen and amdgpu is not among them, there is none.
 */
function programsMayHelp(host: Host, cards: readonly AmdCard[]): boolean {
  if (cards.length > 0) return cards.every(({ state }) => state === 'no_permission' || state === 'failed');
  if (host.sys.list('class/drm').length > 0) return false;
  const modules = host.sys.list('module');
  return modules.length === 0 || modules.includes('amdgpu');
}

function absent(reason: string): GpuBackendReading<AmdCard> {
  return { state: 'absent', source: null, reason, remedy: null, driverVersion: null, cards: [] };
}
