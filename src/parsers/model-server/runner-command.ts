/** A process that serves a model, as its command line tells it; null for what is left to its defaults or its environment. */
export interface RunnerCommand {
  kind: 'llama-server' | 'ollama-runner' | 'mlx' | 'vllm';
  /** What it loads: the path of a file, a name, a repository. */
  model: string | null;
  /** Where it listens: the default of its kind where none is given, null where there is none. */
  port: number | null;
  /** As given: an address, a name, a path of a socket. */
  host: string | null;
  /** How many requests it works on at a time. */
  parallel: number | null;
  /** Tokens of all of them together. */
  contextTotal: number | null;
  /** Under which name it serves the model, the first of several. */
  alias: string | null;
}

/** The options that are looked for, by what they say; of several names the first that is given counts. */
interface Options {
  model: readonly string[];
  parallel: readonly string[];
  contextTotal: readonly string[];
  alias: readonly string[];
}

const ofLlamaServer: Options = {
  model: ['-m', '--model', '-hf', '-hfr', '--hf-repo', '-mu', '--model-url'],
  parallel: ['-np', '--parallel'],
  contextTotal: ['-c', '--ctx-size'],
  alias: ['-a', '--alias'],
};
const ofOllama: Options = {
  model: ['--model'],
  parallel: ['--parallel'],
  contextTotal: ['--ctx-size'],
  alias: [],
};
/** What `--max-model-len` says is for one request. */
const ofVllm: Options = {
  model: ['--model'],
  parallel: ['--max-num-seqs'],
  contextTotal: [],
  alias: ['--served-model-name'],
};

/**
 * What a command line (proc_pid_cmdline(5)) says of a process that serves a model; null where it serves none. What counts is
 * the program's own name, or the script or module that Python runs: a path that holds the word is not enough. Ollama starts
 * `llama-server` with `--model` and `--port` since 0.30, `ollama runner` before, and before 0.5.13 `ollama_llama_server`.
 * One without `--model` may be Ollama's search for GPUs, or somebody's own that is told its model otherwise: its parent says.
 */
export function parseRunnerCommand(args: readonly string[]): RunnerCommand | null {
  const [program = '', ...rest] = args;
  switch (nameOf(program)) {
    case 'llama-server':
      return commandOf('llama-server', rest, ofLlamaServer, 8080);
    case 'ollama_llama_server':
      return commandOf('ollama-runner', rest, ofOllama, null);
    case 'ollama':
      if (rest[0] !== 'runner') return null;
      return commandOf(rest.includes('--mlx-engine') ? 'mlx' : 'ollama-runner', rest, ofOllama, null);
    default:
      return vllmCommand(args);
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function commandOf(
  kind: RunnerCommand['kind'],
  args: readonly string[],
  options: Options,
  defaultPort: number | null,
): RunnerCommand {
  const given = givenOptions(args);
  const first = (names: readonly string[]) => names.map((name) => given.get(name)).find(isThere) ?? null;
  const host = first(['--host']);
  const port = first(['--port']);
  const told = port === null ? defaultPort : numberOf(port);
  const isPort = told !== null && told <= 65_535 && !(host?.endsWith('.sock') ?? false);
  return {
    kind,
    model: first(options.model),
    port: isPort ? told : null,
    host,
    parallel: numberOf(first(options.parallel)),
    contextTotal: numberOf(first(options.contextTotal)),
    alias: first(options.alias)?.split(',', 1)[0] ?? null,
  };
}

function isThere(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}

/** Every option with the word behind it, or behind its `=`; the last one given counts, as the programs have it. */
function givenOptions(args: readonly string[]): Map<string, string> {
  const given = new Map<string, string>();
  for (const [place, arg] of args.entries()) {
    if (!arg.startsWith('-')) continue;
    const equals = arg.indexOf('=');
    if (equals > 0) given.set(arg.slice(0, equals), arg.slice(equals + 1));
    else given.set(arg, args[place + 1] ?? '');
  }
  return given;
}

/** A number from 1 up; 0 and -1 leave the choice to the program. */
function numberOf(digits: string | null): number | null {
  return digits !== null && /^\d{1,9}$/.test(digits) && Number(digits) > 0 ? Number(digits) : null;
}

/** `vllm serve MODEL`, also run by Python as a script or a module, and the module that served before there was `vllm serve`. */
function vllmCommand(args: readonly string[]): RunnerCommand | null {
  const [program = ''] = args;
  const script = /^python[\d.]*$/.test(nameOf(program)) ? scriptPlace(args) : 0;
  const name = nameOf(args[script] ?? '');
  const isModule = args[script - 1] === '-m';
  // FlexibleArgumentParser takes both spellings.
  const rest = args.slice(script + 1).map((arg) => (arg.startsWith('--') ? arg.replaceAll('_', '-') : arg));
  if (isModule && name === 'vllm.entrypoints.openai.api_server') return commandOf('vllm', rest, ofVllm, 8000);
  if (name !== 'vllm' && !(isModule && name === 'vllm.entrypoints.cli.main')) return null;
  if (rest[0] !== 'serve') return null;
  const command = commandOf('vllm', rest.slice(1), ofVllm, 8000);
  const model = rest[1] ?? '';
  return model === '' || model.startsWith('-') ? command : { ...command, model };
}

/** Where the script or module that Python runs stands in its arguments; behind their end where it runs neither. */
function scriptPlace(args: readonly string[]): number {
  let place = 1;
  while (place < args.length) {
    const arg = args[place] ?? '';
    if (!arg.startsWith('-') || arg === '-') return place;
    if (arg === '-m') return place + 1;
    if (arg === '-c') return args.length;
    // These two take a word of their own.
    place += arg === '-X' || arg === '-W' ? 2 : 1;
  }
  return place;
}
