import {
  counter,
  family,
  gauge,
  single,
  type Family,
  type Metric,
  type Sample,
} from '../../../src/exposition/metric.js';
import type { OwnProcess } from '../../../src/host/own-process.js';
import type { ImplausibleCounts } from '../../../src/sampling/implausible-counts.js';
import type { Measured } from '../../../src/sampling/catalogue.js';

const up = gauge('sysmon_domain_up', '1 when the last reading of a domain succeeded, else 0.', 'domain');
const took = gauge(
  'sysmon_domain_reading_duration_seconds',
  'How long the last reading of a domain took.',
  'domain',
);
const age = gauge('sysmon_domain_age_seconds', 'How old the last reading of a domain is.', 'domain');
const success = gauge('node_scrape_collector_success', '1 when a collector succeeded, else 0.', 'collector');
const duration = gauge('node_scrape_collector_duration_seconds', 'How long a collector took.', 'collector');
const time = gauge('node_time_seconds', 'The time of this machine, in seconds since 1970.');
const build = gauge(
  'sysmon_build_info',
  'Always 1; the labels say which version runs on which Node.js.',
  'version',
  'node_version',
);
const cpu = counter(
  'process_cpu_seconds_total',
  'Processor time that this service has used, without its helpers.',
);
const user = counter('process_cpu_user_seconds_total', 'The part of it spent outside the kernel.');
const system = counter('process_cpu_system_seconds_total', 'The part of it spent in the kernel.');
const resident = gauge(
  'process_resident_memory_bytes',
  'Main memory that this service holds, without its helpers.',
);
const started = gauge('process_start_time_seconds', 'When this service started, in seconds since 1970.');
const files = gauge('process_open_fds', 'Number of files and connections that this service has open.');
const heapUsed = gauge('nodejs_heap_size_used_bytes', 'Memory of JavaScript objects in use.');
const heapTotal = gauge('nodejs_heap_size_total_bytes', 'Memory kept for JavaScript objects.');
const external = gauge('nodejs_external_memory_bytes', 'Memory of buffers outside the heap.');
const lag = gauge('nodejs_eventloop_lag_seconds', 'By how much later than planned the last timer came.');
const lags = counter(
  'sysmon_eventloop_lag_seconds_total',
  'By how much later than planned all timers came, together.',
);
const wakeUps = counter('sysmon_wakeups_total', 'How often a timer woke this service.');
const busy = counter('sysmon_eventloop_busy_seconds_total', 'How long the event loop had something to do.');

const implausible = counter(
  'sysmon_implausible_values_total',
  'How often a field was told as what cannot be: it is null then, and left out here, in history and in energy.',
  ...['domain', 'field'],
);

/** All metrics of this service itself. */
export const ownMetrics: readonly Metric[] = [
  ...[up, took, age, success, duration, time, build, cpu, user, system, resident, started, files],
  ...[heapUsed, heapTotal, external, lag, lags, wakeUps, busy, implausible],
];

/** What is told of one domain: its name and its last reading; undefined before the first. */
export type DomainHealth = readonly [name: string, measured: Measured | undefined];

/** How the readings of all domains went; `now` is of the monotonic clock, ms. */
export function healthFamilies(domains: readonly DomainHealth[], now: number): Family[] {
  const each = (value: (measured: Measured | undefined) => number | null): Sample[] =>
    domains.map(([name, measured]) => [value(measured), name]);
  const succeeded = each((measured) => (measured?.ok === true ? 1 : 0));
  const seconds = each((measured) => (measured === undefined ? null : measured.took / 1000));
  return [
    family(up, succeeded),
    family(took, seconds),
    family(
      age,
      each((measured) => (measured === undefined ? null : (now - measured.at) / 1000)),
    ),
    family(success, succeeded),
    family(duration, seconds),
  ];
}

/** How often the domains were told what cannot be. */
export function implausibleFamily(counts: ImplausibleCounts): Family {
  return family(
    implausible,
    counts.all().map(({ domain, field, count }) => [count, domain, field]),
  );
}

/** The clock of the machine, in seconds since 1970. */
export function timeFamily(epoch: number): Family {
  return single(time, epoch / 1000);
}

/** What the service uses, and how its event loop fares. */
export function processFamilies(
  own: OwnProcess,
  timing: { wakeUps: number; lastDelay: number; totalDelay: number },
  version: string,
): Family[] {
  return [
    family(build, [[1, version, own.nodeVersion]]),
    single(cpu, own.cpuUserSeconds + own.cpuSystemSeconds),
    single(user, own.cpuUserSeconds),
    single(system, own.cpuSystemSeconds),
    single(resident, own.residentBytes),
    single(started, own.startedAt),
    single(files, own.openFiles),
    single(heapUsed, own.heapUsedBytes),
    single(heapTotal, own.heapTotalBytes),
    single(external, own.externalBytes),
    single(lag, timing.lastDelay / 1000),
    single(lags, timing.totalDelay / 1000),
    single(wakeUps, timing.wakeUps),
    single(busy, own.busySeconds),
  ];
}
