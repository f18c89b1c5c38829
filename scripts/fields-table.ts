/** What of a schema a table of fields is made of. */
interface Schema {
  type?: string | string[];
  format?: string;
  'x-unit'?: string;
  $ref?: string;
  enum?: unknown[];
  items?: Schema;
  anyOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
}

/** Every field of the components of a document once for each form it has: its name, its unit or form, and whose it is. */
export function fieldsTable(components: Record<string, object>): string {
  const owners = new Map<string, string[]>();
  for (const [component, { properties = {} }] of Object.entries<Schema>(components)) {
    for (const [name, schema] of Object.entries(properties)) {
      const row = `| \`${name}\` | ${formOf(schema)} |`;
      owners.set(row, [...(owners.get(row) ?? []), component]);
    }
  }
  const rows = [...owners].map(([row, of]) => `${row} ${ownersOf(of).join(', ')} |`).sort();
  return ['| field | what stands there | of |', '|---|---|---|', ...rows].join('\n');
}

/** A vendor's card has all fields of every card. */
function ownersOf(components: string[]): string[] {
  const ofEveryCard = components.includes('Gpu');
  return components.filter((name) => name === 'Gpu' || !(ofEveryCard && name.endsWith('Gpu')));
}

function formOf(schema: Schema): string {
  const { items, enum: words, format, $ref } = schema;
  const unit = schema['x-unit'];
  const type = [schema.type ?? []].flat().find((one) => one !== 'null');
  if (unit !== undefined) return unit === '1' ? 'a number without a unit' : unit;
  if (items !== undefined) return `list: ${formOf(items)}`;
  if ($ref !== undefined) return $ref.slice($ref.lastIndexOf('/') + 1);
  if (words !== undefined) return 'a word';
  if (format === 'date-time') return 'an instant';
  const inner = [...(schema.anyOf ?? []), ...(schema.allOf ?? [])].find((one) => one.type !== 'null');
  if (inner !== undefined) return formOf(inner);
  return forms[type ?? ''] ?? 'a number';
}

const forms: Record<string, string> = { string: 'text', boolean: 'true or false', integer: 'a whole number' };
