import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

/** Where the service with these settings can be asked from this machine. */
export interface HealthTarget {
  tls: boolean;
  /** A unix socket, or an address and port. */
  place: { socketPath: string } | { host: string; port: number };
}

/** How long the answer may take, ms. */
const deadline = 4_000;

/** Asks; rejects with an Error that says what is wrong when the service does not answer as one that lives. */
export async function isLive({ tls, place }: HealthTarget): Promise<void> {
  const status = await new Promise<number>((resolve, reject) => {
    const options = {
      ...place,
      path: '/health/live',
      // A name that every service answers to.
      headers: { host: 'localhost' },
      timeout: deadline,
      // The certificate is for the name that clients use; here the service asks itself.
      rejectUnauthorized: false,
    };
    const requested = (tls ? requestHttps : requestHttp)(options, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    requested.on('timeout', () => requested.destroy(new Error(`no answer within ${deadline / 1000} s`)));
    requested.on('error', reject);
    requested.end();
  });
  // Refused by SYSMON_ALLOW_FROM is an answer too, of a service that does what it was told.
  if (status !== 200 && status !== 403) throw new Error(`/health/live answers ${status}`);
}
