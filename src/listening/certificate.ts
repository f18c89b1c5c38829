import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { exposureOf } from '../access/secret-file.js';
import { Failure, systemErrorCode } from '../failures.js';

/** Where the two PEM files are: the certificate, followed by those of its issuers, and its private key. */
export interface CertificatePlaces {
  certificate: string;
  key: string;
}

/** A certificate and its key, found to belong together. */
export interface Certificate {
  /** PEM: the server's own certificate first. */
  certificate: string;
  /** PEM. A secret. */
  key: string;
  /** The names it was made for, as OpenSSL writes them; null when it has none. */
  names: string | null;
  /** From when it holds, ms since 1970. */
  validFrom: number;
  /** Until when it holds, ms since 1970. */
  validTo: number;
  /** What is to be said of the rights of the key's file; null when nothing is. */
  warning: string | null;
}

/** Longer than any chain of certificates, bytes. */
const maxBytes = 2 ** 20;

/**
 * The certificate and key in these files. Throws a Failure that names the file and what is wrong with it: it is not
 * there, may not be read, is no PEM, is encrypted, or key and certificate do not belong together.
 */
export async function readCertificate(places: CertificatePlaces): Promise<Certificate> {
  const { text: certificate } = await pemFile(places.certificate, 'certificate');
  const { text: key, mode } = await pemFile(places.key, 'key');
  const exposure = exposureOf(places.key, mode);
  if (exposure?.isFatal === true) {
    throw new Failure('no_permission', `the key ${places.key} is not safe: ${exposure.words}`);
  }
  const first = firstCertificate(certificate, places);
  if (!first.checkPrivateKey(privateKey(key, places))) {
    throw new Failure(
      'malformed',
      `the key ${places.key} does not belong to the certificate ${places.certificate}`,
      {
        remedy:
          'the file of the certificate must begin with the one that was made for this key; issuers follow it',
      },
    );
  }
  tryOut(certificate, key, places);
  return {
    certificate,
    key,
    names: first.subjectAltName ?? null,
    validFrom: Date.parse(first.validFrom),
    validTo: Date.parse(first.validTo),
    warning: exposure?.words ?? null,
  };
}

async function pemFile(path: string, what: string): Promise<{ text: string; mode: number }> {
  try {
    const facts = await stat(path);
    // A device or a pipe might never end.
    if (!facts.isFile()) throw new Failure('malformed', `the ${what} ${path} is not a file`);
    if (facts.size > maxBytes)
      throw new Failure('too_large', `the ${what} ${path} is longer than any PEM file`);
    return { text: await readFile(path, 'utf8'), mode: facts.mode };
  } catch (thrown) {
    throw thrown instanceof Failure ? thrown : unreadable(path, what, thrown);
  }
}

function unreadable(path: string, what: string, thrown: unknown): Failure {
  const cause = { cause: thrown };
  switch (systemErrorCode(thrown)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new Failure('absent', `the ${what} ${path} does not exist`, cause);
    case 'EACCES':
    case 'EPERM':
      return new Failure('no_permission', `the ${what} ${path} may not be read by this user`, {
        remedy: 'let the user of the service read it and enter its folders, or give the service a copy',
        ...cause,
      });
    default:
      return new Failure(
        'failed',
        `the ${what} ${path} could not be read (${String(systemErrorCode(thrown))})`,
        cause,
      );
  }
}

function firstCertificate(pem: string, { certificate }: CertificatePlaces): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (thrown) {
    throw new Failure('malformed', `${certificate} holds no certificate in PEM form`, { cause: thrown });
  }
}

function privateKey(pem: string, { key }: CertificatePlaces): KeyObject {
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(pem)) {
    throw new Failure(
      'malformed',
      `the key ${key} is encrypted, and nobody is there to type its passphrase`,
      {
        remedy:
          'write it without one (openssl pkey -in encrypted.pem -out key.pem) and protect it with its file mode',
      },
    );
  }
  try {
    return createPrivateKey(pem);
  } catch (thrown) {
    throw new Failure('malformed', `${key} holds no private key in PEM form`, { cause: thrown });
  }
}

/** What only OpenSSL itself can judge: a broken chain behind the certificate, or a key too weak for this Node. */
function tryOut(cert: string, key: string, { certificate }: CertificatePlaces): void {
  try {
    createSecureContext({ cert, key });
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new Failure('malformed', `TLS cannot be spoken with ${certificate}: ${reason}`, { cause: thrown });
  }
}
