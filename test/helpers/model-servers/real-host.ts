import type { Test } from 'tap';
import type { Host } from '../../../src/host/host.js';
import { systemHost } from '../../../src/host/system-host.js';

/** The machine that the test runs on, its processes and sockets as the service sees them. */
export function realHost(t: Test): Host {
  const host = systemHost({
    ...{ root: '/', proc: '/proc', sys: '/sys', nvml: 'off', environment: process.env },
    ollama: { url: new URL('http://127.0.0.1:1'), headers: {} },
  });
  t.teardown(() => host.close());
  return host;
}

/** Why what only root may do is skipped; false when it is not. */
export const rootOnly = process.geteuid?.() !== 0 && 'SKIPPED: only root can start processes of other users';
/** Why what needs Linux is skipped. */
export const linuxOnly = process.platform !== 'linux' && 'SKIPPED: processes are found by /proc';
