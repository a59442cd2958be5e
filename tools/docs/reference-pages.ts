import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isMap, parseDocument, type Pair, type YAMLMap } from 'yaml';
import { ROOT, type Page } from './page.ts';

interface Schema {
  title?: string;
  description?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  enum?: unknown[];
  const?: unknown;
  oneOf?: Schema[];
  anyOf?: Schema[];
  $ref?: string;
}

const FILES = [
  {
    schema: 'model-service',
    file: 'apps/<service>/model-service.yaml',
    example: 'apps/image-classification/model-service.yaml',
  },
  {
    schema: 'environment',
    file: 'environments/<environment>/environment.yaml',
    example: 'environments/production/environment.yaml',
  },
  {
    schema: 'image-lock',
    file: 'environments/<environment>/images.yaml',
    example: 'environments/production/images.yaml',
  },
  {
    schema: 'cluster',
    file: 'clusters/<cluster>/cluster.yaml',
    example: 'clusters/prod-us-east/cluster.yaml',
  },
  { schema: 'workspace', file: 'fleetwright.yaml', example: 'fleetwright.yaml' },
];

/** One reference page: the file, a commented example and a table of all fields. */
function writePage({ schema: name, file, example }: (typeof FILES)[number]): string {
  const schema = JSON.parse(
    readFileSync(resolve(ROOT, `packages/model-service/schemas/${name}.schema.json`), 'utf8'),
  ) as Schema;
  return [
    `# ${schema.title?.replace(/File$/, '')}`,
    '',
    `\`${file}\`. ${schema.description} Unknown fields are errors.`,
    '',
    '```yaml',
    commentExample(schema, readFileSync(resolve(ROOT, example), 'utf8')).trimEnd(),
    '```',
    '',
    '| field | type | meaning |',
    '|---|---|---|',
    ...listFields(schema, '').map(({ path, type, meaning }) => `| \`${path}\` | ${type} | ${meaning} |`),
    '',
  ].join('\n');
}

/** The example, with each block under the description of its field. */
function commentExample(schema: Schema, text: string): string {
  const document = parseDocument(text);
  document.commentBefore = null;
  if (isMap(document.contents)) commentMap(document.contents, schema);
  return document.toString({ lineWidth: 110, flowCollectionPadding: false });
}

function commentMap(map: YAMLMap, schema: Schema): void {
  for (const pair of map.items as Pair<{ value: string; commentBefore?: string | null }, unknown>[]) {
    const field = schema.properties?.[pair.key.value];
    if (field === undefined) continue;
    if (isMap(pair.value) && !pair.value.flow) {
      if (field.description !== undefined) pair.key.commentBefore = ` ${field.description}`;
      commentMap(pair.value, field);
    }
  }
}

interface Field {
  path: string;
  type: string;
  meaning: string;
}

function listFields(schema: Schema, path: string): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, child]) => {
    const childPath = path === '' ? key : `${path}.${key}`;
    const required = schema.required?.includes(key) ? ' **Required.**' : '';
    const meaning = `${escapeCell(child.description ?? child.items?.description ?? '')}${required}`;
    return [{ path: childPath, type: describeType(child), meaning }, ...listChildren(child, childPath)];
  });
}

function listChildren(schema: Schema, path: string): Field[] {
  // The model configuration is Triton's: its fields are documented there, and by the editor.
  if (schema.$ref !== undefined) return [];
  if (schema.items !== undefined) return listChildren(schema.items, `${path}[]`);
  if (schema.oneOf !== undefined) return schema.oneOf.flatMap((member) => listFields(member, path));
  if (typeof schema.additionalProperties === 'object') {
    return [...listFields(schema, path), ...listFields(schema.additionalProperties, `${path}.<name>`)];
  }
  return listFields(schema, path);
}

function describeType(schema: Schema): string {
  if (schema.$ref !== undefined) return schema.$ref.replace(/^.*\//, '');
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (schema.items !== undefined) return `list of ${describeType(schema.items)}`;
  const members = schema.oneOf ?? schema.anyOf;
  if (members !== undefined) return [...new Set(members.map(describeType))].join(' or ');
  return [schema.type ?? 'any'].flat().join(' or ');
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

/** A page per kind of hand-written file, made from its JSON Schema. */
export function referencePages(): Page[] {
  return FILES.map((file) => ({ path: `docs/reference/${file.schema}.md`, text: writePage(file) }));
}
