import { Failure } from '../../../failures.js';
import type { Host } from '../../../host/host.js';
import { parseSysfsText } from '../../../parsers/sysfs-number.js';
import { unknownCard, type GpuBackendReading } from '../card.js';
import {
  drmBackendReading,
  drmCardsReader,
  drmIdentity,
  unknownDrm,
  type DrmCard,
  type DrmDevice,
} from '../drm/cards.js';
import { drmProgramsReader, engineShare } from '../drm/programs.js';
import { drmScans, type DrmScans } from '../drm/scans.js';

/**
 * Reads the cards of /sys/class/drm that no other backend claims, as far as the kernel tells of them: who they are,
 * and where their driver counts it, how busy programs keep their engines.
 */
export function otherReader(
  host: Host,
  isClaimed: (device: DrmDevice) => boolean,
  scans: DrmScans = drmScans(host),
): () => Promise<GpuBackendReading<DrmCard>> {
  const computes = computing(host);
  const cards = drmCardsReader<DrmCard>(host, {
    isMine: (device) => !isClaimed(device) && !isVirtual(device) && computes(device) !== false,
    describe: (device) => ({
      ...unknownCard(device.name),
      ...unknownDrm,
      ...drmIdentity(device),
      model: modelOf(host, device),
    }),
    measure: (_, __, device) => {
      const isKnown = computes(device);
      return isKnown instanceof Failure ? Promise.reject(isKnown) : Promise.resolve({});
    },
    isRead: () => true,
  });
  const withPrograms = drmProgramsReader(scans);
  return async () => {
    if (host.platform !== 'linux') return absent;
    const found = await cards();
    const seen = (await withPrograms(found)).map((card) => ({
      ...card,
      usagePercent: engineShare(card, /./),
    }));
    return drmBackendReading(host, 'other', seen);
  };
}

const absent: GpuBackendReading<DrmCard> = {
  state: 'absent',
  source: null,
  reason: 'cards of other makers are read on Linux only',
  remedy: null,
  driverVersion: null,
  cards: [],
};

/** Drivers of cards that only exist inside a virtual machine, or only show a picture that others draw. */
const virtual = new Set([
  'virtio-pci',
  'virtio_gpu',
  'virtio-gpu',
  'vmwgfx',
  'vgem',
  'vkms',
  'qxl',
  'bochs-drm',
  'hyperv_drm',
  'simple-framebuffer',
  'simpledrm',
  'udl',
  'evdi',
]);

function isVirtual({ kernelDriver }: DrmDevice): boolean {
  return kernelDriver !== null && virtual.has(kernelDriver);
}

/**
 * Tells whether a card computes. Display adapters that cannot (ast and mgag200 of servers, framebuffers) have no node for
 * rendering; of one that cannot be looked at now it is as it was, else as the nodes of all cards say. A Failure where
 * nothing tells.
 */
function computing(host: Host): (device: DrmDevice) => boolean | Failure {
  const known = new Map<string, boolean>();
  return (device) => {
    const nodes = host.sys.listAnswer(`class/drm/${device.name}/device/drm`);
    if (nodes instanceof Failure) return known.get(device.name) ?? hasNode(host, device) ?? nodes;
    const found = nodes.some(isForRendering);
    known.set(device.name, found);
    return found;
  };
}

const isForRendering = (node: string) => /^renderD\d+$/.test(node);

/** Whether one of the nodes for rendering is of this device; null where it is not seen of each what it is of. */
function hasNode({ sys }: Host, { device }: DrmDevice): boolean | null {
  const nodes = sys.list('class/drm').filter(isForRendering);
  const devices = nodes.map((node) => sys.linkName(`class/drm/${node}/device`));
  if (device !== null && devices.includes(device)) return true;
  return device === null || devices.includes(null) ? null : false;
}

/** `GPU (1ed5:0222)`, or the first name that a device tree has for it (`arm,mali-bifrost`). */
function modelOf(host: Host, { name, vendorId, deviceId }: DrmDevice): string | null {
  if (vendorId !== null && deviceId !== null) return `GPU (${vendorId}:${deviceId})`;
  const compatible = host.sys.optional(`class/drm/${name}/device/of_node/compatible`);
  return parseSysfsText(compatible?.split('\0')[0] ?? null);
}
