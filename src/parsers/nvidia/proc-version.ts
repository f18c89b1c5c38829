/** `/proc/driver/nvidia/version`: the version of the loaded kernel module, e.g. `590.48.01`; null when not told. */
export function parseNvidiaProcVersion(text: string): string | null {
  return /^NVRM version:.*?\s(\d{2,4}(?:\.\d+)+)(?:\s|$)/m.exec(text)?.[1] ?? null;
}
