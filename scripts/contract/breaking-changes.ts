import { withAnswersInPlace, type Document, type Operation, type Parameter } from './document.js';
import { requestChanges, responseChanges, type Changes } from './schema-changes.js';

/**
 * What a client of `from` could no longer rely on if the service answered as `to` says: one line for each,
 * empty when nothing breaks. Both are OpenAPI documents of this service, so that names of components count too:
 * generated clients call types by them.
 */
export function breakingChanges(from: Document, to: Document): Changes {
  const [before, after] = [withAnswersInPlace(from), withAnswersInPlace(to)];
  return [
    ...Object.entries(before.paths).flatMap(([path, operations]) =>
      Object.entries(operations).flatMap(([method, operation]) => {
        const place = `${method.toUpperCase()} ${path}`;
        const now = after.paths[path]?.[method];
        return now === undefined
          ? [`${place}: is gone`]
          : operationChanges(place, operation, now, before, after);
      }),
    ),
    ...Object.entries(before.components.schemas).flatMap(([name, schema]) => {
      const now = after.components.schemas[name];
      return now === undefined ? [`${name}: the schema is gone`] : responseChanges(name, schema, now);
    }),
    ...Object.keys(before.components.securitySchemes ?? {})
      .filter((name) => after.components.securitySchemes?.[name] === undefined)
      .map((name) => `security scheme ${name}: is gone`),
  ];
}

function operationChanges(
  place: string,
  before: Operation,
  after: Operation,
  beforeAll: Document,
  afterAll: Document,
): Changes {
  const renamed = before.operationId !== after.operationId;
  return [
    ...(renamed
      ? [`${place}: its operationId is ${after.operationId} instead of ${before.operationId}`]
      : []),
    ...(isPublic(before, beforeAll) && !isPublic(after, afterAll) ? [`${place}: now needs a key`] : []),
    ...parameterChanges(place, before.parameters ?? [], after.parameters ?? []),
    ...Object.keys(before.responses).flatMap((status) => answerChanges(place, status, before, after)),
  ];
}

/** An operation's own list of ways to show a key wins over the document's; an empty way is none at all. */
function isPublic(operation: Operation, document: Document): boolean {
  const ways = operation.security ?? document.security ?? [];
  return ways.length === 0 || ways.some((way) => Object.keys(way).length === 0);
}

function parameterChanges(place: string, before: Parameter[], after: Parameter[]): Changes {
  const same = (one: Parameter) => (other: Parameter) => one.name === other.name && one.in === other.in;
  const lost = before.flatMap((parameter) => {
    const now = after.find(same(parameter));
    const where = `${place} ?${parameter.name}`;
    return now === undefined ? [`${where}: is gone`] : requestChanges(where, parameter.schema, now.schema);
  });
  const demanded = after
    .filter(({ required }) => required === true)
    .filter((parameter) => before.find(same(parameter))?.required !== true)
    .map(({ name }) => `${place} ?${name}: is now required`);
  return [...lost, ...demanded];
}

function answerChanges(place: string, status: string, before: Operation, after: Operation): Changes {
  const now = after.responses[status];
  if (now === undefined) return [`${place} ${status}: is gone`];
  return Object.entries(before.responses[status]?.content ?? {}).flatMap(([type, { schema }]) => {
    const nowContent = now.content?.[type];
    if (nowContent === undefined) return [`${place} ${status}: is no longer given as ${type}`];
    return responseChanges(`${place} ${status}`, schema ?? {}, nowContent.schema ?? {});
  });
}
