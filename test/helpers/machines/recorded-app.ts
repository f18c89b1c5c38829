import type { FastifyInstance } from 'fastify';
import { buildApp } from '../../../src/app.js';
import { defaultSettings, type Settings } from '../../../src/settings/settings.js';
import { recordedHost, type HostChanges, type RecordedHost } from './recorded-host.js';

export interface RecordedApp {
  app: FastifyInstance;
  host: RecordedHost;
  /** Answer of `GET url`, the clock being moved on until it is there. */
  get: (
    url: string,
    headers?: Record<string, string>,
  ) => Promise<{ status: number; body: unknown; type: string }>;
}

/** The whole service on a recorded machine, ready and with its first readings taken (unless `early`). */
export async function recordedApp(
  folder: string,
  options: {
    settings?: Partial<Settings>;
    host?: HostChanges;
    early?: true;
    /** When it starts (RFC 3339) instead of when it was recorded. */
    start?: string;
    /** By how much its wall clock is wrong at the start, ms. */
    clockError?: number;
    /** Called before the service is ready, while hooks can still be added. */
    prepare?: (app: FastifyInstance) => void;
  } = {},
): Promise<RecordedApp> {
  const host = recordedHost(
    folder,
    options.host,
    options.start === undefined ? {} : { start: options.start },
  );
  host.clock.shift(options.clockError ?? 0);
  const app = await buildApp({ settings: defaultSettings(options.settings), host });
  options.prepare?.(app);
  await app.ready();
  if (options.early !== true) await host.clock.advance(250);
  const get = async (url: string, headers: Record<string, string> = {}) => {
    const answer = await host.clock.until(app.inject({ url, headers }));
    const type = String(answer.headers['content-type'] ?? '');
    return {
      status: answer.statusCode,
      body: type.includes('json') ? answer.json<unknown>() : answer.body,
      type,
    };
  };
  return { app, host, get };
}
