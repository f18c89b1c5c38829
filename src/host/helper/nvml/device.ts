import { unansweredDevice, type NvmlDevice, type NvmlMemory, type NvmlMigInstance } from '../../nvml/nvml.js';
import { nvmlCode } from '../../../parsers/nvidia/return-codes.js';
import type { NvmlFunction, NvmlLibrary } from './library.js';
import { nvmlProcesses } from './processes.js';
import { textIn } from './text.js';

/** Enough for every text the library writes. */
const textSize = 96;
const memoryV2 = { version: 0x2000028, size: 40 };
const temperatureV1 = { version: 0x100000c, size: 12 };
const addressOffset = 36;
const pciInfoSize = 68;
const clocks = { graphics: 0, sm: 1, memory: 2 };
const absentNumber = 0xffffffff;

/** Everything about the card behind `handle`, at its place in the driver's list. */
export function nvmlDevice(library: NvmlLibrary, handle: bigint, index: number | null): NvmlDevice {
  const ask = new NvmlQuestions(library, handle);
  const device: NvmlDevice = {
    ...unansweredDevice(index, ask.errors),
    name: ask.text('name', 'nvmlDeviceGetName'),
    uuid: ask.text('uuid', 'nvmlDeviceGetUUID'),
    pciAddress: ask.pciAddress(),
    memory: ask.memory(),
    celsius: ask.temperature(),
    milliwatts: ask.unsigned('milliwatts', 'nvmlDeviceGetPowerUsage'),
    limitMilliwatts: ask.unsigned('limitMilliwatts', 'nvmlDeviceGetEnforcedPowerLimit'),
    millijoules: ask.unsigned64('millijoules', 'nvmlDeviceGetTotalEnergyConsumption'),
    graphicsMhz: ask.unsigned('graphicsMhz', 'nvmlDeviceGetClockInfo', clocks.graphics),
    smMhz: ask.unsigned('smMhz', 'nvmlDeviceGetClockInfo', clocks.sm),
    memoryMhz: ask.unsigned('memoryMhz', 'nvmlDeviceGetClockInfo', clocks.memory),
    fanPercent: ask.unsigned('fanPercent', 'nvmlDeviceGetFanSpeed'),
    encoderPercent: ask.firstOfTwo('encoderPercent', 'nvmlDeviceGetEncoderUtilization'),
    decoderPercent: ask.firstOfTwo('decoderPercent', 'nvmlDeviceGetDecoderUtilization'),
    performanceState: ask.unsigned('performanceState', 'nvmlDeviceGetPerformanceState'),
    clocksEventReasons: ask.clocksEventReasons(),
    pcieGeneration: ask.unsigned('pcieGeneration', 'nvmlDeviceGetCurrPcieLinkGeneration'),
    pcieWidth: ask.unsigned('pcieWidth', 'nvmlDeviceGetCurrPcieLinkWidth'),
    eccMode: ask.firstOfTwo('eccMode', 'nvmlDeviceGetEccMode'),
    migMode: ask.firstOfTwo('migMode', 'nvmlDeviceGetMigMode'),
    ...ask.utilisation(),
    ...ask.fields(),
  };
  return {
    ...device,
    ecc: device.eccMode === 1 ? ask.eccCounts() : device.ecc,
    migInstances: device.migMode === 1 ? migInstances(library, ask) : [],
    processes: nvmlProcesses(library, handle, ask.errors),
  };
}

/** The MIG instances of a card; places in its list may be empty. */
function migInstances(library: NvmlLibrary, ask: NvmlQuestions): NvmlMigInstance[] {
  const places = ask.unsigned('migInstances', 'nvmlDeviceGetMaxMigDeviceCount') ?? 0;
  const instances: NvmlMigInstance[] = [];
  for (let index = 0; index < places; index += 1) {
    const handle = ask.migHandle(index);
    if (handle === null) continue;
    const instance = new NvmlQuestions(library, handle);
    instances.push({
      index,
      name: instance.text('name', 'nvmlDeviceGetName'),
      uuid: instance.text('uuid', 'nvmlDeviceGetUUID'),
      gpuInstanceId: instance.unsigned('gpuInstanceId', 'nvmlDeviceGetGpuInstanceId'),
      computeInstanceId: instance.unsigned('computeInstanceId', 'nvmlDeviceGetComputeInstanceId'),
      memory: instance.memory(),
    });
  }
  return instances;
}

/** Asks one card (or MIG instance); what is refused gives null, and its return code is kept in `errors`. */
class NvmlQuestions {
  readonly errors: Record<string, number> = {};
  readonly #library: NvmlLibrary;
  readonly #handle: bigint;
  readonly #out = Buffer.alloc(128);
  readonly #second = Buffer.alloc(8);

  constructor(library: NvmlLibrary, handle: bigint) {
    this.#library = library;
    this.#handle = handle;
  }

