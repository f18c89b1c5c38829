import type { CardFiles } from '../drm/files.js';
import type { JetsonCard } from './card.js';

/** Temperatures of the GPU and of the chip's hottest place, and the power of the rail that feeds the GPU. */
export async function jetsonSensors(files: CardFiles): Promise<Partial<JetsonCard>> {
  const zones = await temperatures(files);
  return {
    celsius: zones.get('gpu') ?? null,
    hotspotCelsius: zones.get('tj') ?? null,
    ...(await power(files)),
  };
}

/** `GPU-therm`, `gpu-thermal`, `tj-thermal`: °C by the first word. */
async function temperatures(files: CardFiles): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const zone of files.list('class/thermal').filter((name) => name.startsWith('thermal_zone'))) {
    const name = /^(gpu|tj)[-_]therm/i.exec((await files.text(`class/thermal/${zone}/type`)) ?? '')?.[1];
    if (name === undefined) continue;
    const thousandths = await files.number(`class/thermal/${zone}/temp`);
    // A part that is switched off says -256 °C.
    if (thousandths !== null && thousandths > -100_000) found.set(name.toLowerCase(), thousandths / 1000);
  }
  return found;
}

/** Rails that feed the GPU, those that feed least beside it first. */
const gpuRails = ['VDD_GPU', 'VDD_SYS_GPU', 'GPU', 'VDD_GPU_SOC', 'VDD_CPU_GPU_CV'];

/** The board's power monitors (ina3221) tell volts and amperes of each rail by its label. */
async function power(files: CardFiles): Promise<Partial<JetsonCard>> {
  const rails = new Map<string, number>();
  for (const monitor of files.list('class/hwmon')) {
    const folder = `class/hwmon/${monitor}`;
    if ((await files.text(`${folder}/name`)) !== 'ina3221') continue;
    for (const file of files.list(folder)) {
      const number = /^in(\d)_label$/.exec(file)?.[1];
      const label = number === undefined ? null : await files.text(`${folder}/${file}`);
      if (number === undefined || label === null || !gpuRails.includes(label)) continue;
      const millivolts = await files.number(`${folder}/in${number}_input`);
      const milliamperes = await files.number(`${folder}/curr${number}_input`);
      if (millivolts !== null && milliamperes !== null) rails.set(label, (millivolts * milliamperes) / 1e6);
    }
  }
  const powerRail = gpuRails.find((name) => rails.has(name)) ?? null;
  return { powerRail, watts: powerRail === null ? null : (rails.get(powerRail) ?? null) };
}
