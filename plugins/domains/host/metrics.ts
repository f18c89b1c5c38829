import { family, gauge, single, type DomainMetrics } from '../../../src/exposition/metric.js';
import type { HostReading } from '../../../src/readers/host/reader.js';

const boot = gauge('node_boot_time_seconds', 'Node boot time, in unixtime.');
const uname = gauge(
  'node_uname_info',
  'Labeled system information as provided by the uname system call.',
  ...['domainname', 'machine', 'nodename', 'release', 'sysname', 'version'],
);
/** Names of os-release(5), in lower case. */
const osLabels = [
  ...['build_id', 'id', 'id_like', 'image_id', 'image_version', 'name', 'pretty_name'],
  ...['variant', 'variant_id', 'version', 'version_codename', 'version_id'],
];
const os = gauge(
  'node_os_info',
  'A metric with a constant 1 value, labeled by what /etc/os-release says.',
  ...osLabels,
);
const osVersion = gauge(
  'node_os_version',
  'Metric containing the major.minor part of the OS version.',
  'id',
  'id_like',
  'name',
);
const files = gauge('node_filefd_allocated', 'File descriptor statistics: allocated.');
const mostFiles = gauge('node_filefd_maximum', 'File descriptor statistics: maximum.');

/** The metrics of the machine as a whole under the names of node_exporter. */
export const hostMetrics: DomainMetrics<HostReading> = {
  metrics: [boot, uname, os, osVersion, files, mostFiles],
  families: (reading) => [
    single(boot, reading.bootEpoch === null ? null : reading.bootEpoch / 1000),
    family(uname, reading.hostname === null ? [] : [[1, ...unameOf(reading)]]),
    ...release(reading.osRelease),
    single(files, reading.fileHandles?.allocated ?? null),
    single(mostFiles, reading.fileHandles?.maximum ?? null),
  ],
};

function unameOf(reading: HostReading): (string | null)[] {
  const { domainName, architecture, hostname, kernel, platform, kernelBuild } = reading;
  return [domainName, architecture, hostname, kernel, systems[platform] ?? platform, kernelBuild];
}

/** As uname(1) names systems. */
const systems: Record<string, string> = {
  linux: 'Linux',
  darwin: 'Darwin',
  freebsd: 'FreeBSD',
  win32: 'Windows',
};

function release(osRelease: HostReading['osRelease']) {
  if (osRelease === null || osRelease.size === 0) return [];
  const value = (label: string) => osRelease.get(label.toUpperCase()) ?? null;
  const version = /^\d+(?:\.\d+)?/.exec(value('version_id') ?? '')?.[0];
  return [
    family(os, [[1, ...osLabels.map(value)]]),
    family(
      osVersion,
      version === undefined ? [] : [[Number(version), value('id'), value('id_like'), value('name')]],
    ),
  ];
}
