/**
 * What the panels of well-known dashboards ask, as names and expressions: a panel has data when all of
 * its expressions have. `without` are panels that our machines have nothing to show in.
 */

const i = '{instance="$instance"}';
const mode = (name) => `rate(node_cpu_seconds_total{instance="$instance",mode="${name}"}[$__rate_interval])`;
const rate = (name) => `rate(${name}${i}[$__rate_interval])`;

/** Grafana dashboard 1860: its rows "Quick CPU / Mem / Disk" and "Basic CPU / Mem / Net / Disk". */
export const nodeExporterFull = {
  panels: [
    [
      'Pressure',
      rate('node_pressure_cpu_waiting_seconds_total'),
      rate('node_pressure_memory_waiting_seconds_total'),
      rate('node_pressure_io_waiting_seconds_total'),
    ],
    ['CPU Busy', `100 * (1 - avg(${mode('idle')}))`],
    ['Sys Load', `scalar(node_load1${i}) * 100 / count(count(node_cpu_seconds_total${i}) by (cpu))`],
    ['RAM Used', `(1 - (node_memory_MemAvailable_bytes${i} / node_memory_MemTotal_bytes${i})) * 100`],
    [
      'SWAP Used',
      `((node_memory_SwapTotal_bytes${i} - node_memory_SwapFree_bytes${i}) / (node_memory_SwapTotal_bytes${i})) * 100`,
    ],
    [
      'Root FS Used',
      '((node_filesystem_size_bytes{instance="$instance",mountpoint="/",fstype!="rootfs"} - ' +
        'node_filesystem_avail_bytes{instance="$instance",mountpoint="/",fstype!="rootfs"}) / ' +
        'node_filesystem_size_bytes{instance="$instance",mountpoint="/",fstype!="rootfs"}) * 100',
    ],
    ['CPU Cores', `count(count(node_cpu_seconds_total${i}) by (cpu))`],
    ['RAM Total', `node_memory_MemTotal_bytes${i}`],
    ['SWAP Total', `node_memory_SwapTotal_bytes${i}`],
    ['RootFS Total', 'node_filesystem_size_bytes{instance="$instance",mountpoint="/",fstype!="rootfs"}'],
    ['Uptime', `node_time_seconds${i} - node_boot_time_seconds${i}`],
    [
      'CPU Basic',
      ...['system', 'user', 'iowait', 'idle'].map(
        (name) => `sum(${mode(name)}) / scalar(count(count(node_cpu_seconds_total${i}) by (cpu)))`,
      ),
      'sum(rate(node_cpu_seconds_total{instance="$instance",mode=~".*irq"}[$__rate_interval]))',
    ],
    [
      'Memory Basic',
      `node_memory_MemTotal_bytes${i} - node_memory_MemFree_bytes${i} - (node_memory_Cached_bytes${i} + ` +
        `node_memory_Buffers_bytes${i} + node_memory_SReclaimable_bytes${i})`,
      `node_memory_Cached_bytes${i} + node_memory_Buffers_bytes${i} + node_memory_SReclaimable_bytes${i}`,
      `(node_memory_SwapTotal_bytes${i} - node_memory_SwapFree_bytes${i})`,
    ],
    [
      'Network Traffic Basic',
      `${rate('node_network_receive_bytes_total')} * 8`,
      `${rate('node_network_transmit_bytes_total')} * 8`,
    ],
    [
      'Disk Space Used Basic',
      '100 - ((node_filesystem_avail_bytes{instance="$instance",device!~"rootfs"} * 100) / ' +
        'node_filesystem_size_bytes{instance="$instance",device!~"rootfs"})',
    ],
  ],
  without: [],
};

const g = '{instance=~"$instance", gpu=~".*"}';

/** Grafana dashboard 12239. Tensor cores need DCGM's profiling. */
export const dcgmDashboard = {
  panels: [
    ['GPU Temperature', `DCGM_FI_DEV_GPU_TEMP${g}`],
    ['GPU Avg. Temp', `avg(DCGM_FI_DEV_GPU_TEMP${g})`],
    ['GPU Power Usage', `DCGM_FI_DEV_POWER_USAGE${g}`],
    ['GPU Power Total', `sum(DCGM_FI_DEV_POWER_USAGE${g})`],
    ['GPU SM Clocks', `DCGM_FI_DEV_SM_CLOCK${g} * 1000000`],
    ['GPU Utilization', `DCGM_FI_DEV_GPU_UTIL${g}`],
    ['GPU Framebuffer Mem Used', `DCGM_FI_DEV_FB_USED${g}`],
    ['Tensor Core Utilization', `DCGM_FI_PROF_PIPE_TENSOR_ACTIVE${g}`],
  ],
  without: ['Tensor Core Utilization'],
};

const n = (name) => `nvidia_smi_${name}{uuid=~".*"}`;

/** Grafana dashboard 14574. */
export const nvidiaGpuExporterDashboard = {
  panels: [
    ['Name', n('gpu_info')],
    ['P-State', n('pstate')],
    ['Graphics Clock Speed', n('clocks_current_graphics_clock_hz')],
    ['Memory Clock Speed', n('clocks_current_memory_clock_hz')],
    ['Fan Speed %', `${n('fan_speed_ratio')} * 100`],
    ['Temperature', n('temperature_gpu')],
    ['Power Draw', n('power_draw_watts')],
    ['Power Draw %', `${n('power_draw_watts')} / ${n('enforced_power_limit_watts')}`],
    ['Memory Allocation', n('memory_used_bytes'), n('memory_total_bytes')],
    ['Memory Allocation %', `${n('memory_used_bytes')} / ${n('memory_total_bytes')}`],
    ['GPU Utilization %', n('utilization_gpu_ratio')],
    ['Memory Utilization %', n('utilization_memory_ratio')],
  ],
  without: [],
};
