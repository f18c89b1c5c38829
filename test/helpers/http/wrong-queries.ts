import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Parameter } from './documented-answer.js';

/** Whether a query is a wrong one by the document alone: an unknown name, a name twice, a value not of its schema. */
export function wrongQueries(): (known: Parameter[], target: string) => boolean {
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  const isOf = ({ schema }: Parameter, text: string) =>
    ajv.validate(schema, schema.type === 'integer' && /^-?\d{1,15}$/.test(text) ? Number(text) : text);
  return (known, target) => {
    const [, query = ''] = /\?(.*)$/s.exec(target) ?? [];
    const names = new Map<string, string>();
    for (const [name, value] of query
      .split('&')
      .filter((part) => part !== '' && part !== '=')
      .map(decoded)) {
      const parameter = known.find((one) => one.in === 'query' && one.name === name);
      if (parameter === undefined || names.has(name) || !isOf(parameter, value)) return true;
      names.set(name, value);
    }
    return false;
  };
}

function decoded(part: string): [name: string, value: string] {
  const [name = '', ...value] = part.split('=');
  return [percentDecoded(name), percentDecoded(value.join('='))];
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
