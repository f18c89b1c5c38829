import closeWithGrace from 'close-with-grace';
import { pino } from 'pino';
import { accessOf, withNeededKey } from './access/access.js';
import { serverKeys, type ServerKeys } from './access/server-keys.js';
import { keyCommandText, shownKeyText } from './access/new-key.js';
import { buildApp } from './app.js';
import { terminalText } from './byte-names.js';
import { checkReport } from './check/report.js';
import { checkScreen } from './check/screen.js';
import { systemClock } from './clock.js';
import { readCommand, type Command } from './settings/command.js';
import { asFailure, problemOf, type Problem } from './failures.js';
import { help } from './settings/help.js';
import { neverWaitAtTheEnd } from './host/end-at-once.js';
import type { Host } from './host/host.js';
import { logOutput } from './process/log-output.js';
import { fewestOpenFiles, openFilesLimit, tooFewOpenFiles } from './process/open-files.js';
import { whenParentEnds } from './process/parent.js';
import { hasTerminal } from './process/hangup.js';
import { announceReady, feedSystemd } from './process/readiness.js';
import { stayAlive } from './process/stay-alive.js';
import { startWatchdog, type Watchdog } from './process/watchdog.js';
import { systemHost } from './host/system-host.js';
import { closedGpuDevices } from './readers/container/gpu-devices.js';
import { listen, tlsServers } from './listening/listening.js';
import { SettingError } from './settings/values.js';
import type { Settings } from './settings/settings.js';
import { version } from './package.js';

/** How long open requests may finish after SIGTERM before the process ends anyway, ms. */
const grace = 800;

/** Does what the command line asks for. A setting that will not do is said in a line, with exit code 2. */
export async function run(): Promise<void> {
  try {
    await runCommand();
  } catch (thrown) {
    if (!(thrown instanceof SettingError)) throw thrown;
    process.stderr.write(`system-monitor-api: ${terminalText(thrown.message)}\n`);
    process.exitCode = 2;
  }
}

async function runCommand(): Promise<void> {
  // Threads do not start in a folder that has been removed, and one on a mount would keep that busy. All paths of the
  // settings are absolute.
  process.chdir('/');
  const command = readCommand(process.argv.slice(2), process.env);
  if (command.kind === 'serve') await serve(command.settings, command.warnings);
  else if (command.kind === 'check') await endWith(await check(command));
  else if (command.kind === 'key') process.stdout.write(keyCommandText(command.name));
  else process.stdout.write(command.kind === 'help' ? help() : `${version}\n`);
}

/** Ends the process, whatever still waits for the machine: a file that does not answer would keep it for good. */
async function endWith(exitCode: number): Promise<void> {
  await neverWaitAtTheEnd();
  process.exit(exitCode);
}

