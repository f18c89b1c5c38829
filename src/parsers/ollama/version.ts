/**
 * Ollama's `GET /api/version` (https://docs.ollama.com/api): the version, e.g. `0.33.0`; null when the body is
 * not that answer.
 */
export function parseOllamaVersion(text: string): string | null {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null || !('version' in body)) return null;
    return typeof body.version === 'string' && body.version !== '' ? body.version : null;
  } catch {
    return null; // JSON.parse throws for what is no JSON, and for nothing else.
  }
}