  #call(name: NvmlFunction, ...args: (number | Buffer)[]): number {
    return this.#library.call(name, this.#handle, ...args);
  }

  #stored<T>(value: string, code: number, get: () => T): T | null {
    if (code === nvmlCode.success) return get();
    this.errors[value] = code;
    return null;
  }

  unsigned(value: string, name: NvmlFunction, ...args: number[]): number | null {
    return this.#stored(value, this.#call(name, ...args, this.#out), () => this.#unsignedAt(0));
  }

  unsigned64(value: string, name: NvmlFunction, ...args: number[]): number | null {
    return this.#stored(value, this.#call(name, ...args, this.#out), () =>
      Number(this.#out.readBigUInt64LE(0)),
    );
  }

  text(value: string, name: NvmlFunction): string | null {
    return this.#stored(value, this.#call(name, this.#out, textSize), () => textIn(this.#out, 0, textSize));
  }

  /** For functions that write two numbers, of which the first is the one wanted. */
  firstOfTwo(value: string, name: NvmlFunction): number | null {
    return this.#stored(value, this.#call(name, this.#out, this.#second), () => this.#unsignedAt(0));
  }

  #unsignedAt(offset: number): number | null {
    const number = this.#out.readUInt32LE(offset);
    return number === absentNumber ? null : number;
  }

  pciAddress(): string | null {
    return this.#stored('pciAddress', this.#call('nvmlDeviceGetPciInfo_v3', this.#out), () =>
      textIn(this.#out, addressOffset, pciInfoSize),
    );
  }

  utilisation(): Pick<NvmlDevice, 'gpuPercent' | 'memoryPercent'> {
    const code = this.#call('nvmlDeviceGetUtilizationRates', this.#out);
    return {
      gpuPercent: this.#stored('gpuPercent', code, () => this.#unsignedAt(0)),
      memoryPercent: this.#stored('memoryPercent', code, () => this.#unsignedAt(4)),
    };
  }

  /** The second version tells reserved memory apart; older drivers have only the first. */
  memory(): NvmlMemory | null {
    const at = (place: number) => Number(this.#out.readBigUInt64LE(place));
    this.#out.writeUInt32LE(memoryV2.version, 0);
    if (this.#call('nvmlDeviceGetMemoryInfo_v2', this.#out) === nvmlCode.success) {
      return { total: at(8), reserved: at(16), free: at(24), used: at(32) };
    }
    const code = this.#call('nvmlDeviceGetMemoryInfo', this.#out);
    return this.#stored('memory', code, () => ({ total: at(0), free: at(8), used: at(16), reserved: null }));
  }

  temperature(): number | null {
    this.#out.fill(0, 0, temperatureV1.size);
    this.#out.writeUInt32LE(temperatureV1.version, 0);
    const code = this.#call('nvmlDeviceGetTemperatureV', this.#out);
    if (code === nvmlCode.success) return this.#out.readInt32LE(8);
    return this.unsigned('celsius', 'nvmlDeviceGetTemperature', 0);
  }

  clocksEventReasons(): string | null {
    const value = 'clocksEventReasons';
    const read = () => `0x${this.#out.readBigUInt64LE(0).toString(16)}`;
    const code = this.#call('nvmlDeviceGetCurrentClocksEventReasons', this.#out);
    if (code === nvmlCode.success) return read();
    return this.#stored(value, this.#call('nvmlDeviceGetCurrentClocksThrottleReasons', this.#out), read);
  }

  eccCounts(): NvmlDevice['ecc'] {
    const count = (value: string, kind: number, counter: number) =>
      this.unsigned64(value, 'nvmlDeviceGetTotalEccErrors', kind, counter);
    return {
      volatileCorrected: count('volatileCorrected', 0, 0),
      volatileUncorrected: count('volatileUncorrected', 1, 0),
      aggregateCorrected: count('aggregateCorrected', 0, 1),
      aggregateUncorrected: count('aggregateUncorrected', 1, 1),
    };
  }

  /** Values that have no function of their own, each with a return code of its own, in one call. */
  fields(): Pick<NvmlDevice, FieldName> {
    const buffer = Buffer.alloc(fieldSize * fields.length);
    fields.forEach(({ id }, place) => buffer.writeUInt32LE(id, place * fieldSize));
    const code = this.#call('nvmlDeviceGetFieldValues', fields.length, buffer);
    const value = (name: FieldName) => {
      const field = buffer.subarray(fields.findIndex((one) => one.name === name) * fieldSize);
      const own = code === nvmlCode.success ? field.readInt32LE(28) : code;
      return this.#stored(name, own, () => fieldNumber(field.readUInt32LE(24), field.subarray(32, 40)));
    };
    return {
      memoryCelsius: value('memoryCelsius'),
      averageMilliwatts: value('averageMilliwatts'),
      instantMilliwatts: value('instantMilliwatts'),
    };
  }

  migHandle(index: number): bigint | null {
    const code = this.#call('nvmlDeviceGetMigDeviceHandleByIndex', index, this.#out);
    return code === nvmlCode.success ? this.#out.readBigUInt64LE(0) : null;
  }
}

const fieldSize = 40;
const fields = [
  { name: 'memoryCelsius', id: 82 },
  { name: 'averageMilliwatts', id: 185 },
  { name: 'instantMilliwatts', id: 186 },
] as const;
type FieldName = (typeof fields)[number]['name'];

/** nvmlValue_t, a union told apart by its type. */
function fieldNumber(type: number, value: Buffer): number | null {
  const readers = [
    () => value.readDoubleLE(0),
    () => value.readUInt32LE(0),
    () => Number(value.readBigUInt64LE(0)),
    () => Number(value.readBigUInt64LE(0)),
    () => Number(value.readBigInt64LE(0)),
    () => value.readInt32LE(0),
    () => value.readUInt16LE(0),
  ];
  return readers[type]?.() ?? null;
}
