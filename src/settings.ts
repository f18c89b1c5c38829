import { parseArgs } from 'node:util';
import { trustedProxies } from './access/trusted-proxies.js';
import {
  absolutePath,
  duration,
  gpuVendors,
  headers,
  loopbackAddress,
  nvmlLibrary,
  ollamaAddress,
  programPath,
  SettingError,
  vendors,
  wholeNumber,
  word,
} from './setting-values.js';

/** How one setting is named, what it means, and how its text becomes a value (`parse` throws a sentence). */
interface Definition<T> {
  variable: string;
  default: string;
  description: string;
  parse: (text: string) => T;
  /** A secret has no command-line form: other users of the machine can read command lines. */
  secret?: true;
}

const define = <T>(definition: Definition<T>) => definition;

const definitions = {
  host: define({
    variable: 'SYSMON_HOST',
    default: '127.0.0.1',
    description: 'address to listen on; only loopback addresses while there are no API keys',
    parse: loopbackAddress,
  }),
  port: define({
    variable: 'SYSMON_PORT',
    default: '5000',
    description: 'TCP port to listen on; 0 takes a free one',
    parse: wholeNumber(0, 65535),
  }),
  trustProxy: define({
    variable: 'SYSMON_TRUST_PROXY',
    default: '',
    description:
      'proxies whose X-Forwarded-For, -Proto, -Host and -Prefix are believed: addresses, networks, loopback, unix; needs API keys',
    parse: trustedProxies,
  }),
  interval: define({
    variable: 'SYSMON_INTERVAL',
    default: '1s',
    description: 'how often a domain is read while somebody asks for it',
    parse: duration(100, 60_000),
  }),
  idleInterval: define({
    variable: 'SYSMON_IDLE_INTERVAL',
    default: '10s',
    description: 'how often the cheap domains are read while nobody asks',
    parse: duration(1_000, 3_600_000),
  }),
  diskPath: define({
    variable: 'SYSMON_DISK_PATH',
    default: '/',
    description: 'the file system shown by /stats/disk',
    parse: absolutePath,
  }),
  root: define({
    variable: 'SYSMON_ROOT',
    default: '/',
    description: "where the host's / is mounted, inside a container",
    parse: absolutePath,
  }),
  proc: define({
    variable: 'SYSMON_PROC',
    default: '/proc',
    description: "where the host's /proc is mounted, inside a container",
    parse: absolutePath,
  }),
  sys: define({
    variable: 'SYSMON_SYS',
    default: '/sys',
    description: "where the host's /sys is mounted, inside a container",
    parse: absolutePath,
  }),
  ollamaUrl: define({
    variable: 'OLLAMA_HOST',
    default: '127.0.0.1:11434',
    description: 'where Ollama answers, in all the forms Ollama itself takes',
    parse: ollamaAddress,
  }),
  ollamaHeaders: define({
    variable: 'SYSMON_OLLAMA_HEADERS',
    default: '',
    description: 'headers sent to an Ollama behind a proxy: "Name: value", or several as a JSON object',
    parse: headers,
    secret: true,
  }),
  gpu: define({
    variable: 'SYSMON_GPU',
    default: 'auto',
    description: `GPU backends to use: auto (all), none, or a list of ${gpuVendors.join(', ')}`,
    parse: vendors,
  }),
  nvidiaSmi: define({
    variable: 'SYSMON_NVIDIA_SMI',
    default: 'nvidia-smi',
    description: 'the nvidia-smi program; a bare name is looked up in PATH',
    parse: programPath,
  }),
  nvml: define({
    variable: 'SYSMON_NVML',
    default: 'auto',
    description: "NVIDIA's library libnvidia-ml: auto (found where drivers put it), off, or its path",
    parse: nvmlLibrary,
  }),
  rocmSmi: define({
    variable: 'SYSMON_ROCM_SMI',
    default: 'rocm-smi',
    description: 'the rocm-smi program; a bare name is looked up in PATH',
    parse: programPath,
  }),
  amdSmi: define({
    variable: 'SYSMON_AMD_SMI',
    default: 'amd-smi',
    description: 'the amd-smi program; a bare name is looked up in PATH',
    parse: programPath,
  }),
  tegrastats: define({
    variable: 'SYSMON_TEGRASTATS',
    default: 'tegrastats',
    description: 'the tegrastats program of a Jetson; a bare name is looked up in PATH',
    parse: programPath,
  }),
  logLevel: define({
    variable: 'SYSMON_LOG_LEVEL',
    default: 'info',
    description: 'silent, error, warn, info, debug or trace',
    parse: word('silent', 'error', 'warn', 'info', 'debug', 'trace'),
  }),
};

