/** One line of tegrastats; bytes, percent, °C, watts, MHz; null where not told. */
export interface Tegrastats {
  usage: number | null;
  graphicsMhz: number | null;
  memoryUsed: number | null;
  memoryTotal: number | null;
  memoryActivity: number | null;
  celsius: number | null;
  hotspotCelsius: number | null;
  watts: number | null;
  /** The rail that `watts` is of; most feed more than the GPU. */
  rail: string | null;
}

/** Rails that feed the GPU, those that feed least beside it first. */
const gpuRails = ['VDD_GPU', 'VDD_SYS_GPU', 'GPU', 'POM_5V_GPU', 'VDD_GPU_SOC', 'VDD_CPU_GPU_CV'];

/**
 * A line of NVIDIA's tegrastats (https://docs.nvidia.com/jetson/archives/, "tegrastats Utility"), as JetPack 4 to 6
 * print it: words and values in a row, of which newer boards have more.
 */
export function parseTegrastats(line: string): Tegrastats {
  const number = (pattern: RegExp, scale = 1) => {
    const digits = pattern.exec(line)?.[1];
    return digits === undefined ? null : Number(digits) * scale;
  };
  const rail = gpuRails.find((name) => railPattern(name).test(line)) ?? null;
  const milliwatts = rail === null ? null : number(railPattern(rail));
  const hottest = sensible(number(/\btj@(-?\d{1,20}(?:\.\d{1,6})?)C/i));
  const ofGpu = number(/\bgpu@(-?\d{1,20}(?:\.\d{1,6})?)C/i);
  return {
    usage: number(/\bGR3D_FREQ (\d{1,20})%/),
    graphicsMhz: number(/\bGR3D_FREQ \d{1,20}%@\[?(\d{1,20})/),
    memoryUsed: number(/\bRAM (\d{1,20})\/\d+MB/, 2 ** 20),
    memoryTotal: number(/\bRAM \d+\/(\d{1,20})MB/, 2 ** 20),
    memoryActivity: number(/\bEMC_FREQ (\d{1,20})%/),
    // A GPU that is switched off has no temperature; where none is printed of it that of the chip is as near as it gets.
    celsius: ofGpu === null ? hottest : sensible(ofGpu),
    hotspotCelsius: hottest,
    watts: milliwatts === null ? null : milliwatts / 1000,
    rail,
  };
}

/** A part that is switched off says -256 °C. */
function sensible(celsius: number | null): number | null {
  return celsius !== null && celsius > -100 ? celsius : null;
}

/** `VDD_GPU_SOC 2171mW`, with the average behind a slash in most versions; without the unit in JetPack 4. */
function railPattern(name: string): RegExp {
  return new RegExp(`(?:^|\\s)${name} (\\d{1,20})(?:mW)?(?:/\\d+(?:mW)?)?(?=\\s|$)`);
}
