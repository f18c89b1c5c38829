import { eachProgram } from '../programs.js';
import type { Definition } from './definition.js';
import { programPath } from './values.js';

/** A setting for every program, which names another one. */
export const programSettings = eachProgram(({ name, setting, of = '' }): Definition<string> => ({
  variable: setting,
  default: name,
  description: `the ${name} program${of}; a bare name is looked up in PATH`,
  parse: programPath,
}));
