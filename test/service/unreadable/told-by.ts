import type { Difference } from '../../helpers/bodies/differences.js';
import type { Requested } from '../../helpers/machines/broken-file.js';

/**
 * What a file tells, and so what may be missing while it cannot be read: nothing else may change.
 * - the file: how it is asked for and its path; `*` is a part of a path, which `$1` is in what follows, `**` any parts
 * - what it alone tells: fields of the domain's body and series of metrics, `*` being anything
 * - what another file tells instead, or what is left of several: these may have another value
 */
type Row = readonly [file: string, costs: string, elsewhere?: string];

/** The only files whose domain may fail with them. */
const made: Record<string, RegExp> = {
  cpu: /^read proc\/stat$/,
  memory: /^read proc\/meminfo$/,
  network: /^read proc\/net\/dev$/,
  processes: /^list proc$/,
};

const cpu: readonly Row[] = [
  ['read proc/loadavg', 'load_average* node_load*'],
  // Without its clocks cpufreq is asked.
  [
    'read proc/cpuinfo',
    'model cores frequency_mhz sysmon_cpu_info* sysmon_cpu_cores sysmon_cpu_frequency_hertz',
    'frequency_mhz sysmon_cpu_frequency_hertz',
  ],
  ['read proc/pressure/cpu', 'pressure_* node_pressure_cpu_*'],
  ['read **/proc/self/*', 'quota_cores sysmon_cpu_quota_cpus', 'quota_reason'],
  ['read **/fs/cgroup/**', 'quota_cores sysmon_cpu_quota_cpus', 'quota_reason'],
  ['read sys/devices/system/cpu/*/topology/*', 'cores sysmon_cpu_cores'],
  ['list sys/devices/system/cpu/cpufreq', '*frequency_* sysmon_cpu_frequency_*'],
  // The mean of the other clocks.
  [
    'read sys/devices/system/cpu/cpufreq/*/scaling_cur_freq',
    'frequency_mhz sysmon_cpu_frequency_hertz',
    'frequency_mhz sysmon_cpu_frequency_hertz',
  ],
  [
    'read sys/devices/system/cpu/cpufreq/*/cpuinfo_max_freq',
    'max_frequency_mhz sysmon_cpu_frequency_max_hertz',
    'max_frequency_mhz sysmon_cpu_frequency_max_hertz',
  ],
  // The hottest of its other sensors.
  [
    'list sys/class/**',
    'temperature_celsius sysmon_cpu_temperature_celsius',
    'temperature_celsius *_celsius',
  ],
  [
    'read sys/class/**',
    'temperature_celsius sysmon_cpu_temperature_celsius',
    'temperature_celsius *_celsius',
  ],
];

const memory: readonly Row[] = [
  ['read proc/vmstat', 'node_vmstat_*'],
  ['read proc/pressure/memory', 'pressure_* node_pressure_memory_*'],
  ['read proc/spl/kstat/zfs/arcstats', 'zfs_arc_bytes sysmon_memory_zfs_arc_bytes'],
  ['read **/proc/self/*', 'limit_bytes limit_used_bytes sysmon_memory_limit_*', 'limit_reason'],
  ['read **/fs/cgroup/**/memory.current', 'limit_used_bytes sysmon_memory_limit_used_bytes', 'limit_reason'],
  [
    'read **/fs/cgroup/**/memory.usage_in_bytes',
    'limit_used_bytes sysmon_memory_limit_used_bytes',
    'limit_reason',
  ],
  ['read **/fs/cgroup/**', 'limit_bytes limit_used_bytes sysmon_memory_limit_*', 'limit_reason'],
];

const disk: readonly Row[] = [
  ['read proc/diskstats', 'devices *read_bytes* written_bytes* node_disk_*'],
  ['read proc/pressure/io', 'pressure_* node_pressure_io_*'],
  // Of a container: what it was given of the machine's file systems is not known then.
  [
    'read own/proc/self/mountinfo',
    'filesystems[*].*_bytes filesystems[*].used_percent filesystems[*].inodes_* node_filesystem_*',
    'filesystems[*].state node_filesystem_*device_error="failed"*',
  ],
  ['read proc/1/mountinfo', 'filesystems[*] node_filesystem_*'],
  ['read proc/self/mountinfo', 'device type read_only filesystems node_filesystem_*'],
  ['read sys/block/*/size', 'devices[$1].size_bytes'],
  ['read sys/block/*/*/size', 'devices[$2].size_bytes'],
  ['read sys/block/*/dm/name', 'devices[$1].label'],
  ['read sys/block/*/device/model', 'devices[$1].model'],
];

