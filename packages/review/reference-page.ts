import type { Schema } from './schema-of-types.ts';

/** The page that documents the JSON of a review: a table for each kind of object in it. */
export function referencePage(schema: Schema): string {
  const { $defs } = schema as { $defs: Record<string, Schema> };
  return [
    '# Review',
    '',
    `What \`fleetwright review --format=json\` prints. ${String(schema['description'])}`,
    '',
    'The JSON Schema is `packages/review/schema/review.schema.json`. Fields may be added; `version` rises when one',
    'changes its meaning.',
    '',
    ...tableOf(schema),
    ...Object.entries($defs).flatMap(([name, definition]) => [
      `## ${name}`,
      '',
      ...(definition['description'] === undefined ? [] : [escapeCell(definition['description']), '']),
      ...tableOf(definition),
    ]),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function tableOf(definition: Schema): string[] {
  const {
    properties,
    required = [],
    enum: values,
  } = definition as {
    properties?: Record<string, Schema>;
    required?: string[];
    enum?: unknown[];
  };
  if (values !== undefined)
    return [`One of ${values.map((value) => `\`${String(value)}\``).join(', ')}.`, ''];
  if (properties === undefined) return [];
  const rows = Object.entries(properties).flatMap(([name, field]) =>
    rowsOf(name, field, required.includes(name)),
  );
  return ['| field | type | meaning |', '|---|---|---|', ...rows, ''];
}

// Objects without a name of their own are shown where they stand.
function rowsOf(path: string, field: Schema, isRequired: boolean): string[] {
  const {
    items,
    properties,
    required = [],
  } = field as {
    items?: Schema;
    properties?: Record<string, Schema>;
    required?: string[];
  };
  const meaning = `${escapeCell(field['description'] ?? '')}${isRequired ? '' : ' *Optional.*'}`.trim();
  const inner = properties === undefined ? [] : Object.entries(properties);
  return [
    `| \`${path}\` | ${typeOf(field)} | ${meaning} |`,
    ...inner.flatMap(([name, child]) => rowsOf(`${path}.${name}`, child, required.includes(name))),
    ...(items?.['properties'] === undefined ? [] : rowsOf(`${path}[]`, items, true).slice(1)),
  ];
}

function typeOf({ type, $ref, items, enum: values, const: value }: Schema): string {
  if (typeof $ref === 'string') {
    const name = $ref.replace('#/$defs/', '');
    return `[${name}](#${name.toLowerCase()})`;
  }
  if (Array.isArray(values)) return values.map((each) => `\`${String(each)}\``).join(', ');
  if (value !== undefined) return `\`${JSON.stringify(value)}\``;
  return type === 'array' ? `list of ${typeOf(items as Schema)}` : String(type);
}

// Within code the text stands as it is.
function escapeCell(text: unknown): string {
  return String(text)
    .replaceAll('|', '\\|')
    .split('`')
    .map((part, index) => (index % 2 === 0 ? part.replaceAll('<', '&lt;') : part))
    .join('`');
}
