import { parseArgs } from 'node:util';
import { keyName } from '../access/key-lines.js';
import { SettingError } from './values.js';
import type { Definition } from './definition.js';
import { nearest } from './nearest.js';
import { isServiceLink, serviceLinkWarning } from './service-links.js';
import { settingEntries, settingsOf, type Settings } from './settings.js';

/** A setting as it may be shown: a secret only as being set. */
export interface ShownSetting {
  variable: string;
  value: string;
  /** Where the value is from; null is the default. */
  from: 'command line' | 'environment' | null;
}

/** What the command line asks for. */
export type Command =
  | { kind: 'serve'; settings: Settings; warnings: string[] }
  | { kind: 'check'; settings: Settings; warnings: string[]; shown: ShownSetting[] }
  | { kind: 'key'; name: string }
  | { kind: 'help' | 'version' };

/** Reads command line and environment; the command line wins. Throws a SettingError. */
export function readCommand(args: readonly string[], environment: NodeJS.ProcessEnv): Command {
  const { values: given, positionals } = parseCommandLine(args);
  if (given['help'] === true) return { kind: 'help' };
  if (given['version'] === true) return { kind: 'version' };
  if (positionals.length > 0) return subcommand(positionals);
  const shown: ShownSetting[] = [];
  const settings = settingsOf((definition) => {
    const option = definition.secret ? undefined : given[optionName(definition)];
    const text = typeof option === 'string' ? option : variableOf(definition, environment);
    const shownAs = typeof option === 'string' ? `--${optionName(definition)}` : definition.variable;
    shown.push(shownSetting(definition, text, typeof option === 'string'));
    return parsed(definition, text, shownAs);
  });
  const run = { settings, warnings: warningsOf(environment) };
  return given['check'] === true ? { kind: 'check', ...run, shown } : { kind: 'serve', ...run };
}

/** `key [name]`; there is no other. */
function subcommand([first, name = 'main', ...rest]: readonly string[]): Command {
  const [unexpected] = first === 'key' ? rest : [first];
  if (unexpected === undefined) return { kind: 'key', name: keyName(name) };
  throw new SettingError(`Unexpected argument '${unexpected}'; --help lists the options`);
}

/** The text of a setting's variable; of a fallback that lists several (systemd's) the first. */
function variableOf({ variable, fallback }: Definition<unknown>, environment: NodeJS.ProcessEnv) {
  const text = isServiceLink(variable, environment[variable]) ? undefined : environment[variable];
  if ((text !== undefined && text !== '') || fallback === undefined) return text;
  return environment[fallback]?.split(':', 1)[0];
}

/** One row for each setting, for `--help` and the documents. */
export function settingRows(): {
  variable: string;
  option: string | null;
  default: string;
  description: string;
}[] {
  return settingEntries().map(([, definition]) => ({
    variable: definition.variable,
    option: definition.secret ? null : `--${optionName(definition)}`,
    default: definition.default,
    description: definition.description,
  }));
}

/** `SYSMON_DISK_PATH` is `--disk-path`, `OLLAMA_HOST` is `--ollama-host`. */
function optionName({ variable }: { variable: string }): string {
  return variable
    .replace(/^SYSMON_/, '')
    .toLowerCase()
    .replaceAll('_', '-');
}

function parseCommandLine(args: readonly string[]) {
  const options = Object.fromEntries(
    settingEntries()
      .filter(([, definition]) => !definition.secret)
      .map(([, definition]) => [optionName(definition), { type: 'string' as const }]),
  );
  const switches = {
    check: { type: 'boolean' as const },
    help: { type: 'boolean' as const, short: 'h' },
    version: { type: 'boolean' as const, short: 'v' },
  };
  try {
    const found = parseArgs({
      args: [...args],
      options: { ...options, ...switches },
      allowPositionals: true,
    });
    const values: Record<string, unknown> = found.values;
    return { values, positionals: found.positionals };
  } catch (thrown) {
    // Node's own message goes on with advice in further sentences and lines.
    const reason = thrown instanceof Error ? thrown.message.split(/\.\s/, 1).join() : String(thrown);
    const unknown = /^Unknown option '--([^']+)'/.exec(reason)?.[1];
    const known = [...Object.keys(options), ...Object.keys(switches)];
    throw new SettingError(
      `${reason};${unknown === undefined ? '' : meant(unknown, known)} --help lists the options`,
    );
  }
}

function parsed<T>(definition: Definition<T>, text: string | undefined, shownAs: string): T {
  // An empty variable is how compose files and units say "not set".
  if (text === undefined || text === '') return definition.parse(definition.default);
  try {
    return definition.parse(text);
  } catch (thrown) {
    if (!(thrown instanceof SettingError)) throw thrown;
    const shown = definition.secret ? '' : `=${JSON.stringify(withoutCredentials(text))}`;
    throw new SettingError(`${shownAs}${shown}: ${thrown.message}`);
  }
}

function shownSetting(definition: Definition<unknown>, text = '', isOption: boolean): ShownSetting {
  const value = text === '' ? definition.default : text;
  return {
    variable: definition.variable,
    value: definition.secret && text !== '' ? '(set)' : withoutCredentials(value),
    from: text === '' ? null : isOption ? 'command line' : 'environment',
  };
}

/** An address may carry a password, and an error message ends up in logs. */
function withoutCredentials(text: string): string {
  return text.replace(/(?<=^|:\/\/).*@/s, '…@');
}

/** What an unknown option may have meant, as a question with a blank before it; empty when nothing is near. */
function meant(option: string, known: readonly string[]): string {
  const secret = settingEntries().find(([, one]) => one.secret && optionName(one) === option)?.[1];
  if (secret !== undefined) return ` ${secret.variable} can be given in the environment alone;`;
  const found = nearest(option, known);
  return found === null ? '' : ` did you mean --${found}?`;
}

function warningsOf(environment: NodeJS.ProcessEnv): string[] {
  const links = serviceLinkWarning(environment);
  return [...(links === null ? [] : [links]), ...unknownVariables(environment)];
}

function unknownVariables(environment: NodeJS.ProcessEnv): string[] {
  const known = settingEntries().map(([, { variable }]) => variable);
  const byShortName = new Map(known.map((variable) => [withoutPrefix(variable), variable]));
  return Object.keys(environment)
    .filter((variable) => prefix.test(variable) && !known.includes(variable))
    .filter((variable) => !isServiceLink(variable, environment[variable]))
    .map((variable) => {
      const found = byShortName.get(nearest(withoutPrefix(variable), [...byShortName.keys()]) ?? '');
      const question = found === undefined ? '' : ` did you mean ${found}?`;
      return `${variable} is not a setting and has no effect;${question} --help lists the settings`;
    });
}

const prefix = /^SYSMON[_-]/i;

function withoutPrefix(variable: string): string {
  return variable.replace(prefix, '');
}
