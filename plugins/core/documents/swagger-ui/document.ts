/**
 * The document as Swagger UI needs it, with its routes at `url`. The page fills a parameter's example in, and "Execute"
 * then sends it: only what must be given keeps it in that place, and all others have it in their description.
 */
export function swaggerUiDocument(document: object, url: string) {
  const { paths } = document as { paths: Record<string, { get: Operation }> };
  const shown = Object.entries(paths).map(([path, { get }]) => [path, { get: withoutFillIns(get) }] as const);
  return { ...document, servers: [{ url }], paths: Object.fromEntries(shown) };
}

interface Operation {
  parameters?: Parameter[];
}

interface Parameter {
  description?: string;
  required?: boolean;
  example?: string;
}

function withoutFillIns(operation: Operation): Operation {
  const { parameters } = operation;
  return parameters === undefined ? operation : { ...operation, parameters: parameters.map(withoutFillIn) };
}

function withoutFillIn(parameter: Parameter): Parameter {
  const { example, ...rest } = parameter;
  if (example === undefined || parameter.required === true) return parameter;
  return { ...rest, description: `${parameter.description ?? ''} For example \`${example}\`.` };
}