async function serve(given: Settings, warnings: string[]): Promise<void> {
  if ((openFilesLimit() ?? Infinity) < fewestOpenFiles) throw new SettingError(tooFewOpenFiles);
  const logger = await makeLogger(given);
  for (const warning of warnings) logger.warn(warning);
  const { settings, made } = withNeededKey(given, process.stdout.isTTY);
  if (made !== null && 'shown' in made) process.stdout.write(shownKeyText(made.shown));
  if (made !== null && 'storedAt' in made)
    logger.info(`no key was set; the one in ${made.storedAt} opens the service`);
  if (accessOf(settings) === 'open')
    logger.warn('SYSMON_AUTH=off: everybody who reaches this service can read it');
  const tls = await tlsServers(settings, systemClock, logger);
  const watchdog = settings.watchdog === null ? null : startWatchdog(settings.watchdog);
  const keys = await serverKeys(settings, systemClock, logger);
  const host = machine(settings, keys, watchdog);
  // Also where closing took too long: a helper that is stopped would live on.
  process.once('exit', () => host.close());
  const app = await buildApp({ settings, host, logger, tls, ...(watchdog && { onArm: watchdog.beat }) });
  let stopFeeding = (): void => undefined;
  const skip: 'SIGHUP'[] = hasTerminal() ? [] : ['SIGHUP'];
  const closing = closeWithGrace({ delay: grace, logger, skip }, async ({ err, signal }) => {
    if (err !== undefined) logger.fatal({ err }, 'closing after a fault');
    else logger.info(`closing (${signal ?? 'asked to'})`);
    await neverWaitAtTheEnd();
    await app.close();
    watchdog?.stop();
    keys.stop();
    stopFeeding();
  });
  if (skip.includes('SIGHUP')) {
    process.on('SIGHUP', () => {
      logger.info('SIGHUP: the files of keys and of the certificate are read anew');
      app.readKeysAnew();
      keys.look();
      tls?.look();
    });
  }
  // Node would open its debugger, to every user of the machine.
  process.on('SIGUSR1', () => logger.info('SIGUSR1 does nothing here'));
  // npm sends SIGTERM to the shell between it and this process, which ends without passing it on.
  if (process.env['npm_lifecycle_event'] !== undefined) {
    whenParentEnds(host.clock, () => process.kill(process.pid, 'SIGTERM'));
  }
  try {
    await listen(app, settings);
  } catch (thrown) {
    // It would also close at an ordinary end, with its own log line and exit code.
    closing.uninstall();
    await app.close();
    throw thrown;
  }
  await announceReady(process.env).catch((thrown: unknown) => {
    logger.warn(`the service answers, but systemd could not be told: ${asFailure(thrown).message}`);
  });
  stopFeeding = feedSystemd(process.env, host.clock, ({ message }) => {
    logger.warn(`systemd could not be told that the service is alive: ${message}`);
  });
}

function machine(settings: Settings, keys: ServerKeys, watchdog: Watchdog | null = null): Host {
  return systemHost({
    ...settings,
    ...(watchdog && { activity: watchdog }),
    ollama: { url: settings.ollamaUrl, headers: settings.ollamaHeaders },
    otherOllamas: settings.ollamaHosts,
    modelServers: settings.modelServerUrls.map((url) => ({ url, headers: () => keys.headersFor(url) })),
    environment: process.env,
  });
}

/** Prints what this machine lets be seen, opens no port, and gives the exit code. */
async function check({ settings, warnings, shown }: Command & { kind: 'check' }): Promise<number> {
  // A certificate that cannot be used is a bad setting.
  const tls = await tlsServers(settings, systemClock, pino({ level: 'silent' }));
  const log = { info: () => undefined, warn: (text: string) => warnings.push(text), error: () => undefined };
  const keys = await serverKeys(settings, systemClock, log);
  const host = machine(settings, keys);
  // The service that runs has its history file, and one that is not used yet is not made by looking at it.
  const app = await buildApp({ settings, host: { ...host, historyStore: null }, tls });
  const done = stayAlive();
  try {
    const closedDevices = closedGpuDevices(host);
    const problems = await historyFileProblems(host);
    const report = await checkReport(app, { settings, warnings, shown, closedDevices, problems });
    const screen = checkScreen(report, process.stdout.isTTY ? process.stdout.columns : 120);
    await new Promise<void>((written) => process.stdout.write(screen, () => written()));
    return report.toMend.length === 0 ? 0 : 1;
  } finally {
    done();
    keys.stop();
    await app.close();
  }
}

async function historyFileProblems({ historyStore }: Host): Promise<Problem[]> {
  try {
    await historyStore?.look();
    await historyStore?.close();
    return [];
  } catch (thrown) {
    return [problemOf('history', asFailure(thrown))];
  }
}

/** A line of the log itself, since the logger cannot be asked in the middle of writing. */
function lostLine(count: number): string {
  const msg = `${count} lines of this log were lost before this one: nobody took them, or the disk was full`;
  return `${JSON.stringify({ level: 40, time: new Date().toISOString(), msg })}\n`;
}

async function makeLogger(settings: Settings) {
  const options = { level: settings.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  if (!process.stdout.isTTY) return pino(options, logOutput(1, lostLine));
  const { default: pretty } = await import('pino-pretty');
  const messageFormat = ({ msg }: Record<string, unknown>) =>
    typeof msg === 'string' ? terminalText(msg) : '';
  return pino(options, pretty({ sync: true, translateTime: 'SYS:HH:MM:ss', messageFormat }));
}
