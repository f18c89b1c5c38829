import type { Clock } from '../clock.js';
import { httpSource, shownUrl } from './http-source.js';

/** The servers of models that the settings name. */
export interface NamedServers {
  /** The first Ollama, which alone has these headers. */
  ollama: { url: URL; headers: Record<string, string> };
  /** Further Ollamas; one that is the first is left out. */
  otherOllamas?: readonly URL[];
  /** Other servers; `headers` gives those of the next question. */
  modelServers?: readonly { url: URL; headers?: () => Record<string, string> }[];
}

/** How each of them is asked. */
export function namedSources({ ollama, otherOllamas = [], modelServers = [] }: NamedServers, clock: Clock) {
  const first = placeOf(ollama.url);
  return {
    ollama: httpSource('Ollama', ollama.url, ollama.headers, { clock }),
    otherOllamas: otherOllamas
      .filter((url) => placeOf(url) !== first)
      .map((url) => httpSource(`the Ollama at ${shownUrl(url)}`, url, {}, { clock })),
    modelServers: modelServers.map(({ url, headers = () => ({}) }) =>
      httpSource(`the server at ${shownUrl(url)}`, url, headers, {
        clock,
        // llama-server has a thread for each connection that is open, and not many; a proxy with TLS has not.
        keepsConnections: url.protocol === 'https:',
      }),
    ),
  };
}

/** The same for two addresses that are one, whatever their credentials. */
function placeOf(url: URL): string {
  return shownUrl(url).replace('://localhost', '://127.0.0.1');
}
