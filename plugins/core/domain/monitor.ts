import fp from 'fastify-plugin';
import type { Clock } from '../../../src/clock.js';
import type { Host } from '../../../src/host/host.js';
import { Catalogue } from '../../../src/sampling/catalogue.js';
import { ImplausibleCounts } from '../../../src/sampling/implausible-counts.js';
import { Schedule } from '../../../src/sampling/schedule.js';
import type { Settings } from '../../../src/settings/settings.js';

/** What every plugin of this service finds on its Fastify instance. */
export interface Monitor {
  readonly settings: Settings;
  readonly host: Host;
  readonly clock: Clock;
  readonly catalogue: Catalogue;
  readonly schedule: Schedule;
  /** What the domains were told that cannot be. */
  readonly implausible: ImplausibleCounts;
}

declare module 'fastify' {
  interface FastifyInstance {
    monitor: Monitor;
  }
}

/** Decorates the instance with `monitor`; sampling runs from ready to close. */
export const monitor = fp<{ settings: Settings; host: Host; onArm?: (next: number) => void }>(
  (app, { settings, host, onArm }, done) => {
    const schedule = new Schedule(host.clock, settings.interval, onArm);
    const [catalogue, implausible] = [new Catalogue(), new ImplausibleCounts()];
    app.decorate('monitor', { settings, host, clock: host.clock, catalogue, schedule, implausible });
    app.addHook('onReady', (ready) => {
      schedule.start();
      ready();
    });
    app.addHook('onClose', (_, closed) => {
      schedule.stop();
      host.close();
      closed();
    });
    done();
  },
  { name: 'monitor' },
);
