import { closeSchema } from './close-schema.ts';
import { reachableDefinitions, referTo, type JsonSchema, type KindSchema } from './json-schema.ts';
import { FORMS } from './text-forms.ts';
import { tightenProperties } from './tighten-schema.ts';
import { TIGHTENINGS } from './tightenings.ts';

/** A kind of Kubernetes itself. */
export interface CoreKind {
  apiVersion: string;
  kind: string;
}

interface GroupVersionKind {
  group: string;
  version: string;
  kind: string;
}

const KIND_KEY = 'x-kubernetes-group-version-kind';
/** Closed definitions of a Kubernetes OpenAPI document by short name, as far as `kinds` reach them. */
export interface CoreSchemas {
  kinds: KindSchema[];
  definitions: Record<string, JsonSchema>;
}

/** Reads the wanted kinds out of the text of `swagger.json`. */
export function closeCoreSchemas(swagger: string, kinds: readonly CoreKind[]): CoreSchemas {
  const { definitions: all } = JSON.parse(swagger) as { definitions: Record<string, JsonSchema> };
  const roots = kinds.map((wanted) => findRoot(all, wanted));
  const longNames = reachableLongNames(all, roots);
  const shortNames = shortenNames(longNames);
  const definitions = Object.fromEntries(
    longNames.map((name) => [shortName(name), closeDefinition(shortName(name), all[name]!, shortNames)]),
  );
  return { kinds: kinds.map((kind) => toKindSchema(kind, definitions)), definitions };
}

function toKindSchema({ apiVersion, kind }: CoreKind, definitions: Record<string, JsonSchema>): KindSchema {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const root = fixTypeMeta(definitions[kind]!, { apiVersion, kind });
  return { group, apiVersion, kind, root, definitions: reachableDefinitions(root, definitions) };
}

/** Makes apiVersion and kind required constants, and metadata required. */
export function fixTypeMeta(root: JsonSchema, { apiVersion, kind }: CoreKind): JsonSchema {
  return {
    ...root,
    required: [...new Set(['apiVersion', 'kind', 'metadata', ...(root.required ?? [])])],
    properties: {
      apiVersion: { type: 'string', enum: [apiVersion] },
      kind: { type: 'string', enum: [kind] },
      ...Object.fromEntries(
        Object.entries(root.properties ?? {}).filter(([name]) => name !== 'apiVersion' && name !== 'kind'),
      ),
    },
  };
}

function findRoot(all: Record<string, JsonSchema>, { apiVersion, kind }: CoreKind): string {
  const found = Object.keys(all).find((name) =>
    (all[name]![KIND_KEY] as GroupVersionKind[] | undefined)?.some(
      (gvk) =>
        gvk.kind === kind && [gvk.group, gvk.version].filter((part) => part !== '').join('/') === apiVersion,
    ),
  );
  if (found === undefined) throw new Error(`The OpenAPI document has no ${apiVersion} ${kind}.`);
  return found;
}

function reachableLongNames(all: Record<string, JsonSchema>, roots: readonly string[]): string[] {
  const start: JsonSchema = { allOf: roots.map(referTo) };
  return Object.keys(reachableDefinitions(start, all));
}

function shortName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function shortenNames(longNames: readonly string[]): Map<string, string> {
  const longByShort = new Map<string, string>();
  for (const name of longNames) {
    const other = longByShort.get(shortName(name));
    if (other !== undefined) throw new Error(`${name} and ${other} have the same short name.`);
    longByShort.set(shortName(name), name);
  }
  return new Map(longNames.map((name) => [referTo(name).$ref!, referTo(shortName(name)).$ref!]));
}

function closeDefinition(name: string, source: JsonSchema, references: Map<string, string>): JsonSchema {
  if (name === 'Quantity') return { type: ['number', 'string'], ...FORMS.quantity };
  const closed = renameReferences(closeSchema(source, 'open'), references) as JsonSchema;
  return tightenProperties(name, closed, TIGHTENINGS[name] ?? {});
}

function renameReferences(value: unknown, references: Map<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => renameReferences(item, references));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === '$ref' && typeof item === 'string' ? references.get(item) : renameReferences(item, references),
    ]),
  );
}
