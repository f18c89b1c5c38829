import { family, gauge } from '../../../../../src/exposition/metric.js';
import { hertz, ratio } from '../../measures.js';
import { performanceState } from '../card.js';
import { exporter, type Card, type Exporter } from './exporter.js';

const values = exporter({
  labels: ['uuid'],
  labelsOf: (card) => [uuidOf(card)],
  gauges: [
    ['nvidia_smi_index', 'index', (_, index) => index],
    ['nvidia_smi_utilization_gpu_ratio', 'utilization.gpu [%]', (card) => ratio(card.usagePercent)],
    [
      'nvidia_smi_utilization_memory_ratio',
      'utilization.memory [%]',
      (card) => ratio(card.memoryActivityPercent),
    ],
    ['nvidia_smi_utilization_encoder_ratio', 'utilization.encoder [%]', (card) => ratio(card.encoderPercent)],
    ['nvidia_smi_utilization_decoder_ratio', 'utilization.decoder [%]', (card) => ratio(card.decoderPercent)],
    ['nvidia_smi_memory_total_bytes', 'memory.total [MiB]', (card) => card.vramTotal],
    ['nvidia_smi_memory_used_bytes', 'memory.used [MiB]', (card) => card.vramUsed],
    ['nvidia_smi_memory_free_bytes', 'memory.free [MiB]', (card) => card.vramFree],
    ['nvidia_smi_memory_reserved_bytes', 'memory.reserved [MiB]', (card) => card.memoryReserved],
    ['nvidia_smi_temperature_gpu', 'temperature.gpu', (card) => card.celsius],
    ['nvidia_smi_temperature_memory', 'temperature.memory', (card) => card.memoryCelsius],
    ['nvidia_smi_power_draw_watts', 'power.draw [W]', (card) => card.watts],
    ['nvidia_smi_power_draw_instant_watts', 'power.draw.instant [W]', (card) => card.instantWatts],
    ['nvidia_smi_power_limit_watts', 'power.limit [W]', (card) => card.limitWatts],
    ['nvidia_smi_enforced_power_limit_watts', 'enforced.power.limit [W]', (card) => card.limitWatts],
    ['nvidia_smi_fan_speed_ratio', 'fan.speed [%]', (card) => ratio(card.fanPercent)],
    [
      'nvidia_smi_clocks_current_graphics_clock_hz',
      'clocks.current.graphics [MHz]',
      (card) => hertz(card.graphicsMhz),
    ],
    ['nvidia_smi_clocks_current_sm_clock_hz', 'clocks.current.sm [MHz]', (card) => hertz(card.graphicsMhz)],
    [
      'nvidia_smi_clocks_current_memory_clock_hz',
      'clocks.current.memory [MHz]',
      (card) => hertz(card.memoryMhz),
    ],
    ['nvidia_smi_pcie_link_gen_current', 'pcie.link.gen.current', (card) => card.pcieGeneration],
    ['nvidia_smi_pcie_link_width_current', 'pcie.link.width.current', (card) => card.pcieWidth],
    ['nvidia_smi_pstate', 'pstate', (card) => performanceState(card.performanceState)],
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
  families: (reading, hostname) => [
    family(
      info,
      reading.cards.map((card) => [1, uuidOf(card), card.model, card.driverVersion, '', '', '']),
    ),
    ...values.families(reading, hostname),
  ],
};

/** It leaves out the `GPU-` of the driver. */
function uuidOf(card: Card): string {
  return card.id.toLowerCase().replace(/^gpu-/, '');
}
