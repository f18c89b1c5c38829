import { remembered } from '../../../clock.js';
import { asFailure } from '../../../failures.js';
import type { Host } from '../../../host/host.js';
import { knownText } from '../../../parsers/systeminformation.js';
import { unknownCard, type GpuBackendReading } from '../../gpu/card.js';
import { unknownDrm, type DrmCard } from '../../gpu/drm/cards.js';

type Controllers = Awaited<ReturnType<Host['portable']['graphics']>>;
type OtherReading = GpuBackendReading<DrmCard>;

/** The library runs several programs for this, and cards do not come and go: asked anew after an hour, in ms. */
const lasting = 3_600_000;

/**
 * Which cards of other makers than NVIDIA a machine has, through systeminformation: who they are and nothing else,
 * on Windows. A Mac's are shown by the apple backend.
 */
export function portableOtherReader(host: Host): () => Promise<OtherReading> {
  if (host.platform === 'darwin') {
    return () => Promise.resolve(absent('the GPUs of a Mac are shown by the apple backend'));
  }
  return remembered(host.clock, lasting, () => ask(host));
}

async function ask(host: Host): Promise<OtherReading> {
  try {
    return readingOf(await host.portable.graphics());
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (failure.code !== 'unsupported') throw failure;
    return absent('this system does not tell which cards it has');
  }
}

function readingOf(controllers: Controllers): OtherReading {
  // NVIDIA's have a backend of their own here too.
  const others = controllers.filter(({ vendor, model }) => !ownBackend.test(`${vendor} ${model}`));
  const cards = others.filter(({ model }) => !virtual.test(model)).map(cardOf);
  if (cards.length === 0) return absent('the system lists no other card');
  const reading = { state: 'ok', source: 'systeminformation', reason: null, remedy: null } as const;
  return { ...reading, driverVersion: null, cards };
}

const ownBackend = /nvidia/i;
/** What only shows a picture that others draw: remote desktops, virtual machines, adapters without a driver. */
const virtual =
  /basic (?:display|render)|remote|virtual|vmware|hyper-v|qxl|citrix|displaylink|parsec|mirror/i;

function cardOf({ vendor, model, driverVersion }: Controllers[number], place: number): DrmCard {
  const id = knownText(model) ?? knownText(vendor) ?? 'graphics';
  return {
    ...unknownCard(`${id.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-${place}`),
    ...unknownDrm,
    name: knownText(model),
    model: knownText(model) ?? knownText(vendor),
    driverVersion: knownText(driverVersion),
    processesReason: 'this system does not tell which programs use a card',
  };
}

function absent(reason: string): OtherReading {
  return { state: 'absent', source: null, reason, remedy: null, driverVersion: null, cards: [] };
}
