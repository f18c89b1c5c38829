import { xmlTags, xmlText } from '../xml.js';

/** One card of `nvidia-smi -q -x`; bytes, null where it says N/A or nothing. */
export interface NvidiaSmiXmlCard extends NvidiaSmiXmlMemory {
  uuid: string | null;
  /** As nvidia-smi writes it, `00000000:01:00.0`. */
  pciAddress: string | null;
  name: string | null;
  usagePercent: number | null;
  celsius: number | null;
  watts: number | null;
  fanPercent: number | null;
  /** Empty when the card is not split. */
  migInstances: NvidiaSmiXmlInstance[];
}

export interface NvidiaSmiXmlInstance extends NvidiaSmiXmlMemory {
  index: number | null;
  id: string | null;
  name: string | null;
  gpuInstanceId: number | null;
  computeInstanceId: number | null;
}

export interface NvidiaSmiXmlMemory {
  memoryTotal: number | null;
  memoryUsed: number | null;
  memoryFree: number | null;
  memoryReserved: number | null;
}

/**
 * `nvidia-smi -q -x` (https://docs.nvidia.com/deploy/nvidia-smi/): its cards with their MIG instances, which no
 * other form of its output has. Cards of which the closing tag is missing are left out.
 */
export function parseNvidiaSmiXml(text: string): NvidiaSmiXmlCard[] {
  const root = elementsIn(text);
  return root.children.filter(({ name }) => name === 'gpu').map(cardOf);
}

/** An element with what it holds; `text` is that directly in it. */
interface Element {
  name: string;
  attributes: string;
  text: string;
  children: Element[];
}

/** The document's root as one element, or what stands in its place; elements that are not closed are left out. */
function elementsIn(text: string): Element {
  const outside = element('', '');
  const open = [outside];
  for (const { name, kind, attributes, text: behind } of xmlTags(text)) {
    if (kind === 'close') close(open, name);
    else if (kind === 'open') open.push(element(name, attributes));
    else open.at(-1)?.children.push(element(name, attributes));
    const inner = open.at(-1);
    if (inner !== undefined) inner.text += behind;
  }
  const log = [...outside.children, ...open.slice(1)].find(({ name }) => name === 'nvidia_smi_log');
  return log ?? element('', '');
}

function element(name: string, attributes: string): Element {
  return { name, attributes, text: '', children: [] };
}

/** Ends the innermost element if the name is its; a closing tag out of place is ignored. */
function close(open: Element[], name: string): void {
  if (open.length < 2 || open.at(-1)?.name !== name) return;
  const done = open.pop();
  if (done !== undefined) open.at(-1)?.children.push(done);
}

function inside(from: Element | undefined, ...path: string[]): Element | undefined {
  return path.reduce<Element | undefined>(
    (at, name) => at?.children.find((child) => child.name === name),
    from,
  );
}

function parsed(from: Element | undefined, ...path: string[]): string | null {
  const text = inside(from, ...path)?.text.trim();
  return text === undefined || text === '' || text === 'N/A' || /^\[.*\]$/.test(text) ? null : xmlText(text);
}

/** A number with the unit it is expected in. */
function measured(unit: string, text: string | null): number | null {
  const [, digits, found] = /^(-?\d{1,40}(?:\.\d{1,15})?)(?: (\S+))?$/.exec(text ?? '') ?? [];
  return digits !== undefined && (found ?? '') === unit ? Number(digits) : null;
}

function cardOf(gpu: Element): NvidiaSmiXmlCard {
  const ownId = /\bid="([^"]*)"/.exec(gpu.attributes)?.[1];
  return {
    uuid: parsed(gpu, 'uuid'),
    pciAddress: parsed(gpu, 'pci', 'pci_bus_id') ?? ownId ?? null,
    name: parsed(gpu, 'product_name'),
    usagePercent: measured('%', parsed(gpu, 'utilization', 'gpu_util')),
    celsius: measured('C', parsed(gpu, 'temperature', 'gpu_temp')),
    watts: wattsOf(gpu),
    fanPercent: measured('%', parsed(gpu, 'fan_speed')),
    ...memoryOf(gpu),
    migInstances: (inside(gpu, 'mig_devices')?.children ?? [])
      .filter(({ name }) => name === 'mig_device')
      .map(instanceOf),
  };
}

/** Versions of the program put the power drawn in different places. */
function wattsOf(gpu: Element): number | null {
  const places = ['gpu_power_readings', 'power_readings'].flatMap((group) =>
    ['power_draw', 'average_power_draw', 'instant_power_draw'].map((name) => parsed(gpu, group, name)),
  );
  return places.map((text) => measured('W', text)).find((watts) => watts !== null) ?? null;
}

function memoryOf(from: Element): NvidiaSmiXmlMemory {
  const bytes = (name: string) => {
    const mebibytes = measured('MiB', parsed(from, 'fb_memory_usage', name));
    return mebibytes === null ? null : Math.round(mebibytes * 2 ** 20);
  };
  return {
    memoryTotal: bytes('total'),
    memoryUsed: bytes('used'),
    memoryFree: bytes('free'),
    memoryReserved: bytes('reserved'),
  };
}

function instanceOf(instance: Element): NvidiaSmiXmlInstance {
  return {
    index: measured('', parsed(instance, 'index')),
    id: parsed(instance, 'uuid'),
    name: parsed(instance, 'product_name'),
    gpuInstanceId: measured('', parsed(instance, 'gpu_instance_id')),
    computeInstanceId: measured('', parsed(instance, 'compute_instance_id')),
    ...memoryOf(instance),
  };
}
