import { finite } from '../arithmetic.js';

/**
 * `/proc/net/sockstat` and `sockstat6` (proc_net(5)): sockets in use by protocol and what is counted, as
 * `TCP` → `inuse` → 4. `mem` is in pages.
 */
export function parseProcNetSockstat(text: string): Map<string, Map<string, number>> {
  const protocols = new Map<string, Map<string, number>>();
  for (const [, protocol = '', rest = ''] of text.matchAll(/^([A-Za-z0-9]+):((?: \w+ \d+)+) *$/gm)) {
    const counts = [...rest.matchAll(/ (\w+) (\d+)/g)].map(([, name = '', digits]): [string, number] => [
      name,
      finite(Number(digits)),
    ]);
    protocols.set(protocol, new Map(counts));
  }
  return protocols;
}
