import type { Clock } from '../clock.js';
import { asFailure, type Failure } from '../failures.js';
import { readCertificate, type Certificate, type CertificatePlaces } from './certificate.js';

/** How often the two files are looked at, ms. */
export const certificateInterval = 10_000;

/**
 * Looks at the two files every ten seconds: `changed` gets a new sound pair, `failed` why a new one cannot be used,
 * once for each reason. The contents are compared, because events of the file system are lost on network mounts and
 * when what changes is a link further up, as with certbot and Kubernetes. The answer stops it.
 */
export function watchCertificate(
  places: CertificatePlaces,
  current: Certificate,
  clock: Clock,
  told: { changed: (next: Certificate) => void; failed: (failure: Failure) => void },
): () => void {
  let known = current;
  let lastReason: string | null = null;
  let cancel: (() => void) | null = null;

  const look = async (): Promise<void> => {
    try {
      const next = await readCertificate(places);
      lastReason = null;
      if (stopped() || (next.certificate === known.certificate && next.key === known.key)) return;
      known = next;
      told.changed(next);
    } catch (thrown) {
      const failure = asFailure(thrown);
      if (!stopped() && failure.message !== lastReason) told.failed(failure);
      lastReason = failure.message;
    }
  };
  const stopped = () => cancel === null;
  // The next look is planned when this one has ended: a file system that hangs is asked once.
  const plan = () => {
    cancel = clock.setTimer(certificateInterval, () => void look().then(() => stopped() || plan()));
  };
  plan();
  return () => {
    cancel?.();
    cancel = null;
  };
}
