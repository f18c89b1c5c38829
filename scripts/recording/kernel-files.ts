import type { Host } from '../../src/host/host.js';
import { groupFiles } from './group-files.js';

/** Files of `/proc` that show another content every moment: counters and clocks, recorded twice. */
export const procCounters = ['stat', 'cpuinfo', 'diskstats', 'net/dev', 'uptime'];

/** Files of `/proc` that are recorded once. */
export const procFiles = [
  ...['meminfo', 'loadavg', 'version', 'mounts', 'self/mountinfo', 'self/cgroup'],
  ...['pressure/cpu', 'pressure/memory', 'pressure/io'],
  ...['vmstat', 'net/sockstat', 'net/sockstat6', 'net/igmp', 'sys/fs/file-nr'],
  ...['sys/kernel/osrelease', 'sys/kernel/hostname', 'sys/kernel/ostype', 'sys/kernel/version'],
  ...['spl/kstat/zfs/arcstats', 'driver/nvidia/version'],
];

/** Files of `/sys` that are recorded twice: the clocks of the processor. */
export function sysCounters(host: Host): string[] {
  return below(host, 'devices/system/cpu/cpufreq', /^policy\d+$/, ['scaling_cur_freq']);
}

/** Files of `/sys` that are recorded once, as far as this machine has them. */
export function sysFiles(host: Host): string[] {
  const cpu = 'devices/system/cpu';
  return [
    ...below(host, cpu, /^cpu\d+$/, topologyFiles),
    ...below(host, `${cpu}/cpufreq`, /^policy\d+$/, ['cpuinfo_max_freq', 'scaling_max_freq']),
    ...sensors(host, 'class/hwmon'),
    ...below(host, 'class/net', /./, linkFiles),
    ...below(host, 'class/thermal', /^thermal_zone\d+$/, ['type', 'temp']),
    ...below(host, 'class/dmi', /^id$/, ['sys_vendor', 'product_name', 'board_vendor', 'board_name']),
    'firmware/devicetree/base/model',
    ...below(host, 'class/drm', card, cardFiles),
    ...cards(host).flatMap((name) => sensors(host, `class/drm/${name}/device/hwmon`)),
    ...below(host, 'module', /^(?:nvidia|amdgpu)$/, ['version']),
    ...groupFiles(host),
  ];
}

/** Binary files of `/sys`: the metrics table of AMD cards. */
export function sysBinaries(host: Host): string[] {
  return below(host, 'class/drm', card, ['device/gpu_metrics']);
}

/** Symbolic links of `/sys` whose target says which driver a card has, and of what an interface is a part. */
export function sysLinks(host: Host): string[] {
  return [
    ...below(host, 'class/drm', card, ['device/driver']),
    ...below(host, 'class/net', /./, ['master', 'device/subsystem']),
  ];
}

/** What an interface is shows in these files, and in which of them it has. */
const linkFiles = [
  ...['operstate', 'speed', 'mtu', 'flags', 'type', 'uevent', 'ifindex', 'iflink', 'phys_port_name'],
  ...['device/uevent', 'bridge/stp_state', 'bonding/mode', 'tun_flags'],
];

const card = /^card\d+$/;

function cards(host: Host): string[] {
  return host.sys.list('class/drm').filter((name) => card.test(name));
}

function below(host: Host, folder: string, names: RegExp, files: readonly string[]): string[] {
  const folders = host.sys.list(folder).filter((name) => names.test(name));
  return folders.flatMap((name) => files.map((file) => `${folder}/${name}/${file}`));
}

const sensorFile =
  /^(?:name|(?:temp|fan|in|power|freq|energy)\d+_(?:input|label|average|cap|crit|max)|pwm\d+)$/;

function sensors(host: Host, folder: string): string[] {
  return host.sys.list(folder).flatMap((chip) => {
    const files = host.sys.list(`${folder}/${chip}`).filter((name) => sensorFile.test(name));
    return files.map((name) => `${folder}/${chip}/${name}`);
  });
}

const topologyFiles = ['core_cpus_list', 'thread_siblings_list', 'core_id', 'physical_package_id'].map(
  (name) => `topology/${name}`,
);

const cardFiles = [
  ...['vendor', 'device', 'revision', 'subsystem_vendor', 'subsystem_device', 'class', 'uevent', 'boot_vga'],
  ...['gpu_busy_percent', 'mem_busy_percent', 'vcn_busy_percent', 'product_name', 'product_number'],
  ...['mem_info_vram_total', 'mem_info_vram_used', 'mem_info_vis_vram_total', 'mem_info_vis_vram_used'],
  ...['mem_info_gtt_total', 'mem_info_gtt_used', 'mem_info_vram_vendor', 'unique_id', 'vbios_version'],
  ...['current_link_speed', 'current_link_width', 'max_link_speed', 'max_link_width'],
  ...['pp_dpm_sclk', 'pp_dpm_mclk', 'current_compute_partition', 'current_memory_partition'],
  ...['power_state', 'power/control', 'power/runtime_status', 'board_info'],
].map((name) => `device/${name}`);
