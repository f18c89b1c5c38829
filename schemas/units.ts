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
 * Builders for the units of the API, so that a unit is written once: in the type, in `x-unit` for programs and
 * at the end of the description for people.
 */
type Numeric = { example?: number; maximum?: number };

/** A whole number. Without the format generated clients take 32 bits, which a count of bytes is beyond. */
export const int64 = (options: IntegerOptions) => Type.Integer({ format: 'int64', ...options });
/** Any number. Without the format some generated clients take 32 bits, of which an exact value loses digits. */
export const double = (options: NumberOptions) => Type.Number({ format: 'double', ...options });

const numeric = (unit: string, suffix: string, minimum: number | undefined) => {
  return (description: string, { example, maximum }: Numeric = {}) =>
    double({
      description: `${description} ${suffix}`,
      'x-unit': unit,
      ...(minimum === undefined ? {} : { minimum }),
      ...(maximum === undefined ? {} : { maximum }),
      ...(example === undefined ? {} : { examples: [example] }),
    });
};

const whole = (unit: string | null, suffix: string) => {
  return (description: string, { example }: Numeric = {}) =>
    int64({
      description: suffix === '' ? description : `${description} ${suffix}`,
      ...(unit === null ? {} : { 'x-unit': unit }),
      minimum: 0,
      ...(example === undefined ? {} : { examples: [example] }),
    });
};

/** Exact bytes. */
export const bytes = whole('bytes', 'In bytes.');
/** Binary gigabytes (2^30 bytes) rounded to two decimals, the form of the original service. */
export const gigabytes = numeric('gibibytes', 'In GB of 2^30 bytes, two decimals.', 0);
/** Binary megabytes (2^20 bytes) rounded to two decimals, the form of the original service. */
export const megabytes = numeric('mebibytes', 'In MB of 2^20 bytes, two decimals.', 0);
/** 0–100. */
export const percent = numeric('percent', 'In percent, 0–100.', 0);
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
export const wattHours = numeric('watt-hours', 'In watt-hours.', 0);
export const megahertz = numeric('megahertz', 'In MHz.', 0);
export const seconds = numeric('seconds', 'In seconds.', undefined);
export const bytesPerSecond = numeric('bytes per second', 'In bytes per second.', 0);
export const megabitsPerSecond = numeric('megabits per second', 'In megabits per second.', 0);
export const perSecond = numeric('per second', 'Per second.', 0);
export const rpm = numeric('revolutions per minute', 'In revolutions per minute.', 0);
/** A whole number of things. */
export const count = whole('count', '');
/** A whole number that counts nothing and has no unit: an id, a place in a list, a generation. */
export const ordinal = whole(null, '');
/** A number without a unit: 1, as UCUM writes that. */
export const ratio = (description: string, { example }: Numeric = {}) =>
  double({
    description,
    'x-unit': '1',
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
 * The same schema, where null stands for "not known". Null is never written as 0, and is no word of a list: decoders
 * that make an enumeration of the list refuse it there.
 */
export const nullable = <S extends TSchema>(schema: S) => {
  const { description, allOf, ...inner }: Inner = schema;
  if (allOf === undefined && inner.$ref === undefined && inner.enum === undefined) {
    return Type.Unsafe<Static<S> | null>({ ...schema, type: [inner.type, 'null'] });
  }
  const described = description === undefined ? {} : { description };
  return Type.Unsafe<Static<S> | null>({ anyOf: [...(allOf ?? [inner]), { type: 'null' }], ...described });
};

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
