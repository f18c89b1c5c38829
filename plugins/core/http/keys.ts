import bearerAuth from '@fastify/bearer-auth';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { accessOf } from '../../../src/access/access.js';
import type { NamedKey } from '../../../src/access/key-lines.js';
import type { Following } from '../../../src/access/followed-files.js';
import { followKeyFile, readKeyFile, type KeyFile } from '../../../src/access/key-file.js';
import { Keyring } from '../../../src/access/keyring.js';
import { SettingError } from '../../../src/settings/values.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The key this request came with; null without one, and where none is asked for. */
    key: NamedKey | null;
  }
  interface FastifyInstance {
    /** Tells whether a request has a key that opens the service, at once; sets its `key`. */
    hasKey: (request: FastifyRequest, reply: FastifyReply, tell: (has: boolean) => void) => void;
    /** Whether a key that opened the service before is still one of its keys. */
    isKeyValid: (key: NamedKey) => boolean;
    /** Reads the key file now, where there is one. */
    readKeysAnew: () => void;
    /** Calls `end` when the key of a request is taken from the key file before its answer has ended. */
    onceKeyIsGone: (request: FastifyRequest, reply: FastifyReply, end: () => void) => void;
  }
}

/** Who may ask: decorates the instance with `hasKey`, and follows the key file while the service runs. */
export const keys = fp(
  async (app) => {
    const keyring = new Keyring(app.monitor.settings.apiKeys);
    app.decorateRequest('key', null);
    const verify = (key: string, request: FastifyRequest): boolean => {
      request.key = keyring.find(key);
      return request.key !== null;
    };
    await app.register(bearerAuth, {
      ...{ keys: [], auth: verify, addHook: false, specCompliance: 'rfc6749' },
      // Its default is a line of level error for each wrong key, which anybody could fill the disk with.
      verifyErrorLogLevel: 'trace',
    });
    app.decorate('hasKey', (request, reply, tell) => {
      const key = keyBesideBearer(request);
      if (key !== null) tell(verify(key, request));
      else if (app.verifyBearerAuth === undefined) tell(false);
      else app.verifyBearerAuth(request, reply, (error) => tell(error === undefined));
    });
    app.decorate('isKeyValid', (key) => keyring.holds(key));
    const endless = new Map<FastifyReply, { key: NamedKey; end: () => void }>();
    app.decorate('onceKeyIsGone', ({ key }, reply, end) => {
      if (key === null) return;
      endless.set(reply, { key, end });
      reply.raw.once('close', () => endless.delete(reply));
    });
    const following = await useKeyFile(app, keyring, () => {
      for (const { key, end } of endless.values()) if (!keyring.has(key)) end();
    });
    app.decorate('readKeysAnew', () => following?.look());
  },
  { name: 'keys', dependencies: ['monitor', 'access-control'] },
);

/** Whether requests need a key at all. */
export function needsKeys(app: FastifyInstance): boolean {
  return accessOf(app.monitor.settings) === 'keys';
}

/** The key of X-API-Key, which wins because proxies send an Authorization of their own; else that of Basic. */
function keyBesideBearer({ headers }: FastifyRequest): string | null {
  const header = headers['x-api-key'];
  if (header !== undefined) return String(header);
  const [, encoded] = /^basic +(\S+) *$/i.exec(headers.authorization ?? '') ?? [];
  if (encoded === undefined) return null;
  const pair = Buffer.from(encoded, 'base64').toString();
  return pair.slice(pair.indexOf(':') + 1);
}

/** Takes the keys of the key file, now and when it changes; `changed` is called each time it has. Null without one. */
async function useKeyFile(
  app: FastifyInstance,
  keyring: Keyring,
  changed: () => void,
): Promise<Following | null> {
  const { settings, clock } = app.monitor;
  const { apiKeysFile: path } = settings;
  if (path === null) return null;
  const use = ({ keys, warning }: KeyFile) => {
    keyring.replaceFileKeys(keys);
    if (warning !== null) app.log.warn(`the key file: ${warning}`);
  };
  try {
    use(await readKeyFile(path));
  } catch (thrown) {
    throw thrown instanceof SettingError
      ? new SettingError(`SYSMON_API_KEYS_FILE: ${thrown.message}`)
      : thrown;
  }
  const following = followKeyFile(path, clock, {
    changed: (found) => {
      use(found);
      changed();
      app.log.info({ keys: found.keys.map(({ name }) => name) }, 'the key file was read again');
    },
    failed: (err) =>
      app.log.error({ err }, 'the key file cannot be used; the keys from before go on being valid'),
  });
  app.addHook('onClose', (_, closed) => {
    following.stop();
    closed();
  });
  return following;
}
