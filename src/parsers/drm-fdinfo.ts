/** What one open file of a graphics driver tells about the program that opened it; null where not told. */
export interface DrmFdinfo {
  driver: string | null;
  /** `0000:08:00.0`; null for cards that are not on a PCI bus. */
  pciAddress: string | null;
  /** Files with the same number on the same card are one client, counted once. */
  clientId: number | null;
  engines: Map<string, DrmEngineTime>;
  memory: Map<string, DrmRegion>;
}

/** How long the client kept one kind of engine busy, since it was opened. */
export interface DrmEngineTime {
  nanoseconds: number | null;
  cycles: number | null;
  /** Cycles that passed for the whole engine, busy or not. */
  totalCycles: number | null;
  /** How many engines of this kind there are. */
  capacity: number;
}

/** Bytes of one kind of memory. */
export interface DrmRegion {
  /** All that the client has allocated there. */
  total: number | null;
  /** The part that is really there at the moment. */
  resident: number | null;
}

/**
 * `/proc/<pid>/fdinfo/<fd>` of a file below /dev/dri (https://docs.kernel.org/gpu/drm-usage-stats.html), in the
 * spellings of amdgpu since Linux 5.14, i915, xe, panfrost, msm and others.
 */
export function parseDrmFdinfo(text: string): DrmFdinfo {
  const parsed: DrmFdinfo = {
    driver: null,
    pciAddress: null,
    clientId: null,
    engines: new Map(),
    memory: new Map(),
  };
  let pasid: number | null = null;
  for (const [, key = '', cell = ''] of text.matchAll(/^([\w -]+):(.*)$/gm)) {
    const value = cell.trim();
    if (key === 'drm-driver') parsed.driver = value === '' ? null : value;
    else if (key === 'drm-pdev' || key === 'pdev') parsed.pciAddress = pciAddress(value);
    else if (key === 'drm-client-id') parsed.clientId = whole(value);
    else if (key === 'pasid') pasid = whole(value);
    else if (!addEngine(parsed.engines, key, value)) addMemory(parsed.memory, key, value);
  }
  // amdgpu before Linux 5.19 had no client ids; its address space is the client's own.
  if (parsed.clientId === null && parsed.pciAddress !== null) parsed.clientId = pasid;
  return parsed;
}

const engineFields = new Map<string, keyof DrmEngineTime>([
  ['engine', 'nanoseconds'],
  ['cycles', 'cycles'],
  ['total-cycles', 'totalCycles'],
  ['engine-capacity', 'capacity'],
]);

function addEngine(engines: Map<string, DrmEngineTime>, key: string, value: string): boolean {
  const [, kind = '', name] = /^drm-(engine-capacity|engine|total-cycles|cycles)-(.+)$/.exec(key) ?? [];
  const field = engineFields.get(kind);
  if (field === undefined || name === undefined) return false;
  const number = whole(value.replace(/ ns$/, ''));
  if (number === null) return true;
  const engine = engines.get(name) ?? { nanoseconds: null, cycles: null, totalCycles: null, capacity: 1 };
  engine[field] = number;
  if (engine.capacity < 1) engine.capacity = 1;
  engines.set(name, engine);
  return true;
}

/** `drm-memory-vram`, `drm-resident-vram0`, `drm-total-system`; before Linux 5.19 `vram mem`. */
function addMemory(memory: Map<string, DrmRegion>, key: string, value: string): void {
  const [, kind, named, old] = /^(?:drm-(total|resident|memory)-(.+)|(\w+) mem)$/.exec(key) ?? [];
  const name = named ?? old;
  const bytes = bytesOf(value);
  if (name === undefined || bytes === null) return;
  const region = memory.get(name) ?? { total: null, resident: null };
  if (kind === 'total') region.total = bytes;
  // drm-memory is the older word for what is resident.
  else if (kind === 'resident') region.resident = bytes;
  else region.resident ??= bytes;
  memory.set(name, region);
}

const units = new Map([
  ['', 1],
  ['kB', 2 ** 10],
  ['KiB', 2 ** 10],
  ['MiB', 2 ** 20],
  ['GiB', 2 ** 30],
]);

function bytesOf(value: string): number | null {
  const [, digits = '', unit = ''] = /^(\d+)(?:\s+(\w+))?$/.exec(value) ?? [];
  const number = whole(digits);
  const size = units.get(unit);
  return number === null || size === undefined ? null : number * size;
}

function whole(digits: string): number | null {
  return /^\d{1,20}$/.test(digits) ? Number(digits) : null;
}

function pciAddress(value: string): string | null {
  return /^[\da-f]{4,8}:[\da-f]{2}:[\da-f]{2}\.[0-7]$/i.exec(value)?.[0].toLowerCase() ?? null;
}
