/**
 * `nvidia-smi --help-query-gpu`: every field this version knows, with both names where it says `"new" or "old"`.
 * Empty when the text is no such list.
 */
export function parseNvidiaSmiFields(text: string): Set<string> {
  const lines = text.matchAll(/^("[\w.]+"(?: or "[\w.]+")*)\s*$/gm);
  const names = [...lines].flatMap(([line]) => [...line.matchAll(/"([\w.]+)"/g)].map(([, name]) => name));
  return new Set(names.filter((name) => name !== undefined));
}
