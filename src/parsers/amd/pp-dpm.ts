/**
 * `pp_dpm_sclk`, `pp_dpm_mclk` of amdgpu (https://docs.kernel.org/gpu/amdgpu/thermal.html#pp-dpm): the clock of
 * the level in use in MHz, the line that ends in `*`; null when none is marked.
 */
export function parsePpDpm(text: string | null): number | null {
  const digits = /^[ \t]*\w+:[ \t]*(\d{1,40})[ \t]*Mhz[ \t]*\*/im.exec(text ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}