const network: readonly Row[] = [
  // This process's own network instead of the machine's.
  [
    'read proc/1/net/dev',
    'interfaces[*] interfaces[*].* *_per_second node_network_* sysmon_network_counted*',
    '*bytes* packets_* interfaces[*].*_bytes interfaces[*].*_packets node_network_*',
  ],
  // Who is not known to be a card is not counted as one, unless it was known before.
  [
    'list sys/class/net/*',
    'interfaces[$1].kind interfaces[$1].part_of interfaces[$1].speed_mbps node_network_speed_bytes*"$1"*',
    'interfaces[$1].counted *_per_second sysmon_network_counted*"$1"*',
  ],
  ['read sys/class/net/*/type', 'interfaces[$1].kind'],
  ['read sys/class/net/*/iflink', 'interfaces[$1].kind interfaces[$1].part_of'],
  ['link sys/class/net/*/master', 'interfaces[$1].part_of', 'interfaces[$1].part_of'],
  ['read proc/net/sockstat', 'node_sockstat_*'],
  ['read proc/net/sockstat6', 'node_sockstat_*6_*'],
  ['read sys/class/net/*/flags', 'interfaces[$1].up'],
  ['read sys/class/net/*/speed', 'interfaces[$1].speed_mbps node_network_speed_bytes*"$1"*'],
  ['read sys/class/net/*/mtu', 'interfaces[$1].mtu node_network_mtu_bytes*"$1"*'],
];

const limits = 'limited_view[*]';
const host: readonly Row[] = [
  ['read proc/loadavg', 'load_average'],
  ['read proc/stat', 'booted_at node_boot_time_seconds'],
  ['read proc/uptime', 'uptime_seconds'],
  ['read proc/sys/kernel/hostname', 'hostname node_uname_info*'],
  ['read proc/sys/kernel/osrelease', 'kernel node_uname_info*'],
  ['read proc/sys/kernel/version', 'node_uname_info*'],
  ['read proc/sys/kernel/domainname', 'node_uname_info*'],
  ['read proc/sys/fs/file-nr', 'node_filefd_*'],
  ['read root/etc/os-release', 'operating_system node_os_*'],
  ['list root/run/systemd/sessions', 'users'],
  ['read root/run/systemd/sessions/*', 'users[*]'],
  // A container's own name, and its own network, of which limited_view tells.
  ['read root/etc/hostname', '', `hostname node_uname_info* ${limits}`],
  ['read proc/1/net/dev', '', limits],
  ['identity **/net/dev', limits, limits],
  // Whether this is a container is told by every sign that can be read, and so is what it hides.
  ['read proc/self/status', limits],
  ['read **/proc/self/mountinfo', 'container.evidence[*]', limits],
  ['read **/proc/self/cgroup', 'container.evidence[*] container.id'],
  ['read **/proc/self/ns/*', 'container.evidence[*]'],
  ['link **/proc/self/ns/*', 'container.evidence[*]'],
  ['read **/.dockerenv', 'container.evidence[*]'],
  ['read **/run/systemd/container', 'container.evidence[*]'],
  ['read sys/firmware/devicetree/base/model', 'board'],
  ['read sys/class/dmi/id/*', 'board', 'board'],
  ['list **/proc/sys/net/core', limits],
  ['list root/etc', '', limits],
  ['list sys/class', '', limits],
];

