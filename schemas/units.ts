import {
  Type,
  type IntegerOptions,
  type NumberOptions,
  type SchemaOptions,
  type Static,
  type TObject,
  type TSchema,
} from '@sinclair/typebox';

/**
 * Builders for the units of the API, so that a unit is written once: in the type, in `x-unit` for programs, at the end
 * of the description for people, and in how many decimals its values have.
 */
type Numeric = { example?: number; maximum?: number };

/**
 * The forms of measured values: the unit, and how many decimals a value has in every body, so that the same one has the
 * same digits wherever it stands. They are as fine as what the kernel and the drivers tell.
 */
export const forms = {
  bytes: { unit: 'bytes', decimals: 0 },
  gigabytes: { unit: 'gibibytes', decimals: 2 },
  megabytes: { unit: 'mebibytes', decimals: 2 },
  percent: { unit: 'percent', decimals: 1 },
  /** Of GPUs, as the original service shows them, and of pressure, as Linux does. */
  finePercent: { unit: 'percent', decimals: 2 },
  celsius: { unit: 'celsius', decimals: 3 },
  watts: { unit: 'watts', decimals: 3 },
  joules: { unit: 'joules', decimals: 3 },
  wattHours: { unit: 'watt-hours', decimals: 3 },
  volts: { unit: 'volts', decimals: 3 },
  amperes: { unit: 'amperes', decimals: 3 },
  megahertz: { unit: 'megahertz', decimals: 2 },
  rpm: { unit: 'revolutions per minute', decimals: 0 },
  seconds: { unit: 'seconds', decimals: 3 },
  /** What takes microseconds. */
  fineSeconds: { unit: 'seconds', decimals: 6 },
  megabitsPerSecond: { unit: 'megabits per second', decimals: 0 },
  bytesPerSecond: { unit: 'bytes per second', decimals: 2 },
  perSecond: { unit: 'per second', decimals: 2 },
  count: { unit: 'count', decimals: 0 },
  ratio: { unit: '1', decimals: 3 },
} as const;
export type Form = keyof typeof forms;

/** A whole number. Without the format generated clients take 32 bits, which a count of bytes is beyond. */
export const int64 = (options: IntegerOptions) => Type.Integer({ format: 'int64', ...options });
/** Any number. Without the format some generated clients take 32 bits, of which an exact value loses digits. */
export const double = (options: NumberOptions) => Type.Number({ format: 'double', ...options });

const numeric = (form: Form, suffix: string, minimum: number | undefined) => {
  return (description: string, { example, maximum }: Numeric = {}) =>
    double({
      description: `${description} ${suffix}`,
      'x-unit': forms[form].unit,
      ...(minimum === undefined ? {} : { minimum }),
      ...(maximum === undefined ? {} : { maximum }),
      ...(example === undefined ? {} : { examples: [example] }),
    });
};

const whole = (form: Form | null, suffix: string) => {
  return (description: string, { example }: Numeric = {}) =>
    int64({
      description: suffix === '' ? description : `${description} ${suffix}`,
      ...(form === null ? {} : { 'x-unit': forms[form].unit }),
      minimum: 0,
      ...(example === undefined ? {} : { examples: [example] }),
    });
};

