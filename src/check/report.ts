import type { FastifyInstance } from 'fastify';
import { HostStats } from '../../schemas/host.js';
import { OtherModels } from '../../schemas/models.js';
import { accessOf, reachOf } from '../access/access.js';
import type { ShownSetting } from '../settings/command.js';
import type { Problem } from '../failures.js';
import type { ClosedDevice } from '../readers/container/gpu-devices.js';
import type { Entry, Shown } from '../sampling/catalogue.js';
import type { Settings } from '../settings/settings.js';
import { keyValues } from './key-values.js';

/** What an operator wants to know before and after installing the service. */
export interface CheckReport {
  settings: ShownSetting[];
  warnings: string[];
  /** Where it would listen, and who may ask. */
  posture: string;
  domains: DomainFinding[];
  /** The machine and its container, as `/stats/host` tells of them; null when that cannot be read. */
  host: HostStats | null;
  closedDevices: ClosedDevice[];
  /** What is broken and should be mended. */
  toMend: Problem[];
}

/** One domain as it is seen from here. */
export interface DomainFinding {
  name: string;
  /** `ok`, what the body says of itself (`absent`, `driver_mismatch`, …), or why it could not be read. */
  state: string;
  source: string | null;
  /** How long its reading took, ms; of one that is made of others, how long the answer took. */
  took: number;
  /** Some of its values; its reason where it has none. */
  text: string;
}

/**
 * Asks every domain once, through the catalogue that the routes use. The app is not listening. `closedDevices` are the
 * GPU devices that this process may not open, `problems` what is wrong beside the domains.
 */
export async function checkReport(
  app: FastifyInstance,
  given: {
    settings: Settings;
    warnings: string[];
    shown: ShownSetting[];
    closedDevices: ClosedDevice[];
    problems: readonly Problem[];
  },
): Promise<CheckReport> {
  await app.ready();
  const { settings, warnings, shown, closedDevices } = given;
  const { catalogue, clock } = app.monitor;
  const requested = catalogue.all().map(async (entry) => {
    const start = clock.monotonic();
    const shown = await entry.current();
    return { entry, shown, took: shown.measured?.took ?? clock.monotonic() - start };
  });
  const answers = await Promise.all(requested);
  const machine = catalogue.get(HostStats).latest();
  const others = catalogue.get(OtherModels).latest();
  const problems = [...answers.flatMap(({ shown }) => toMend(shown)), ...given.problems];
  return {
    settings: shown,
    warnings,
    posture: posture(settings),
    domains: answers.flatMap(({ entry, shown, took }) => [
      finding(entry, shown, took),
      ...(entry.schema === OtherModels ? serverFindings(others, took) : []),
    ]),
    host: machine?.ok === true ? machine.body : null,
    closedDevices,
    toMend: distinct([...refusedStart(settings), ...problems]),
  };
}

function finding({ name }: Entry, shown: Shown, took: number): DomainFinding {
  if (!shown.ok) {
    return { name, state: shown.failure.code, source: null, took, text: shown.failure.message };
  }
  const { body } = shown;
  return {
    name,
    state: textIn(body, 'state') ?? 'ok',
    source: textIn(body, 'source'),
    took,
    text: textIn(body, 'reason') ?? keyValues(body),
  };
}

/** A line for each server of models, named or found. */
function serverFindings(shown: Shown<OtherModels> | null, took: number): DomainFinding[] {
  if (shown?.ok !== true) return [];
  const { servers, models } = shown.body;
  return servers.map(({ id, kind, state, reason }) => {
    const names = models.filter(({ server }) => server === id).map(({ name }) => name ?? 'a model');
    return { name: id, state, source: kind, took, text: reason ?? names.join(', ') };
  });
}

/** Null where the body has no such text. */
function textIn(body: object, name: string): string | null {
  const value: unknown = Reflect.get(body, name);
  return typeof value === 'string' ? value : null;
}

/** A system that has no way to tell something is no fault of anybody. */
function toMend(shown: Shown): readonly Problem[] {
  return shown.problems.filter(({ code }) => code !== 'unsupported');
}

/** A domain that is made of others passes their very problems on. */
function distinct(problems: Problem[]): Problem[] {
  return [...new Set(problems)];
}

function posture(settings: Settings): string {
  const asks = {
    keys: 'whoever has an API key may ask',
    local: 'no API key: only programs of this machine may ask',
    open: 'SYSMON_AUTH=off: everybody who reaches it may ask',
  };
  const access = accessOf(settings);
  const needsKey = access === 'local' && reachOf(settings) !== null;
  const made = 'no API key is set: one is made at the start and kept in SYSMON_STATE_DIR';
  const place = settings.socket ?? `${settings.host}, port ${settings.port}`;
  const secure = settings.tlsCert === null ? '' : ', with TLS';
  return `${place}${secure}; ${needsKey ? made : asks[access]}`;
}

/** Without a key the service starts only where nobody else can reach it, or where a key can be kept. */
function refusedStart(settings: Settings): Problem[] {
  const reach = reachOf(settings);
  if (accessOf(settings) !== 'local' || reach === null || settings.stateDirectory !== null) return [];
  const remedy =
    'Set SYSMON_API_KEYS (`system-monitor-api key` makes one), or SYSMON_STATE_DIR, where one is kept.';
  return [{ domain: 'keys', code: 'no_key', detail: `${reach}, and no key is set`, reason: null, remedy }];
}
