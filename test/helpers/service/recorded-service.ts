import { pino } from 'pino';
import { buildApp } from '../../../src/app.js';
import { readCommand } from '../../../src/settings/command.js';
import { recordedHost } from '../machines/recorded-host.js';

/**
 * The whole service on a recorded machine, listening like the real one, its counters going on in real time:
 * `node dist/test/helpers/recorded-service.js linux-x64__desktop-16-threads --port 0`. Settings as ever.
 */
const [folder = '', ...args] = process.argv.slice(2);
const command = readCommand(args, process.env);
if (command.kind !== 'serve') throw new Error('a recorded machine can only be served');
const host = recordedHost(folder, {}, { start: new Date().toISOString(), moving: true });
const logger = pino({ level: command.settings.logLevel, base: null });
const app = await buildApp({ settings: command.settings, host, logger });
const ticks = setInterval(tick(), 20);
process.once('SIGTERM', () => {
  clearInterval(ticks);
  void app.close();
});
await app.listen({ host: command.settings.host, port: command.settings.port });

/** Lets the recorded machine's clock follow the real one; one step at a time. */
function tick(): () => void {
  const began = performance.now();
  let busy = false;
  return () => {
    if (busy) return;
    busy = true;
    const behind = performance.now() - began - host.clock.monotonic();
    void host.clock.advance(Math.max(0, behind)).finally(() => (busy = false));
  };
}
