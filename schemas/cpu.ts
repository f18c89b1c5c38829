import { Type, type Static } from '@sinclair/typebox';
import {
  celsius,
  count,
  finePercent,
  implausible,
  list,
  megahertz,
  nullable,
  percent,
  ratio,
  ref,
  sampledAt,
  text,
} from './units.js';

const share = (what: string) =>
  nullable(percent(`Share of the time spent ${what}, one decimal.`), 'where the system does not count it');

/** Where the time of all CPUs went. */
export const CpuTimes = Type.Object(
  {
    user: share('in programs, without guests'),
    nice: share('in programs of low priority, without guests'),
    system: share('in the kernel'),
    idle: share('doing nothing'),
    iowait: share('idle while input or output was under way'),
    irq: share('serving interrupts'),
    softirq: share('serving deferred interrupts'),
    steal: share('waiting because the hypervisor ran something else'),
    guest: share('running virtual machines'),
  },
  {
    $id: 'CpuTimes',
    title: 'CpuTimes',
    description: 'Where the time of all CPUs went since the previous sample, in percent of it.',
  },
);

export const CpuStats = Type.Object(
  {
    usage_percent: nullable(
      percent('How busy all CPUs together were since the previous sample, one decimal.', { example: 15.2 }),
      'until there is an earlier sample to compare with, and where the system does not tell it',
    ),
    cores: nullable(
      count('Physical cores, over all sockets.', { example: 8 }),
      'where the system does not tell them',
    ),
    threads: nullable(
      count('Logical CPUs that are online.', { example: 16 }),
      'where the system does not tell them',
    ),
    frequency_mhz: nullable(
      megahertz('Mean clock of the CPUs, two decimals.', { example: 3600.12 }),
      'where the system does not tell it, as in many virtual machines',
    ),
    per_core_usage: nullable(
      list(
        'How busy each logical CPU was, in the order of their numbers; null for one that has just come online.',
        nullable(percent('Usage of one logical CPU, one decimal.', { example: 12.5 })),
      ),
    ),
    model: nullable(
      text('The processor.', 'AMD Ryzen 7 7700X 8-Core Processor'),
      'where the system does not tell it',
    ),
    architecture: nullable(
      text('The instruction set, as uname(1) names it.', 'x86_64'),
      'where the system does not tell it',
    ),
    max_frequency_mhz: nullable(
      megahertz('Highest clock the processor can run at, mean over the CPUs.'),
      'where the system does not tell it, as in many virtual machines',
    ),
    load_average: nullable(
      list('Mean number of tasks that run or wait to, over 1, 5 and 15 minutes.', ratio('A load average.'), {
        minItems: 3,
        maxItems: 3,
        examples: [[0.52, 0.58, 0.59]],
      }),
      'where the system has none, as Windows',
    ),
    times_percent: nullable(
      ref(CpuTimes, 'Where the time of all CPUs went since the previous sample; null when not told.'),
    ),
    temperature_celsius: nullable(
      celsius('Temperature of the processor package, the hottest of all sockets.'),
      'where no sensor of the processor is known, as in virtual machines and elsewhere than on Linux and macOS',
    ),
    pressure_some_percent: nullable(
      finePercent(
        'Share of the last 10 s in which at least one task waited for a CPU (Linux PSI); null where not offered.',
      ),
    ),
    quota_cores: nullable(
      ratio("How many CPUs' time the control group this service runs in may use; null without a limit.", {
        example: 2.5,
      }),
    ),
    quota_reason: nullable(
      text('Why `quota_cores` is not known; null when it is, and when there is no limit.'),
    ),
    implausible: implausible(),
    sampled_at: sampledAt(),
  },
  { $id: 'CpuStats', title: 'CpuStats', description: 'The processor.' },
);
export type CpuStats = Static<typeof CpuStats>;