type Definitions = typeof definitions;

/** The settings of one run, parsed and checked. */
export type Settings = { [K in keyof Definitions]: ReturnType<Definitions[K]['parse']> };

/** What the command line asks for. */
export type Command =
  { kind: 'serve'; settings: Settings; warnings: string[] } | { kind: 'help' | 'version' };

/** Reads command line and environment; the command line wins. Throws a SettingError. */
export function readCommand(args: readonly string[], environment: NodeJS.ProcessEnv): Command {
  const given = parseCommandLine(args);
  if (given['help'] === true) return { kind: 'help' };
  if (given['version'] === true) return { kind: 'version' };
  const values: Record<string, unknown> = {};
  for (const [key, definition] of entries()) {
    const option = definition.secret ? undefined : given[optionName(definition)];
    const text = typeof option === 'string' ? option : environment[definition.variable];
    const shownAs = typeof option === 'string' ? `--${optionName(definition)}` : definition.variable;
    values[key] = parsed(definition, text, shownAs);
  }
  return { kind: 'serve', settings: values as Settings, warnings: unknownVariables(environment) };
}

/** The settings of a run without arguments and environment, changed by `changes`; for tests and scripts. */
export function defaultSettings(changes: Partial<Settings> = {}): Settings {
  const values = Object.fromEntries(entries().map(([key, { parse, default: text }]) => [key, parse(text)]));
  return { ...(values as Settings), ...changes };
}

/** One row for each setting, for `--help` and the documents. */
export function settingRows(): {
  variable: string;
  option: string | null;
  default: string;
  description: string;
}[] {
  return entries().map(([, definition]) => ({
    variable: definition.variable,
    option: definition.secret ? null : `--${optionName(definition)}`,
    default: definition.default,
    description: definition.description,
  }));
}

function entries(): [string, Definition<unknown>][] {
  return Object.entries(definitions);
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
    entries()
      .filter(([, definition]) => !definition.secret)
      .map(([, definition]) => [optionName(definition), { type: 'string' as const }]),
  );
  const switches = {
    help: { type: 'boolean' as const, short: 'h' },
    version: { type: 'boolean' as const, short: 'v' },
  };
  try {
    return parseArgs({ args: [...args], options: { ...options, ...switches } }).values as Record<
      string,
      unknown
    >;
  } catch (thrown) {
    // Node's own message goes on with advice in further sentences and lines.
    const reason = thrown instanceof Error ? thrown.message.split(/\.\s/, 1).join() : String(thrown);
    throw new SettingError(`${reason}; --help lists the options`);
  }
}

function parsed(definition: Definition<unknown>, text: string | undefined, shownAs: string): unknown {
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

/** An address may carry a password, and an error message ends up in logs. */
function withoutCredentials(text: string): string {
  return text.replace(/(?<=^|:\/\/).*@/s, '…@');
}

function unknownVariables(environment: NodeJS.ProcessEnv): string[] {
  const known = new Set(entries().map(([, { variable }]) => variable));
  return Object.keys(environment)
    .filter((variable) => variable.startsWith('SYSMON_') && !known.has(variable))
    .map((variable) => `${variable} is not a setting and has no effect; --help lists the settings`);
}
