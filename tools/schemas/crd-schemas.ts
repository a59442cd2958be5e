import { closeSchema } from './close-schema.ts';
import { fixTypeMeta } from './core-schemas.ts';
import { reachableDefinitions, referTo, type JsonSchema, type KindSchema } from './json-schema.ts';
import type { CustomResourceDefinition } from './read-crds.ts';

/** Places of a CRD (by kind, then by pointer with `*` for list items) that take a definition of Kubernetes itself. */
export type CoreReferences = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface CrdContext {
  coreDefinitions: Readonly<Record<string, JsonSchema>>;
  coreReferences: CoreReferences;
}

/** The schemas of every served version of some CustomResourceDefinitions. */
export function closeCrdSchemas(
  crds: readonly CustomResourceDefinition[],
  context: CrdContext,
): KindSchema[] {
  return crds.flatMap((crd) =>
    crd.spec.versions
      .filter(({ served }) => served)
      .map(({ name, schema }) => closeCrd(crd, { version: name, source: schema.openAPIV3Schema, context })),
  );
}

function closeCrd(
  crd: CustomResourceDefinition,
  { version, source, context }: { version: string; source: JsonSchema; context: CrdContext },
): KindSchema {
  const { group, names } = crd.spec;
  const apiVersion = `${group}/${version}`;
  const closed = closeSchema(source, 'closed');
  closed.properties = { ...closed.properties, metadata: referTo('ObjectMeta') };
  for (const [pointer, definition] of Object.entries(context.coreReferences[names.kind] ?? {})) {
    replaceAt(closed, pointer.slice(1).split('/'), referTo(definition));
  }
  const root = fixTypeMeta(closed, { apiVersion, kind: names.kind });
  const definitions = reachableDefinitions(root, context.coreDefinitions);
  return { group, apiVersion, kind: names.kind, root, definitions };
}

function replaceAt(schema: JsonSchema, path: readonly string[], replacement: JsonSchema): void {
  const [step, ...rest] = path;
  const children = step === '*' ? (schema as Record<string, JsonSchema>) : schema.properties;
  const key = step === '*' ? 'items' : step;
  const child = key === undefined ? undefined : children?.[key];
  if (children === undefined || key === undefined || child === undefined) {
    throw new Error(`The CRD has no property ${step} on the way to a core definition.`);
  }
  if (rest.length === 0) children[key] = replacement;
  else replaceAt(child, rest, replacement);
}
