import { Failure, systemErrorCode } from '../failures.js';

const brokenOff = 'broke off the connection';
const untrusted = 'has a certificate that is not trusted here';

/** What went wrong, by the code of Node's, OpenSSL's and undici's errors. */
const words: Record<string, string> = {
  ENOTFOUND: 'has a host name that is not known',
  EAI_AGAIN: 'has a host name that cannot be looked up just now',
  EHOSTUNREACH: 'is on a host that cannot be reached',
  ENETUNREACH: 'is on a network that cannot be reached',
  EADDRNOTAVAIL: 'has an address that cannot be reached',
  EPERM: 'may not be connected to by this service',
  EACCES: 'may not be connected to by this service',
  ECONNRESET: brokenOff,
  EPIPE: brokenOff,
  UND_ERR_SOCKET: brokenOff,
  EPROTO: 'does not speak TLS',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another host name',
  CERT_HAS_EXPIRED: 'has a certificate that has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
};

/**
 * What was thrown while `name` was asked, as a Failure in words. Errors of Node's parser hold what was received, so they
 * are not kept as its cause: nothing that a server says is to reach a log.
 */
export function httpFailure(name: string, thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  const code = errorCode(thrown);
  const because = { cause: thrown };
  if (code === 'ECONNREFUSED') {
    return new Failure('absent', `nothing answers where ${name} should be`, because);
  }
  if (code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT') {
    return new Failure('timeout', `${name} did not take the connection in time`, because);
  }
  if (code.startsWith('HPE_') || code === 'HTTPParserError') {
    return new Failure('malformed', `what answers where ${name} should be does not speak HTTP`);
  }
  const said = words[code] ?? (code.startsWith('ERR_SSL_') ? 'does not speak TLS' : 'could not be asked');
  const remedy =
    said === untrusted
      ? { remedy: "set NODE_EXTRA_CA_CERTS to a file with its authority's certificate" }
      : {};
  return new Failure('failed', `${name} ${said} (${code})`, { ...because, ...remedy });
}

/** A name with several addresses fails with one error for each; one that refuses tells more than one not there. */
function errorCode(thrown: unknown): string {
  const each = thrown instanceof AggregateError ? thrown.errors.map(systemErrorCode) : [];
  if (each.includes('ECONNREFUSED')) return 'ECONNREFUSED';
  return systemErrorCode(thrown) ?? (thrown instanceof Error ? thrown.name : 'unknown error');
}
