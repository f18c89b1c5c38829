import { exporter } from './exporter.js';

const mebibytes = (bytes: number | null) => (bytes === null ? null : Math.round(bytes / 2 ** 20));

/**
 * NVIDIA's dcgm-exporter (https://github.com/NVIDIA/dcgm-exporter): those of its fields that the driver's library
 * tells without DCGM. Instances of split cards, Xid errors and profiling are not among them.
 */
export const dcgm = exporter({
  labels: ['gpu', 'UUID', 'pci_bus_id', 'device', 'modelName', 'Hostname', 'DCGM_FI_DRIVER_VERSION'],
  labelsOf: (card, index, hostname) => [
    ...[String(index), card.id, busId(card.pciAddress), `nvidia${index}`],
    ...[card.model, hostname, card.driverVersion],
  ],
  gauges: [
    ['DCGM_FI_DEV_SM_CLOCK', 'SM clock frequency (in MHz).', (card) => card.graphicsMhz],
    ['DCGM_FI_DEV_MEM_CLOCK', 'Memory clock frequency (in MHz).', (card) => card.memoryMhz],
    ['DCGM_FI_DEV_MEMORY_TEMP', 'Memory temperature (in C).', (card) => card.memoryCelsius],
    ['DCGM_FI_DEV_GPU_TEMP', 'GPU temperature (in C).', (card) => card.celsius],
    ['DCGM_FI_DEV_POWER_USAGE', 'Power draw (in W).', (card) => card.watts],
    ['DCGM_FI_DEV_POWER_MGMT_LIMIT', 'Power management limit (in W).', (card) => card.limitWatts],
    ['DCGM_FI_DEV_GPU_UTIL', 'GPU utilization (in %).', (card) => card.usagePercent],
    ['DCGM_FI_DEV_MEM_COPY_UTIL', 'Memory utilization (in %).', (card) => card.memoryActivityPercent],
    ['DCGM_FI_DEV_ENC_UTIL', 'Encoder utilization (in %).', (card) => card.encoderPercent],
    ['DCGM_FI_DEV_DEC_UTIL', 'Decoder utilization (in %).', (card) => card.decoderPercent],
    ['DCGM_FI_DEV_FB_FREE', 'Framebuffer memory free (in MiB).', (card) => mebibytes(card.vramFree)],
    ['DCGM_FI_DEV_FB_USED', 'Framebuffer memory used (in MiB).', (card) => mebibytes(card.vramUsed)],
    [
      'DCGM_FI_DEV_FB_RESERVED',
      'Framebuffer memory reserved (in MiB).',
      (card) => mebibytes(card.memoryReserved),
    ],
    ['DCGM_FI_DEV_FAN_SPEED', 'Fan speed for the device in percent 0-100.', (card) => card.fanPercent],
  ],
  counters: [
    [
      'DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION',
      'Total energy consumption since boot (in mJ).',
      (card) => (card.joules === null ? null : Math.round(card.joules * 1000)),
    ],
    [
      'DCGM_FI_DEV_ECC_SBE_VOL_TOTAL',
      'Total number of single-bit volatile ECC errors.',
      (card) => card.ecc?.volatileCorrected ?? null,
    ],
    [
      'DCGM_FI_DEV_ECC_DBE_VOL_TOTAL',
      'Total number of double-bit volatile ECC errors.',
      (card) => card.ecc?.volatileUncorrected ?? null,
    ],
  ],
});

/** NVIDIA writes the domain of an address with eight digits and in capitals. */
function busId(address: string | null): string | null {
  return address === null ? null : `0000${address}`.toUpperCase();
}
