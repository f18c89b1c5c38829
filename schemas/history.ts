import { Type, type Static } from '@sinclair/typebox';
import {
  count,
  double,
  instant,
  list,
  nullable,
  oneOf,
  ref,
  sampledAt,
  seconds,
  text,
  wattHours,
} from './units.js';

const column = (what: string) =>
  list(`${what} in each span of \`at\`; null is a gap.`, nullable(double({ description: what })));

export const HistorySeries = Type.Object(
  {
    metric: text('The metric, as it was asked for.', 'gpu.usage_percent'),
    gpu: nullable(text('The card it is of, by its `id`; null for what is of no card.')),
    instance: nullable(
      text(
        'What it is of: the `id` of a card, the name of a disk or an interface, the mount point of a file system; null ' +
          'for what is of the machine.',
        'eth0',
      ),
    ),
    unit: text('The unit of the values.', 'percent'),
    min: column('The smallest value'),
    avg: column('The mean over time'),
    max: column('The greatest value'),
  },
  { $id: 'HistorySeries', title: 'HistorySeries', description: 'One metric over time.' },
);

export type HistorySeries = Static<typeof HistorySeries>;

export const History = Type.Object(
  {
    starts_at: instant('When the first span begins.'),
    ends_at: instant('When the last span ends.'),
    step_seconds: seconds(
      'Length of a span. It may be longer than was asked for: the past is kept in coarser spans.',
      {
        example: 15,
      },
    ),
    at: list('When each span begins; shared by all series.', instant('When a span begins.')),
    series: list('The metrics, one series for each thing that has it.', ref(HistorySeries)),
    sampled_at: sampledAt(),
  },
  {
    $id: 'History',
    title: 'History',
    description: 'The past: the smallest, the mean and the greatest value in spans of equal length.',
  },
);
export type History = Static<typeof History>;

export const HistoryMetric = Type.Object(
  {
    metric: text('What to ask for.', 'cpu.usage_percent'),
    unit: text('The unit of its values.', 'percent'),
    description: text('What it is.'),
    kind: oneOf('What its series are of: the machine, or each thing of a kind.', [
      ...['machine', 'gpu', 'device', 'interface', 'file_system', 'model'],
    ] as const),
    gpus: list('The cards that have values, by `id`; empty for what is of no card.', text('A card.')),
    instances: list(
      'The things that have values, at most 32, by `id`, name or mount point; empty for what is of the machine.',
      text('One thing.', 'eth0'),
    ),
    last_at: nullable(instant('When it was last measured; null when it never was.')),
  },
  { $id: 'HistoryMetric', title: 'HistoryMetric', description: 'A metric that is kept.' },
);

export const HistoryTier = Type.Object(
  { step_seconds: seconds('Length of a span.'), span_seconds: seconds('How far back it reaches.') },
  { $id: 'HistoryTier', title: 'HistoryTier', description: 'How finely the past is kept, and how long.' },
);

export const HistoryEnergy = Type.Object(
  {
    gpu: text('The card, by its `id`.'),
    energy_watt_hours: nullable(
      wattHours(
        'What it has used since `first_seen_at`: from its own counter where it has one, else from its power over the ' +
          'time that passed. Never falls, also over restarts where there is a history file. Null until that file is ' +
          'read, and for a new card until it is in the file, which takes half a minute.',
      ),
    ),
    first_seen_at: instant('When this service first saw the card.'),
  },
  { $id: 'HistoryEnergy', title: 'HistoryEnergy', description: 'The energy of one card.' },
);

export const HistoryIndex = Type.Object(
  {
    kept_in: oneOf('Where history is kept: a file outlives the process.', ['memory', 'file'] as const),
    tiers: list('From fine to coarse.', ref(HistoryTier)),
    series_total: count('How many series there are.', { example: 42 }),
    metrics: list('What can be asked for.', ref(HistoryMetric)),
    energy: list('The energy of every card.', ref(HistoryEnergy)),
    sampled_at: sampledAt(),
  },
  { $id: 'HistoryIndex', title: 'HistoryIndex', description: 'What history is kept.' },
);
export type HistoryIndex = Static<typeof HistoryIndex>;

/** The query of `/stats/history`. */
export const historyParameters = {
  metric: Type.String({
    description:
      'The metrics wanted, separated by commas; `/stats/history/metrics` lists them. One at least must be named.',
    examples: ['cpu.usage_percent,gpu.usage_percent'],
    minLength: 1,
    maxLength: 2_000,
  }),
  gpu: Type.Optional(
    Type.String({
      description: 'Only these cards, by `id`, separated by commas; all when left out.',
      minLength: 1,
      maxLength: 2_000,
    }),
  ),
  instance: Type.Optional(
    Type.String({
      description:
        'Only these things, by the `id` of a card, the name of a disk or an interface, or a mount point, separated by ' +
        'commas; all when left out. What is of the machine is always there.',
      minLength: 1,
      maxLength: 2_000,
    }),
  ),
  from: Type.Optional(
    Type.String({
      description:
        'Where to begin: an instant (2026-01-31T12:00:00Z), seconds since 1970, or a time before now (-2h). An hour ' +
        'before `to` when left out.',
      examples: ['-2h'],
    }),
  ),
  to: Type.Optional(
    Type.String({
      description: 'Where to end, in the same forms; now when left out.',
      examples: ['-15m'],
    }),
  ),
  step: Type.Optional(
    Type.String({
      description:
        'Length of a span: 1s, 15s, 5m, 1h. It becomes the next that is kept so far back. About 300 spans when left ' +
        'out, of those that are kept: at least 1 s each.',
      examples: ['15s'],
    }),
  ),
};
