import { family, gauge } from '../../../../src/exposition/metric.js';
import { exporter, type Card, type Exporter } from './exporter.js';

const ratio = (percent: number | null) => (percent === null ? null : percent / 100);
const hertz = (megahertz: number | null) => (megahertz === null ? null : megahertz * 1e6);

const values = exporter({
  labels: ['uuid'],
  labelsOf: (card) => [uuidOf(card)],
  gauges: [
    ['nvidia_smi_index', 'index', (card) => card.index],
    ['nvidia_smi_utilization_gpu_ratio', 'utilization.gpu [%]', (card) => ratio(card.usage_percent)],
    [
      'nvidia_smi_utilization_memory_ratio',
      'utilization.memory [%]',
      (card) => ratio(card.memory_activity_percent),
    ],
    [
      'nvidia_smi_utilization_encoder_ratio',
      'utilization.encoder [%]',
      (card) => ratio(card.encoder_percent),
    ],
    [
      'nvidia_smi_utilization_decoder_ratio',
      'utilization.decoder [%]',
      (card) => ratio(card.decoder_percent),
    ],
    ['nvidia_smi_memory_total_bytes', 'memory.total [MiB]', (card) => card.vram_total_bytes],
    ['nvidia_smi_memory_used_bytes', 'memory.used [MiB]', (card) => card.vram_used_bytes],
    ['nvidia_smi_memory_free_bytes', 'memory.free [MiB]', (card) => card.vram_free_bytes],
    ['nvidia_smi_memory_reserved_bytes', 'memory.reserved [MiB]', (card) => card.memory_reserved_bytes],
    ['nvidia_smi_temperature_gpu', 'temperature.gpu', (card) => card.temperature_celsius],
    ['nvidia_smi_temperature_memory', 'temperature.memory', (card) => card.memory_celsius],
    ['nvidia_smi_power_draw_watts', 'power.draw [W]', (card) => card.power_watts],
    ['nvidia_smi_power_draw_instant_watts', 'power.draw.instant [W]', (card) => card.power_instant_watts],
    ['nvidia_smi_power_limit_watts', 'power.limit [W]', (card) => card.power_limit_watts],
    ['nvidia_smi_enforced_power_limit_watts', 'enforced.power.limit [W]', (card) => card.power_limit_watts],
    ['nvidia_smi_fan_speed_ratio', 'fan.speed [%]', (card) => ratio(card.fan_percent)],
    [
      'nvidia_smi_clocks_current_graphics_clock_hz',
      'clocks.current.graphics [MHz]',
      (card) => hertz(card.clock_graphics_mhz),
    ],
    [
      'nvidia_smi_clocks_current_sm_clock_hz',
      'clocks.current.sm [MHz]',
      (card) => hertz(card.clock_graphics_mhz),
    ],
    [
      'nvidia_smi_clocks_current_memory_clock_hz',
      'clocks.current.memory [MHz]',
      (card) => hertz(card.clock_memory_mhz),
    ],
    ['nvidia_smi_pcie_link_gen_current', 'pcie.link.gen.current', (card) => card.pcie_generation],
    ['nvidia_smi_pcie_link_width_current', 'pcie.link.width.current', (card) => card.pcie_width],
    ['nvidia_smi_pstate', 'pstate', (card) => performanceState(card.performance_state)],
  ],
});

const info = gauge(
  'nvidia_smi_gpu_info',
  "A metric with a constant '1' value labeled by what nvidia-smi says of the card.",
  ...['uuid', 'name', 'driver_version', 'driver_model_current', 'driver_model_pending', 'vbios_version'],
);

/** nvidia_gpu_exporter (https://github.com/utkuozdemir/nvidia_gpu_exporter), for its dashboard. */
export const nvidiaGpuExporter: Exporter = {
  metrics: [info, ...values.metrics],
  families: (cards, hostname) => [
    family(
      info,
      cards.map((card) => [1, uuidOf(card), card.model, card.driver_version, '', '', '']),
    ),
    ...values.families(cards, hostname),
  ],
};

/** It leaves out the `GPU-` of the driver. */
function uuidOf(card: Card): string {
  return card.id.toLowerCase().replace(/^gpu-/, '');
}

function performanceState(text: string | null): number | null {
  const digits = /^P(\d+)$/.exec(text ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}
