import bearerAuth from '@fastify/bearer-auth';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { accessOf } from '../../../src/access/access.js';
import { followKeyFile, readKeyFile, type KeyFile } from '../../../src/access/key-file.js';
import { Keyring } from '../../../src/access/keyring.js';
import { SettingError } from '../../../src/settings/values.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The name of the key this request came with; null without one, and where none is asked for. */
    keyName: string | null;
  }
  interface FastifyInstance {
    /** Whether a request has a key that opens the service; sets its `keyName`. */
    hasKey: (request: FastifyRequest, reply: FastifyReply) => Promise<boolean>;
  }
}

/** Who may ask: decorates the instance with `hasKey`, and follows the key file while the service runs. */
export const keys = fp(
  async (app) => {
    const keyring = new Keyring(app.monitor.settings.apiKeys);
    app.decorateRequest('keyName', null);
    const verify = (key: string, request: FastifyRequest): boolean => {
      request.keyName = keyring.nameOf(key);
      return request.keyName !== null;
    };
    await app.register(bearerAuth, {
      ...{ keys: [], auth: verify, addHook: false, specCompliance: 'rfc6749' },
      // Its default is a line of level error for each wrong key, which anybody could fill the disk with.
      verifyErrorLogLevel: 'trace',
    });
    app.decorate('hasKey', async (request, reply) => {
      const key = keyBesideBearer(request);
      return key === null ? bearerIsValid(app, request, reply) : verify(key, request);
    });
    await useKeyFile(app, keyring);
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

function bearerIsValid(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
  return new Promise((resolve) => {
    if (app.verifyBearerAuth === undefined) resolve(false);
    else app.verifyBearerAuth(request, reply, (error) => resolve(error === undefined));
  });
}

async function useKeyFile(app: FastifyInstance, keyring: Keyring): Promise<void> {
  const { settings, clock } = app.monitor;
  const { apiKeysFile: path } = settings;
  if (path === null) return;
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
  const stop = followKeyFile(path, clock, {
    changed: (found) => {
      use(found);
      app.log.info({ keys: found.keys.map(({ name }) => name) }, 'the key file was read again');
    },
    failed: (err) =>
      app.log.error({ err }, 'the key file cannot be used; the keys from before go on being valid'),
  });
  app.addHook('onClose', (_, closed) => {
    stop();
    closed();
  });
}
