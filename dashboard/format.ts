/** What stands for a value that is not known. */
export const unknown = 'n/a';

type Value = number | null;

// Kept: making one costs more than all else that an update does.
const format = (digits: number) =>
  new Intl.NumberFormat('en', { maximumFractionDigits: digits, minimumFractionDigits: digits });
const formats = { 0: format(0), 1: format(1), 2: format(2) };

const written = (value: number, decimals: 0 | 1 | 2) => formats[decimals].format(value);

/** A count, `17,366`. */
export function countText(value: Value): string {
  return value === null ? unknown : written(value, 0);
}

/** `36.7 %`; whole numbers from 99.95 on. */
export function percentText(value: Value): string {
  return value === null ? unknown : `${written(value, value >= 99.95 ? 0 : 1)} %`;
}

/** A number with its unit, `688 W`. */
export function unitText(value: Value, unit: string, decimals: 0 | 1 | 2 = 0): string {
  return value === null ? unknown : `${written(value, decimals)} ${unit}`;
}

/** Three digits at least, none behind 100: `9.66`, `72.4`, `503`. */
const short = (value: number) => written(value, value < 9.995 ? 2 : value < 99.95 ? 1 : 0);

function scaled(value: number, base: number, units: readonly string[]): string {
  let [left, unit] = [value, 0];
  while (left >= base * 0.9995 && unit < units.length - 1) [left, unit] = [left / base, unit + 1];
  return `${unit === 0 ? written(left, 0) : short(left)} ${units[unit] ?? ''}`;
}

/** An amount of memory or space in powers of 1024: `72.4 GiB`. */
export function bytesText(value: Value): string {
  return value === null ? unknown : scaled(value, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']);
}

/** A rate in powers of 1000, as disks and networks are sold: `878 MB/s`. */
export function rateText(value: Value): string {
  return value === null ? unknown : scaled(value, 1000, ['B/s', 'kB/s', 'MB/s', 'GB/s', 'TB/s']);
}

/** A rate on an axis, without decimals that are zero: `500 MB/s`. */
export function axisRate(value: number): string {
  return rateText(value)
    .replace(/\.0+ /, ' ')
    .replace(/(\.\d)0 /, '$1 ');
}

/** Tokens a second, without their unit: `41.7`, `950`; 0 is 0. */
export function tokensText(value: Value): string {
  return value === null ? unknown : written(value, value === 0 || value >= 99.95 ? 0 : 1);
}

/** `2,048 of 4,096`. */
export function ofText(part: Value, whole: Value): string {
  return part === null && whole === null ? unknown : `${countText(part)} of ${countText(whole)}`;
}

/** The share of 100 that `part` is of `whole`; null when one of them is not known, or there is no whole. */
export function percentOf(part: Value, whole: Value): number | null {
  return part === null || whole === null || whole === 0 ? null : (part / whole) * 100;
}

const [minute, hour, day] = [60, 3600, 86_400];

/** A long time in its two greatest units: `45 d 8 h`, `4 min 53 s`. */
export function durationText(seconds: Value): string {
  if (seconds === null) return unknown;
  const whole = Math.floor(seconds);
  if (whole >= day) return `${Math.floor(whole / day)} d ${Math.floor((whole % day) / hour)} h`;
  if (whole >= hour) return `${Math.floor(whole / hour)} h ${Math.floor((whole % hour) / minute)} min`;
  return whole >= minute ? `${Math.floor(whole / minute)} min ${whole % minute} s` : `${whole} s`;
}

/** What is left, as clocks count down: `4:53`, `1:04:53`. */
export function countdownText(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  const two = (part: number) => String(part).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / hour), Math.floor((whole % hour) / minute)];
  const rest = two(whole % minute);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** `72.4 / 79.7 GiB`; of a total that is not known nothing can be said. */
export function fillText(used: Value, total: Value): string {
  const [part, whole] = [bytesText(used), bytesText(total)];
  const unit = whole.split(' ')[1] ?? '';
  return total === null ? unknown : `${part.endsWith(` ${unit}`) ? part.split(' ')[0] : part} / ${whole}`;
}

/** `72.4 GiB of 79.7 GiB`. */
export function shareText(used: Value, total: Value): string {
  return used === null && total === null ? unknown : `${bytesText(used)} of ${bytesText(total)}`;
}

/** A list of numbers such as the load: `58.21 61.07 57.94`. */
export function numbersText(values: readonly number[] | null, decimals: 0 | 1 | 2 = 2): string {
  return values === null ? unknown : values.map((value) => written(value, decimals)).join('  ');
}

/** A detail of the API as a sentence of its own. */
export function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