const zone = 'read sys/class/thermal/thermal_zone*';
const chip = 'read sys/class/hwmon/*';
const sensor = 'node_hwmon_*"$2"*';
const sensors: readonly Row[] = [
  ['list sys/class/hwmon', 'chips node_hwmon_*'],
  ['list sys/class/thermal', 'thermal_zones node_thermal_*'],
  ['list sys/class/power_supply', 'power_supplies node_power_supply_*'],
  ['list sys/class/thermal/*', 'thermal_zones[$1].temperature_critical_celsius'],
  [`${zone}/type`, 'thermal_zones[thermal_zone$1].type node_thermal_*"$1"*'],
  [`${zone}/temp`, 'thermal_zones[thermal_zone$1].temperature_celsius node_thermal_*"$1"*'],
  [`${zone}/trip_point_*`, 'thermal_zones[thermal_zone$1].temperature_critical_celsius'],
  ['read sys/class/power_supply/*/uevent', 'power_supplies[$1].* node_power_supply_*"$1"*'],
  ['read sys/class/hwmon/*/device/power/runtime_status', ''],
  ['list sys/class/hwmon/*', 'chips[$1].*[*] node_hwmon_*'],
  ['link sys/class/hwmon/*', 'chips[$1].device chips[$1].bus', 'node_hwmon_*'],
  [`${chip}/name`, 'chips[$1].name node_hwmon_*', 'node_hwmon_*'],
  [`${chip}/*_label`, 'chips[$1].*[$2].label node_hwmon_sensor_label*"$2"*'],
  [`${chip}/*_min`, 'chips[$1].*[$2].*_min_*'],
  [`${chip}/*_max`, `chips[$1].*[$2].*_max_* ${sensor}`],
  [`${chip}/*_crit`, `chips[$1].*[$2].*_critical_* ${sensor}`],
  [`${chip}/*_input`, `chips[$1].*[$2].* ${sensor}`],
  [`${chip}/*_average`, `chips[$1].*[$2].* ${sensor}`],
];

const processes: readonly Row[] = [
  ['read proc/*/stat', 'processes[$1]', 'total threads states.*'],
  ['read proc/*/status', 'processes[$1].user processes[$1].user_id'],
  ['read proc/*/cmdline', 'processes[$1].command_line'],
  ['read proc/meminfo', 'processes[*].memory_used_percent'],
  ['read proc/self/auxv', 'processes[*].memory_bytes processes[*].memory_used_percent'],
  ['read proc/stat', 'processes[*].started_at'],
  ['read root/etc/passwd', 'processes[*].user'],
  ['read proc/self/status', 'reason'],
  // What each has on cards, where all who have something there can be seen.
  ['list proc/*/fd', 'processes[*].gpu_memory_bytes'],
  ['link proc/*/fd/*', 'processes[*].gpu_memory_bytes'],
  ['read proc/*/fdinfo/*', 'processes[*].gpu_memory_bytes'],
  ['read proc/*/comm', 'processes[*].gpu_memory_bytes'],
  ['link sys/class/drm/*/device', 'processes[*].gpu_memory_bytes'],
  ['list sys/class/drm**', 'processes[*].gpu_memory_bytes'],
];

const device = 'read sys/class/drm/*/device';
const hwmon = `${device}/hwmon/*`;
const state = 'state gpus[*].state sysmon_gpu_backend_state* sysmon_gpu_state*';

/** Of all cards of the kernel's: who they are and which there are, and who uses them. */
const drm: readonly Row[] = [
  // Without the list of cards it is not known that there is none; those that were there are lost.
  ['list sys/class/drm', 'source gpus[*]** sysmon_gpu_*', `${state} reason sysmon_gpu_cards*`],
  // Where neither link nor file says where it sits, or what it is, it goes by another name.
  ['read sys/class/drm/*/device/uevent', 'gpus[*]** sysmon_gpu_*', 'gpus[*]** sysmon_gpu_*'],
  ['read sys/class/drm/*/device/revision', '', 'gpus[*].model sysmon_gpu_*'],
  // Who uses a card is told, and what for, where all programs can be seen.
  ['list proc', '$programs', '$programs'],
  ['list proc/*/fd', '$programs', '$programs'],
  ['link proc/*/fd/*', '$programs', '$programs'],
  ['read proc/*/fdinfo/*', '$programs', '$programs'],
  ['read proc/*/comm', '$programs', '$programs'],
  ['link sys/class/drm/*/device', '$programs', '$programs'],
];

