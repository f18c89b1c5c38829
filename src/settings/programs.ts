import { eachProgram } from '../programs.js';
import type { Definition } from './settings.js';
import { programPath } from './values.js';

const { ioreg: _, ...settable } = eachProgram(({ name, setting, of = '' }): Definition<string> => ({
  variable: setting ?? '',
  default: name,
  description: `the ${name} program${of}; a bare name is looked up in PATH`,
  parse: programPath,
}));

/** A setting for every program of which another one can be named. */
export const programSettings = settable;
