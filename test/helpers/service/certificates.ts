import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';

/** Why no certificate can be made here, for `skip`; false where it can. */
export const opensslIsMissing = ((): string | false => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return false;
  } catch (thrown) {
    return `openssl cannot be run (${String(thrown)})`;
  }
})();

/** Runs openssl with these arguments, quietly. */
export function openssl(...args: string[]): void {
  execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** A new self-signed certificate for `localhost` and 127.0.0.1 in `folder`, with its key, and where both are. */
export function makeCertificate(folder: string, { name = 'first', days = 30 } = {}) {
  const places = { certificate: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) };
  openssl(
    ...['req', '-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'],
    ...['-keyout', places.key, '-out', places.certificate, '-days', String(days)],
    ...['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
  );
  return places;
}

/** Copies a certificate and its key to `folder`, as files that a service uses and that may be replaced. */
export function inUse(folder: string, pair: { certificate: string; key: string }) {
  const places = { certificate: join(folder, 'tls.crt'), key: join(folder, 'tls.key') };
  copyFileSync(pair.certificate, places.certificate);
  copyFileSync(pair.key, places.key);
  return places;
}
