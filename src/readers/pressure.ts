import { between, percent } from '../bounds.js';
import type { Bounds } from '../plausible.js';
import type { Pressure } from '../parsers/proc/pressure.js';

/** Longer than any machine has run, s: ten thousand years of one task's waiting. */
const longest = 1e12;

/** What the pressure on a resource can be, the same for each of them. */
export const pressureBounds: Bounds<Pressure> = {
  some: percent('pressure_some_percent'),
  full: percent('pressure_full_percent'),
  someSeconds: between('pressure_some_seconds', 's', 0, longest),
  fullSeconds: between('pressure_full_seconds', 's', 0, longest),
};
