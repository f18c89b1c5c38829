import { Type, type Static } from '@sinclair/typebox';
import { flag, list, nullable, oneOf, ref, seconds, text } from './units.js';

export const Liveness = Type.Object(
  {
    state: oneOf('Always "ok": the process answers.', ['ok']),
    version: text('Version of the service.', '0.1.0'),
    uptime_seconds: seconds('How long this process has been running.'),
  },
  { $id: 'Liveness', title: 'Liveness', description: 'The process answers.' },
);
export type Liveness = Static<typeof Liveness>;

/** Whether one domain has values. */
export const DomainReadiness = Type.Object(
  {
    name: text('Name of the domain.', 'cpu'),
    readable: flag('Whether its last reading gave values.'),
    state: nullable(
      text(
        '"ok" when its last reading gave values, else why it did not, in the words of `code` of a problem; null ' +
          'before the first. The sentence is in the log and, with a key, at its own route.',
        'no_permission',
      ),
    ),
    age_seconds: nullable(seconds('Age of its last reading; null before the first.')),
  },
  { $id: 'DomainReadiness', title: 'DomainReadiness', description: 'Whether one domain has values to give.' },
);
export type DomainReadiness = Static<typeof DomainReadiness>;

export const Readiness = Type.Object(
  {
    state: oneOf(
      '"ok" while sampling runs; with a 503 "starting", "stalled", or "unreadable" where cpu, memory or disk ' +
        'has no values: `domains` says which and why.',
      ['ok', 'starting', 'stalled', 'unreadable'],
    ),
    domains: list('The domains that are read all the time.', ref(DomainReadiness)),
  },
  { $id: 'Readiness', title: 'Readiness', description: 'Whether the service has values to give.' },
);
export type Readiness = Static<typeof Readiness>;
