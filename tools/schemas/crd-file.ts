import type { JsonSchema } from './json-schema.ts';
import type { CustomResourceDefinition } from './read-crds.ts';

/** Where a schema holds one schema, a list of them, and schemas by name. */
const ONE = ['additionalItems', 'additionalProperties', 'items', 'not'];
const LISTS = ['allOf', 'anyOf', 'oneOf'];
const BY_NAME = ['definitions', 'patternProperties', 'properties'];

/** What explains a schema and decides nothing. */
const EXPLANATIONS = ['description', 'example', 'externalDocs', 'title'];

/**
 * The text of a file with CustomResourceDefinitions, one a line: all that decides whether a resource is taken, and
 * nothing that explains, is shown in tables or is meant for whoever installs them.
 */
export function printCrdFile(crds: readonly CustomResourceDefinition[]): string {
  return `[\n${crds.map((crd) => JSON.stringify(strip(crd))).join(',\n')}\n]\n`;
}

function strip({ apiVersion, kind, metadata, spec }: CustomResourceDefinition): object {
  const versions = spec.versions.map(({ additionalPrinterColumns: _, ...version }: Version) => ({
    ...version,
    schema: { openAPIV3Schema: stripSchema(version.schema.openAPIV3Schema) },
  }));
  return { apiVersion, kind, metadata: { name: metadata.name }, spec: { ...spec, versions } };
}

type Version = CustomResourceDefinition['spec']['versions'][number] & { additionalPrinterColumns?: unknown };

/** A property may well be called description: only keywords are dropped. */
function stripSchema(source: JsonSchema): JsonSchema {
  const kept = Object.entries(source).filter(([keyword]) => !EXPLANATIONS.includes(keyword));
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, stripKeyword(keyword, value)]));
}

function stripKeyword(keyword: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (ONE.includes(keyword)) return stripSchema(value as JsonSchema);
  if (LISTS.includes(keyword)) return (value as JsonSchema[]).map(stripSchema);
  if (!BY_NAME.includes(keyword)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, schema]) => [name, stripSchema(schema as JsonSchema)]),
  );
}