/** Exact bytes. */
export const bytes = whole('bytes', 'In bytes.');
/** Binary gigabytes (2^30 bytes) rounded to two decimals, the form of the original service. */
export const gigabytes = numeric('gigabytes', 'In GB of 2^30 bytes, two decimals.', 0);
/** Binary megabytes (2^20 bytes) rounded to two decimals, the form of the original service. */
export const megabytes = numeric('megabytes', 'In MB of 2^20 bytes, two decimals.', 0);
/** 0–100. */
export const percent = numeric('percent', 'In percent, 0–100.', 0);
/** The same with two decimals. */
export const finePercent = numeric('finePercent', 'In percent, 0–100.', 0);
/** Of what may be more than its whole: a program on four CPUs has up to 400, a new battery may hold more than it is built for. */
export const openPercent = numeric('percent', 'In percent.', 0);
export const celsius = numeric('celsius', 'In degrees Celsius.', undefined);
export const watts = numeric('watts', 'In watts.', 0);
export const joules = numeric('joules', 'In joules.', 0);
export const volts = numeric('volts', 'In volts.', 0);
/** Of which some are negative: −12 V, what flows back. */
export const signedVolts = numeric('volts', 'In volts.', undefined);
export const signedWatts = numeric('watts', 'In watts.', undefined);
export const amperes = numeric('amperes', 'In amperes.', undefined);
export const wattHours = numeric('wattHours', 'In watt-hours.', 0);
export const megahertz = numeric('megahertz', 'In MHz.', 0);
export const seconds = numeric('seconds', 'In seconds.', undefined);
/** The same with microseconds. */
export const fineSeconds = numeric('fineSeconds', 'In seconds.', undefined);
export const bytesPerSecond = numeric('bytesPerSecond', 'In bytes per second.', 0);
export const megabitsPerSecond = numeric('megabitsPerSecond', 'In megabits per second.', 0);
export const perSecond = numeric('perSecond', 'Per second.', 0);
export const rpm = numeric('rpm', 'In revolutions per minute.', 0);
/** A whole number of things. */
export const count = whole('count', '');
/** A whole number that counts nothing and has no unit: an id, a place in a list, a generation. */
export const ordinal = whole(null, '');
/** A number without a unit: 1, as UCUM writes that. */
export const ratio = (description: string, { example }: Numeric = {}) =>
  double({
    description,
    'x-unit': forms.ratio.unit,
    minimum: 0,
    ...(example === undefined ? {} : { examples: [example] }),
  });

export const flag = (description: string) => Type.Boolean({ description });

export const text = (description: string, example?: string) =>
  Type.String({ description, ...(example === undefined ? {} : { examples: [example] }) });

/** An instant as RFC 3339 in UTC. */
export const instant = (description: string) =>
  Type.String({ description, format: 'date-time', examples: ['2026-01-31T12:00:00.000Z'] });

/** One of a closed list of words. */
export const oneOf = <const T extends string>(description: string, words: readonly T[]) =>
  Type.Unsafe<T>(Type.String({ description, enum: [...words] }));

export const list = <S extends TSchema>(description: string, items: S, options: SchemaOptions = {}) =>
  Type.Array(items, { description, ...options });

/**
 * The same schema, where null stands for "not known"; `when` that is ("where the driver does not tell it") becomes a
 * sentence of its description, unless that says so already. Null is never written as 0, and is no word of a list:
 * decoders that make an enumeration of the list refuse it there.
 */
export const nullable = <S extends TSchema>(schema: S, when?: string) => {
  const { description, allOf, ...inner }: Inner = withWhen(schema, when);
  const described = description === undefined ? {} : { description };
  if (allOf === undefined && inner.$ref === undefined && inner.enum === undefined) {
    return Type.Unsafe<Static<S> | null>({ ...schema, ...described, type: [inner.type, 'null'] });
  }
  return Type.Unsafe<Static<S> | null>({ anyOf: [...(allOf ?? [inner]), { type: 'null' }], ...described });
};

function withWhen(schema: Inner, when: string | undefined): Inner {
  return when === undefined
    ? schema
    : { ...schema, description: `${schema.description ?? ''} Null ${when}.` };
}

interface Inner {
  type?: string;
  $ref?: string;
  enum?: unknown[];
  allOf?: object[];
  description?: string;
}

/**
 * A reference to a named component of the OpenAPI document. A description of its own stands around it: of what stands
 * beside `$ref`, which OpenAPI 3.0 did not know, @fastify/swagger drops everything.
 */
export const ref = <S extends TObject>(schema: S, description?: string) => {
  const reference = { $ref: `${schema.$id ?? ''}#` };
  return Type.Unsafe<Static<S>>(description === undefined ? reference : { allOf: [reference], description });
};

/** When the values of a body were read; stands in every body. */
export const sampledAt = () => instant('When these values were read from the machine, RFC 3339 in UTC.');

/** What was told of something and cannot be; stands in every body that measures. */
export const implausible = () =>
  list(
    'What was told and cannot be, each with why: those values are null here, left out of `/metrics`, history and energy, and counted as `sysmon_implausible_values_total`. Empty when all can be.',
    text('What was told of one field.', 'power_watts 593 W: above 530 W, far above its limit of 160 W'),
  );
