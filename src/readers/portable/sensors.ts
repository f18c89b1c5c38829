import { asFailure } from '../../failures.js';
import type { Host } from '../../host/host.js';
import { knownNumber, knownPositive, knownText } from '../../parsers/systeminformation.js';
import type { ChipReading, SensorReading } from '../sensors/chips.js';
import type { PowerSupplyReading, SensorsReading } from '../sensors/reader.js';
import type { Reader } from '../reader.js';

type Temperature = Awaited<ReturnType<Host['portable']['cpuTemperature']>>;
type Battery = Awaited<ReturnType<Host['portable']['battery']>>;

/**
 * The processor's temperature and the battery on macOS, Windows and the BSDs through systeminformation, which knows
 * no other sensors. A Failure only when neither can be asked.
 */
export function portableSensorsReader(host: Host): Reader<SensorsReading> {
  return async () => {
    const [temperature, battery] = await Promise.all([
      host.portable.cpuTemperature().catch(asFailure),
      host.portable.battery().catch(asFailure),
    ]);
    if (temperature instanceof Error && battery instanceof Error) throw temperature;
    return {
      chips: temperature instanceof Error ? null : processor(temperature),
      zones: [],
      supplies: battery instanceof Error ? null : supplies(battery),
    };
  };
}

/** Where the library knows no temperature it says null, 0 or -1. */
function processor({ main, cores }: Temperature): ChipReading[] {
  const sensor = (name: string, label: string, celsius: unknown): SensorReading[] => {
    const value = knownPositive(celsius);
    if (value === null) return [];
    return [{ kind: 'temperature', name, label, value, reason: null, min: null, max: null, critical: null }];
  };
  const sensors = [
    ...sensor('main', 'Processor', main),
    ...cores.flatMap((celsius, core) => sensor(`core${core}`, `Core ${core}`, celsius)),
  ];
  if (sensors.length === 0) return [];
  return [{ id: 'cpu', name: 'cpu', device: null, bus: null, state: 'ok', sensors }];
}

function supplies(battery: Battery): PowerSupplyReading[] {
  if (!battery.hasBattery) return [];
  const wattHours = (capacity: unknown) => {
    const known = knownPositive(capacity);
    return known === null || !/^mWh$/i.test(battery.capacityUnit) ? null : known / 1000;
  };
  return [
    {
      name: 'battery',
      type: 'Battery',
      scope: null,
      status: battery.isCharging ? 'Charging' : battery.acConnected ? 'Not charging' : 'Discharging',
      present: true,
      online: null,
      percent: knownNumber(battery.percent),
      volts: knownPositive(battery.voltage),
      watts: null,
      energyWattHours: wattHours(battery.currentCapacity),
      fullWattHours: wattHours(battery.maxCapacity),
      designWattHours: wattHours(battery.designedCapacity),
      cycles: knownPositive(battery.cycleCount),
      technology: knownText(battery.type),
      manufacturer: knownText(battery.manufacturer),
      model: knownText(battery.model),
      reason: null,
    },
  ];
}