const amd: readonly Row[] = [
  [
    'list sys/class/drm/*/device/hwmon**',
    '$temperatures $powers $clocks $fans gpus[*].graphics_voltage_volts',
  ],
  [`${device}/current_link_speed`, 'gpus[*].pcie_generation sysmon_gpu_pcie_generation*'],
  [`${device}/current_link_width`, 'gpus[*].pcie_width sysmon_gpu_pcie_lanes*'],
  [`${device}/gpu_busy_percent`, 'gpus[*].usage_percent gpus[*].gpu_utilization sysmon_gpu_usage_ratio*'],
  [`${device}/gpu_metrics`, 'gpus[*].gpu_metrics_version gpus[*].throttle_reasons sysmon_gpu_throttle*'],
  [
    `${device}/mem_busy_percent`,
    'gpus[*].memory_activity_percent gpus[*].memory_utilization sysmon_gpu_memory_activity_ratio*',
  ],
  [
    `${device}/mem_info_vram_*`,
    'gpus[*].vram_$2_* gpus[*].vram_free_* gpus[*].vram_used_percent gpus[*].memory_$2_mb gpus[*].memory_free_mb gpus[*].usable_memory_* sysmon_gpu_memory_* sysmon_gpu_usable_memory_*',
  ],
  [
    `${device}/mem_info_gtt_*`,
    'gpus[*].gtt_$2_bytes gpus[*].usable_memory_* sysmon_gpu_gtt_$2_bytes* sysmon_gpu_usable_memory_*',
  ],
  [`${device}/mem_info_vis_vram_*`, 'gpus[*].visible_vram_$2_bytes'],
  [`${device}/pp_dpm_mclk`, 'gpus[*].clock_memory_mhz sysmon_gpu_clock_hertz*memory*'],
  [`${device}/vbios_version`, 'gpus[*].vbios_version'],
  [`${hwmon}/temp*_input`, '$temperatures'],
  [`${hwmon}/power1_average`, '$powers'],
  [`${hwmon}/in0_*`, 'gpus[*].graphics_voltage_volts'],
];

const part = 'read sys/class/drm/*/device/*/*';
const intel: readonly Row[] = [
  // All that an integrated one tells stands there.
  ['list sys/class/drm/*/device/*', 'gpus[*].* sysmon_gpu_*', `${state} $usage gpus[*].usage_source`],
  ['list sys/class/drm/*/device/*/*/freq0/throttle', 'gpus[*].throttle_reasons sysmon_gpu_throttle*'],
  [`${part}/freq0/throttle/*`, 'gpus[*].throttle_reasons sysmon_gpu_throttle*'],
  // A part at rest is told by its clock.
  [
    `${part}/freq0/*_freq`,
    'gpus[*].clock_* sysmon_gpu_clock_hertz* $usage gpus[*].usage_source gpus[*].media_percent sysmon_gpu_media_*',
    '$usage gpus[*].usage_source',
  ],
  // How busy it was is then told by its other parts, else by its engines.
  [
    `${part}/gtidle/idle_residency_ms`,
    '$usage gpus[*].usage_source gpus[*].media_percent sysmon_gpu_media_*',
    '$usage gpus[*].usage_source',
  ],
  [`${part}/gtidle/name`, 'gpus[*].media_percent sysmon_gpu_media_*'],
];

/** What the files of each domain tell. */
const toldBy: Record<string, readonly Row[]> = {
  ...{ cpu, memory, disk, network, host, sensors, processes },
  'gpu/nvidia': [
    // Where no card is seen otherwise, either tells that there is one.
    ['list sys/class/drm', 'source sysmon_gpu_cards*', 'state reason sysmon_gpu_backend_state*'],
    ['list sys/bus/pci/devices', 'source gpus[*]** sysmon_gpu_*', 'state reason sysmon_gpu_backend_state*'],
    ['read sys/bus/pci/devices/*/*', 'source gpus[*]** sysmon_gpu_*', `${state} reason`],
    // Of a card of which it was not known that it sleeps; one that slept does so still.
    ['read sys/bus/pci/devices/*/power/runtime_status', 'source', state],
    ['read sys/module/nvidia/version', 'driver_version gpus[*].driver_version'],
    ['read proc/driver/nvidia/version', 'driver_version gpus[*].driver_version'],
  ],
  'gpu/amd': [...drm, ...amd],
  'gpu/intel': [...drm, ...intel],
  'gpu/other': [
    ...drm,
    ['list sys/class/drm/*/device/drm', '', `gpus[*] source reason ${state} sysmon_gpu_*`],
    ['read sys/class/drm/*/device/of_node/compatible', 'gpus[*].model', 'sysmon_gpu_*'],
  ],
  'gpu/jetson': [['list sys/module', '', 'state reason sysmon_gpu_backend_state* sysmon_gpu_cards*']],
};

