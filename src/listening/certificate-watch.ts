import { followFiles, type Following } from '../access/followed-files.js';
import type { Clock } from '../clock.js';
import { asFailure, type Failure } from '../failures.js';
import { readCertificate, type Certificate, type CertificatePlaces } from './certificate.js';

/** How often the two files are looked at, ms. */
export const certificateInterval = 10_000;

/**
 * Follows the two files: `changed` gets a new sound pair, `failed` why a new one cannot be used, once for each reason.
 * The same pair written again is no news.
 */
export function watchCertificate(
  places: CertificatePlaces,
  current: Certificate,
  clock: Clock,
  listener: { changed: (next: Certificate) => void; failed: (failure: Failure) => void },
): Following {
  let known = current;
  let lastReason: string | null = null;
  const changed = (next: Certificate) => {
    lastReason = null;
    if (next.certificate === known.certificate && next.key === known.key) return;
    known = next;
    listener.changed(next);
  };
  const failed = (thrown: unknown) => {
    const failure = asFailure(thrown);
    if (failure.message !== lastReason) listener.failed(failure);
    lastReason = failure.message;
  };
  const paths = [places.certificate, places.key];
  const read = () => readCertificate(places);
  return followFiles({ paths, pause: certificateInterval, read }, clock, { changed, failed });
}
