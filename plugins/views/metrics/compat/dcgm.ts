import { exporter } from './exporter.js';

const mebibytes = (bytes: number | null) => (bytes === null ? null : Math.round(bytes / 2 ** 20));

/**
 * NVIDIA's dcgm-exporter (https://github.com/NVIDIA/dcgm-exporter): those of its fields that the driver's library
 * tells without DCGM. Instances of split cards, Xid errors and profiling are not among them.
 */
export const dcgm = exporter({
  labels: ['gpu', 'UUID', 'pci_bus_id', 'device', 'modelName', 'Hostname', 'DCGM_FI_DRIVER_VERSION'],
  labelsOf: (card, hostname) => [
    ...[String(card.index), card.id, busId(card.pci_address), `nvidia${card.index}`],
    ...[card.model, hostname, card.driver_version],
  ],
  gauges: [
    ['DCGM_FI_DEV_SM_CLOCK', 'SM clock frequency (in MHz).', (card) => card.clock_graphics_mhz],
    ['DCGM_FI_DEV_MEM_CLOCK', 'Memory clock frequency (in MHz).', (card) => card.clock_memory_mhz],
    ['DCGM_FI_DEV_MEMORY_TEMP', 'Memory temperature (in C).', (card) => card.memory_celsius],
    ['DCGM_FI_DEV_GPU_TEMP', 'GPU temperature (in C).', (card) => card.temperature_celsius],
    ['DCGM_FI_DEV_POWER_USAGE', 'Power draw (in W).', (card) => card.power_watts],
    ['DCGM_FI_DEV_POWER_MGMT_LIMIT', 'Power management limit (in W).', (card) => card.power_limit_watts],
    ['DCGM_FI_DEV_GPU_UTIL', 'GPU utilization (in %).', (card) => card.usage_percent],
    ['DCGM_FI_DEV_MEM_COPY_UTIL', 'Memory utilization (in %).', (card) => card.memory_activity_percent],
    ['DCGM_FI_DEV_ENC_UTIL', 'Encoder utilization (in %).', (card) => card.encoder_percent],
    ['DCGM_FI_DEV_DEC_UTIL', 'Decoder utilization (in %).', (card) => card.decoder_percent],
    ['DCGM_FI_DEV_FB_FREE', 'Framebuffer memory free (in MiB).', (card) => mebibytes(card.vram_free_bytes)],
    ['DCGM_FI_DEV_FB_USED', 'Framebuffer memory used (in MiB).', (card) => mebibytes(card.vram_used_bytes)],
    [
      'DCGM_FI_DEV_FB_RESERVED',
      'Framebuffer memory reserved (in MiB).',
      (card) => mebibytes(card.memory_reserved_bytes),
    ],
    ['DCGM_FI_DEV_FAN_SPEED', 'Fan speed for the device in percent 0-100.', (card) => card.fan_percent],
  ],
  counters: [
    [
      'DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION',
      'Total energy consumption since boot (in mJ).',
      (card) => (card.energy_joules === null ? null : Math.round(card.energy_joules * 1000)),
    ],
    [
      'DCGM_FI_DEV_ECC_SBE_VOL_TOTAL',
      'Total number of single-bit volatile ECC errors.',
      (card) => card.ecc_errors?.volatile_corrected ?? null,
    ],
    [
      'DCGM_FI_DEV_ECC_DBE_VOL_TOTAL',
      'Total number of double-bit volatile ECC errors.',
      (card) => card.ecc_errors?.volatile_uncorrected ?? null,
    ],
  ],
});

/** NVIDIA writes the domain of an address with eight digits and in capitals. */
function busId(address: string | null): string | null {
  return address === null ? null : `0000${address}`.toUpperCase();
}