/** Fields that go together. */
const groups: Record<string, string> = {
  // Of cards of other makers how busy they are is known from their programs alone.
  programs:
    'gpus[*].processes* gpus[*].engines* gpus[*].encoder_percent gpus[*].decoder_percent ' +
    'gpus[*].media_percent sysmon_gpu_processes* sysmon_gpu_encoder_* sysmon_gpu_decoder_* ' +
    'sysmon_gpu_media_* ' +
    'gpus[*].usage_percent gpus[*].gpu_utilization sysmon_gpu_usage_ratio*',
  usage: 'gpus[*].usage_percent gpus[*].gpu_utilization sysmon_gpu_usage_ratio*',
  temperatures: 'gpus[*].temperature gpus[*].*_celsius sysmon_gpu_temperature_celsius*',
  powers: 'gpus[*].power_* sysmon_gpu_power_*',
  clocks: 'gpus[*].clock_* sysmon_gpu_clock_hertz*',
  fans: 'gpus[*].fan_* sysmon_gpu_fan_*',
};

/** Whether the domain is made of this file, so that it fails with it. */
export function isMadeOf(domain: string, file: Requested): boolean {
  return made[domain]?.test(nameOf(file)) === true;
}

/** The differences that are not a matter of this file. */
export function notOf(domain: string, file: Requested, found: readonly Difference[]): Difference[] {
  const rows = (toldBy[domain] ?? []).flatMap(([pattern, costs, elsewhere = '']) => {
    const match = filePattern(pattern).exec(nameOf(file));
    if (match === null) return [];
    return [{ costs: placePatterns(costs, match), elsewhere: placePatterns(elsewhere, match) }];
  });
  const isOf = ({ place, after }: Difference) =>
    rows.some(({ costs, elsewhere }) =>
      [...elsewhere, ...(isUnknown(after) ? costs : [])].some((one) => one.test(place)),
    );
  return found.filter((one) => !isOf(one) && !isReasonOf(one, found));
}

function nameOf({ access, path }: Requested): string {
  return `${access} ${path}`;
}

function isUnknown(value: unknown): boolean {
  return value === null || value === undefined;
}

/** Why a value beside it is unknown may be said wherever one is. */
function isReasonOf({ place, before }: Difference, found: readonly Difference[]): boolean {
  const [, parent] = /^(.*\.|)(?:reason|remedy)$/.exec(place) ?? [];
  if (parent === undefined || !isUnknown(before)) return false;
  return found.some((other) => other.place !== place && other.place.startsWith(parent));
}

function filePattern(pattern: string): RegExp {
  const source = escaped(pattern)
    .replaceAll('\\*\\*/', '(?:.*/)?')
    .replaceAll('\\*\\*', '.*')
    .replaceAll('\\*', '([^/]*?)');
  return new RegExp(`^${source}$`);
}

function placePatterns(patterns: string, [, ...parts]: RegExpExecArray): RegExp[] {
  return patterns
    .replace(/\$([a-z]+)/g, (_, name: string) => groups[name] ?? '')
    .split(' ')
    .filter((pattern) => pattern !== '')
    .map((pattern) => {
      const source = escaped(pattern).replaceAll('\\*', '.*');
      return new RegExp(
        `^${source.replace(/\\\$(\d)/g, (_, number) => escaped(parts[Number(number) - 1] ?? ''))}$`,
      );
    });
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
