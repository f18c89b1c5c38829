import { Type, type Static } from '@sinclair/typebox';
import {
  bytes,
  count,
  flag,
  implausible,
  instant,
  list,
  nullable,
  oneOf,
  ordinal,
  percent,
  openPercent,
  ref,
  sampledAt,
  seconds,
  text,
} from './units.js';

export const processStates = [
  'running',
  'sleeping',
  'waiting',
  'stopped',
  'zombie',
  'idle',
  'other',
] as const;

export const Process = Type.Object(
  {
    pid: ordinal('Process id. A later process may get the same one: `start_ticks` tells them apart.', {
      example: 4711,
    }),
    name: text('The name of its program, cut off after 15 characters by Linux.', 'ollama'),
    user: nullable(text('The user with whose rights it acts; null when that one has no name here.', 'ada')),
    user_id: nullable(
      ordinal('The number of that user.', { example: 1000 }),
      'where the system does not tell it',
    ),
    cpu_usage_percent: nullable(
      openPercent(
        "Share of one CPU's time since the previous sample, one decimal: a process on four CPUs has up " +
          'to 400. Null when it is not known yet.',
        { example: 187.5 },
      ),
    ),
    cpu_seconds: nullable(seconds('CPU time used since it started.'), 'where the system does not tell it'),
    memory_bytes: nullable(
      bytes('Memory it holds (resident set), shared memory included.'),
      'where the system does not tell it',
    ),
    memory_used_percent: nullable(
      percent('The same as a share of the memory of the machine, one decimal.'),
      'when one of the two is not known, or it is more than there is',
    ),
    gpu_memory_bytes: nullable(
      bytes(
        'Memory it holds on all graphics cards together; 0 only when every card tells of all its programs, null when ' +
          'that is not known.',
      ),
    ),
    threads: nullable(count('How many threads it has.'), 'where the system does not tell it'),
    state: oneOf('What it does. "waiting": for a device, and cannot be interrupted.', processStates),
    started_at: nullable(
      instant(
        'When it was started, RFC 3339 in UTC. The kernel knows how long after the start of the machine that was: when the ' +
          'clock of the machine is set, this moves with it.',
      ),
      'where the system does not tell it',
    ),
    start_ticks: nullable(
      count(
        'When it was started, in hundredths of a second from the start of the machine. It never moves: with `pid` it names ' +
          'a process for as long as the machine runs. Null elsewhere than on Linux.',
        { example: 1234567 },
      ),
    ),
    parent_pid: nullable(ordinal('Process id of what started it; null for the first.')),
    kernel_thread: flag('Whether it is a part of the kernel.'),
    command_line: nullable(
      list(
        'How it was called; null unless SYSMON_PROCESS_ARGS is on, since command lines may hold secrets.',
        text('One argument.', 'serve'),
      ),
    ),
  },
  { $id: 'Process', title: 'Process', description: 'One process.' },
);
export type Process = Static<typeof Process>;

const inState = (what: string) => count(`How many ${what}.`);

/** How many processes do what. */
export const ProcessCounts = Type.Object(
  {
    running: inState('run or wait for a CPU'),
    sleeping: inState('sleep'),
    waiting: inState('wait for a device and cannot be interrupted'),
    stopped: inState('are stopped'),
    zombie: inState('have ended but were not yet noticed by their parent'),
    idle: inState('are idle threads of the kernel'),
    other: inState('are in another state'),
  },
  { $id: 'ProcessCounts', title: 'ProcessCounts', description: 'How many processes are in which state.' },
);

export const ProcessesStats = Type.Object(
  {
    total: count('How many processes are seen, shown or not.', { example: 412 }),
    reason: nullable(
      text(
        'Why not all processes of the machine are seen; null when they are.',
        'only the programs of this service’s own user are seen: /proc is mounted with hidepid=invisible',
      ),
    ),
    threads: nullable(count('How many threads they have together.'), 'when that of one is not known'),
    states: ref(ProcessCounts, 'How many processes are in which state.'),
    processes: list(
      'The processes asked for, the greatest first; what is not known stands last.',
      ref(Process),
    ),
    implausible: implausible(),
    sampled_at: sampledAt(),
  },
  { $id: 'ProcessesStats', title: 'ProcessesStats', description: 'The processes of the machine.' },
);
export type ProcessesStats = Static<typeof ProcessesStats>;

/** All processes, before what they hold on graphics cards is joined to them; shown by no route. */
export const ProcessTable = Type.Object(ProcessesStats.properties, { $id: 'ProcessTable' });
