import type { FastifyBaseLogger } from 'fastify';
import { HostStats } from '../../../schemas/host.js';
import { familyTexts, type FamilyText } from '../../../src/exposition/family-text.js';
import { endOf, exposition, type FormatName } from '../../../src/exposition/format.js';
import type { Family } from '../../../src/exposition/metric.js';
import type { Shown } from '../../../src/sampling/catalogue.js';
import { version } from '../../../src/package.js';
import type { Monitor } from '../../core/domain/monitor.js';
import { healthFamilies, implausibleFamily, processFamilies, timeFamily } from './own.js';

/** The text of many readings: what did not change since the last one is not written anew. */
interface Written {
  readonly shown: readonly Shown[];
  readonly bytes: Buffer;
}

/** How old an answer may be that is given again, ms. */
const greatestAge = 100;

/** Puts the answers of `/metrics` together. */
export class MetricsPage {
  readonly #monitor: Monitor;
  readonly #log: FastifyBaseLogger;
  /** The lines of one reading, written once however often they are asked for. */
  readonly #texts = new WeakMap<Shown, FamilyText[]>();
  readonly #written: Partial<Record<FormatName, Written>> = {};
  readonly #whole: Partial<Record<FormatName, { at: number; bytes: Buffer }>> = {};

  constructor(monitor: Monitor, log: FastifyBaseLogger) {
    this.#monitor = monitor;
    this.#log = log;
  }

  /** The answer given to somebody else a moment ago; null when it is older than that. */
  recent(format: FormatName): Buffer | null {
    const last = this.#whole[format];
    return last !== undefined && this.#monitor.clock.monotonic() - last.at < greatestAge ? last.bytes : null;
  }

  /** The answer for what all domains show, by their names. */
  bytes(domains: ReadonlyMap<string, Shown>, format: FormatName): Buffer {
    const now = this.#monitor.clock.monotonic();
    const { bytes: ofDomains } = this.#domainBytes(domains, format);
    const own = exposition([familyTexts(this.#ownFamilies(domains, now))], format);
    const bytes = Buffer.concat([ofDomains, Buffer.from(own + endOf[format])]);
    this.#whole[format] = { at: now, bytes };
    return bytes;
  }

  #domainBytes(domains: ReadonlyMap<string, Shown>, format: FormatName): Written {
    const shown = [...domains.values()];
    const last = this.#written[format];
    if (last !== undefined && shown.every((one, index) => one === last.shown[index])) return last;
    const sources = [...domains].map(([name, one]) => this.#textOf(name, one));
    sources.push(familyTexts(this.#otherNames(domains)));
    const written = { shown, bytes: Buffer.from(exposition(sources, format)) };
    this.#written[format] = written;
    return written;
  }

  #textOf(name: string, shown: Shown): FamilyText[] {
    const known = this.#texts.get(shown);
    if (known !== undefined) return known;
    const texts = familyTexts(this.#familiesOf(name, () => shown.measured?.families()));
    this.#texts.set(shown, texts);
    return texts;
  }

  #familiesOf(name: string, families: () => readonly Family[] | undefined): readonly Family[] {
    try {
      return families() ?? [];
    } catch (thrown) {
      // A fault in showing one domain is that domain's alone.
      this.#log.error({ err: thrown, domain: name }, 'the metrics of a domain cannot be shown');
      return [];
    }
  }

  /** What is measured under the names of other exporters that the settings ask for. */
  #otherNames(domains: ReadonlyMap<string, Shown>): Family[] {
    const { catalogue, settings } = this.#monitor;
    const host = catalogue.get(HostStats).latest();
    const hostname = host?.ok === true ? host.body.hostname : null;
    return settings.metricsCompat.flatMap((exporter) =>
      [...domains].flatMap(([name, { measured }]) =>
        this.#familiesOf(name, () => measured?.familiesAs(exporter, hostname)),
      ),
    );
  }

  #ownFamilies(domains: ReadonlyMap<string, Shown>, now: number): Family[] {
    const { clock, host, schedule, implausible } = this.#monitor;
    const health = [...domains].map(([name, { measured }]) => [name, measured] as const);
    return [
      ...healthFamilies(health, now),
      implausibleFamily(implausible),
      timeFamily(clock.epoch()),
      ...processFamilies(host.ownProcess(), schedule.timing, version),
    ];
  }
}
