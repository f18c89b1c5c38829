import { parseServerAddress } from '../parsers/model-server/address.js';
import { ollamaAddress, SettingError } from './values.js';

/** A comma-separated list of addresses in any form Ollama itself takes, each once. */
export function ollamaAddresses(text: string): readonly URL[] {
  return listed(text, ollamaAddress);
}

/** A comma-separated list of addresses of servers, each once. */
export function serverAddresses(text: string): readonly URL[] {
  return listed(text, (part) => {
    const url = parseServerAddress(part);
    if (url !== null) return url;
    throw new SettingError(
      'each must be an address such as http://127.0.0.1:8080 or https://gpu.example.org/llama, without credentials; ' +
        'keys belong into the file of SYSMON_MODEL_SERVERS_KEYS_FILE',
    );
  });
}

function listed(text: string, parse: (part: string) => URL): readonly URL[] {
  const parts = text.split(',').map((part) => part.trim());
  const urls = parts.filter((part) => part !== '').map(parse);
  return [...new Map(urls.map((url) => [url.href, url])).values()];
}
