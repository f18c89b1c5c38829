/** A memory manager of the xe driver, in bytes. */
export interface VramManager {
  total: number;
  used: number;
}

/**
 * `vram_mm` of xe in debugfs (https://docs.kernel.org/gpu/drm-mm.html, ttm_resource_manager_debug): lines of
 * `name: value`; null when the size or the usage is missing.
 */
export function parseVramManager(text: string | null): VramManager | null {
  const value = (name: string) => {
    const digits = new RegExp(`^[ \\t]*${name}: (\\d{1,40})[ \\t]*$`, 'm').exec(text ?? '')?.[1];
    return digits === undefined ? null : Number(digits);
  };
  const total = value('size');
  const used = value('usage');
  return total === null || used === null ? null : { total, used };
}
