/** One product of `amdgpu.ids`; device and revision in upper-case hexadecimal digits. */
export interface AmdgpuId {
  device: string;
  revision: string;
  name: string;
}

/**
 * `amdgpu.ids` of libdrm (https://gitlab.freedesktop.org/mesa/libdrm/-/blob/main/data/amdgpu.ids): lines of
 * `device, revision, name`. Of several lines for the same device and revision libdrm takes the first, and so
 * does this.
 */
export function parseAmdgpuIds(text: string): AmdgpuId[] {
  const found = new Map<string, AmdgpuId>();
  for (const line of text.matchAll(/^([\da-f]{4}),[ \t]*([\da-f]{1,2}),[ \t]*(\S.*)$/gim)) {
    const [, device = '', revision = '', name = ''] = line;
    const id = {
      device: device.toUpperCase(),
      revision: revision.toUpperCase().padStart(2, '0'),
      name: name.trimEnd(),
    };
    const key = `${id.device} ${id.revision}`;
    if (!found.has(key)) found.set(key, id);
  }
  return [...found.values()];
}
