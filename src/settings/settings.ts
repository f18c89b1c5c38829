import { keyList } from '../access/key-lines.js';
import { networks } from '../access/networks.js';
import { trustedProxies } from '../access/trusted-proxies.js';
import {
  absolutePath,
  compatibleExporters,
  fileMode,
  headers,
  hostNames,
  listenAddress,
  listOf,
  nvmlLibrary,
  ollamaAddress,
  optionalPath,
  origins,
  socketPath,
  vendors,
  wholeNumber,
  word,
} from './values.js';
import type { Definition } from './definition.js';
import { programSettings } from './programs.js';
import { samplingSettings } from './sampling.js';
import { ollamaAddresses, serverAddresses } from './servers.js';

const define = <T>(definition: Definition<T>) => definition;

/** Every setting, in the order in which documents and `--help` list them. */
const definitions = {
  host: define({
    variable: 'SYSMON_HOST',
    default: '127.0.0.1',
    description: 'address to listen on; beyond loopback only with keys',
    parse: listenAddress,
  }),
  port: define({
    variable: 'SYSMON_PORT',
    default: '5000',
    description: 'TCP port to listen on; 0 takes a free one',
    parse: wholeNumber(0, 65535),
  }),
  socket: define({
    variable: 'SYSMON_SOCKET',
    default: '',
    description: 'path of a unix socket to listen on, instead of address and port',
    parse: socketPath,
  }),
  socketMode: define({
    variable: 'SYSMON_SOCKET_MODE',
    default: '0660',
    description: 'who may connect to that socket, as the mode of a file',
    parse: fileMode,
  }),
  tlsCert: define({
    variable: 'SYSMON_TLS_CERT',
    default: '',
    description: "PEM file of the certificate for HTTPS, its issuers' after it; read anew when it changes",
    parse: optionalPath,
  }),
  tlsKey: define({
    variable: 'SYSMON_TLS_KEY',
    default: '',
    description: 'PEM file of its private key, without a passphrase',
    parse: optionalPath,
  }),
  trustProxy: define({
    variable: 'SYSMON_TRUST_PROXY',
    default: '',
    description:
      'proxies whose X-Forwarded-For, -Proto, -Host and -Prefix are believed: addresses, networks, loopback, unix; needs API keys',
    parse: trustedProxies,
  }),
  apiKeys: define({
    variable: 'SYSMON_API_KEYS',
    default: '',
    description: 'keys that open the service, comma-separated: name:key or name:sha256:digest',
    parse: keyList,
    secret: true,
  }),
  apiKeysFile: define({
    variable: 'SYSMON_API_KEYS_FILE',
    default: '',
    description: 'file with such keys, one a line; read again when it changes',
    parse: optionalPath,
  }),
  auth: define({
    variable: 'SYSMON_AUTH',
    default: 'auto',
    description: 'auto: keys are needed beyond loopback, and wherever one is set; off: everybody is let in',
    parse: word('auto', 'off'),
  }),
  stateDirectory: define({
    variable: 'SYSMON_STATE_DIR',
    fallback: 'STATE_DIRECTORY',
    default: '',
    description: 'where a key is made and kept when one is needed and none is set',
    parse: optionalPath,
  }),
  allowFrom: define({
    variable: 'SYSMON_ALLOW_FROM',
    default: '',
    description: 'addresses and networks that are answered, comma-separated; empty: all',
    parse: networks,
  }),
  allowedHosts: define({
    variable: 'SYSMON_ALLOWED_HOSTS',
    default: '',
    description: 'names by which the service may be asked (Host header), comma-separated',
    parse: hostNames,
  }),
  corsOrigins: define({
    variable: 'SYSMON_CORS_ORIGINS',
    default: '',
    description: 'web origins whose pages may ask, comma-separated: https://dash.example.org',
    parse: origins,
  }),
  rateLimit: define({
    variable: 'SYSMON_RATE_LIMIT',
    default: '600',
    description: 'requests a minute for each key, else for each address; 0 is no limit',
    parse: wholeNumber(0, 1_000_000),
  }),
  streams: define({
    variable: 'SYSMON_STREAMS',
    default: '2000',
    description: 'how many streams may be open at once',
    parse: wholeNumber(0, 100_000),
  }),
  ...samplingSettings,
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
    description:
      'headers sent to the Ollama of OLLAMA_HOST alone, as behind a proxy: "Name: value", or several as a JSON object',
    parse: headers,
    secret: true,
  }),
  ollamaHosts: define({
    variable: 'SYSMON_OLLAMA_HOSTS',
    default: '',
    description: 'further Ollamas for /stats/models, comma-separated, in the forms of OLLAMA_HOST',
    parse: ollamaAddresses,
  }),
  modelServerUrls: define({
    variable: 'SYSMON_MODEL_SERVERS',
    default: '',
    description:
      'llama-servers and vLLMs for /stats/models, comma-separated: http://host:port, with a prefix of paths if there is one',
    parse: serverAddresses,
  }),
  modelServerKeysFile: define({
    variable: 'SYSMON_MODEL_SERVERS_KEYS_FILE',
    default: '',
    description:
      'file with their API keys, lines of an address, a blank and a key; read again when it changes',
    parse: optionalPath,
  }),
  gpu: define({
    variable: 'SYSMON_GPU',
    default: 'auto',
    description: 'GPU backends to use: auto (all), none, or a list of them such as nvidia,amd',
    parse: vendors,
  }),
  nvml: define({
    variable: 'SYSMON_NVML',
    default: 'auto',
    description: "NVIDIA's library libnvidia-ml: auto (found where drivers put it), off, or its path",
    parse: nvmlLibrary,
  }),
  ...programSettings,
  metricsCompat: define({
    variable: 'SYSMON_METRICS_COMPAT',
    default: '',
    description: `names of other exporters for NVIDIA cards in /metrics: a list of ${compatibleExporters.join(', ')}`,
    parse: listOf(...compatibleExporters),
  }),
  processArgs: define({
    variable: 'SYSMON_PROCESS_ARGS',
    default: 'off',
    description: 'on: command lines of processes are shown, which may hold secrets',
    parse: word('off', 'on'),
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

/** The settings of a run without arguments and environment, changed by `changes`; for tests and scripts. */
export function defaultSettings(changes: Partial<Settings> = {}): Settings {
  return { ...settingsOf(({ parse, default: text }) => parse(text)), ...changes };
}

/** The settings of one run: `value` gives that of each definition. */
export function settingsOf(value: <T>(definition: Definition<T>) => T): Settings {
  const values = settingEntries().map(([key, definition]) => [key, value(definition)]);
  // Each value has the type that its own definition parses to; an object made of entries has lost which.
  return Object.fromEntries(values) as Settings;
}

/** Every setting with its name in `Settings`. */
export function settingEntries(): [string, Definition<unknown>][] {
  return Object.entries(definitions);
}
