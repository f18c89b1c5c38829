import { ratioOf } from './arithmetic.js';

/** A battery, charger or other supply; null for what its driver does not tell. */
export interface PowerSupply {
  /** `Battery`, `Mains`, `USB`, `UPS`, … */
  type: string | null;
  /** `Device` for the battery of a mouse or the like; else it feeds the machine. */
  scope: string | null;
  /** `Charging`, `Discharging`, `Full`, `Not charging`, `Unknown`. */
  status: string | null;
  present: boolean | null;
  /** Whether a charger gives power. */
  online: boolean | null;
  /** How full it is; by what it holds now and when full, where it does not say so itself. */
  percent: number | null;
  volts: number | null;
  /** How fast it is charged or discharged; never negative. */
  watts: number | null;
  energyWattHours: number | null;
  fullWattHours: number | null;
  designWattHours: number | null;
  cycles: number | null;
  technology: string | null;
  manufacturer: string | null;
  model: string | null;
}

/**
 * `/sys/class/power_supply/<name>/uevent` (https://docs.kernel.org/power/power_supply_class.html), which has all
 * attributes in one: µV, µA, µW, µWh, µAh. The serial number is not taken.
 */
export function parsePowerSupply(text: string): PowerSupply {
  const values = new Map<string, string>();
  for (const [, name = '', cell = ''] of text.matchAll(/^POWER_SUPPLY_([A-Z0-9_]+)=(.*)$/gm)) {
    const value = cell.trim();
    if (value !== '') values.set(name, value);
  }
  const word = (name: string) => values.get(name) ?? null;
  const micro = (name: string) => scaled(values.get(name));
  const volts = micro('VOLTAGE_NOW');
  // Capacities in ampere-hours are meant at the voltage the battery was designed for.
  const nominal = micro('VOLTAGE_MIN_DESIGN') ?? volts;
  const filled = (amount: string) => percentOf(micro(`${amount}_NOW`), micro(`${amount}_FULL`));
  const energy = (state: string) => micro(`ENERGY_${state}`) ?? product(micro(`CHARGE_${state}`), nominal);
  return {
    type: word('TYPE'),
    scope: word('SCOPE'),
    status: word('STATUS'),
    present: truth(word('PRESENT')),
    online: truth(word('ONLINE')),
    percent: fullness(whole(values.get('CAPACITY')) ?? filled('ENERGY') ?? filled('CHARGE')),
    volts,
    watts: magnitude(micro('POWER_NOW') ?? product(micro('CURRENT_NOW'), volts)),
    energyWattHours: energy('NOW'),
    fullWattHours: energy('FULL'),
    designWattHours: energy('FULL_DESIGN'),
    cycles: whole(values.get('CYCLE_COUNT')),
    technology: word('TECHNOLOGY'),
    manufacturer: word('MANUFACTURER'),
    model: word('MODEL_NAME'),
  };
}

function scaled(text: string | undefined): number | null {
  return text !== undefined && /^-?\d{1,40}$/.test(text) ? Number(text) / 1e6 : null;
}

function whole(text: string | undefined): number | null {
  return text !== undefined && /^-?\d{1,40}$/.test(text) ? Number(text) : null;
}

function percentOf(part: number | null, all: number | null): number | null {
  const ratio = ratioOf(part, all);
  return ratio === null ? null : Math.round(ratio * 100);
}

/** By how much a battery may hold more than its gauge learnt that it holds, percent. */
const mostOverFull = 150;

/** A battery that holds more than when it was last known to be full is full. */
function fullness(percent: number | null): number | null {
  return percent !== null && percent <= mostOverFull ? Math.min(100, percent) : percent;
}

/** Chargers say 1 for a fixed and 2 for a programmable supply. */
function truth(text: string | null): boolean | null {
  return text !== null && /^[0-2]$/.test(text) ? text !== '0' : null;
}

function product(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a * b;
}

/** Some drivers write a current that flows out as a negative one. */
function magnitude(value: number | null): number | null {
  return value === null ? null : Math.abs(value);
}
