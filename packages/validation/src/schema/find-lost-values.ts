import { appendPointer, parsePointer } from '@fleetwright/findings';
import { EMPTY_IS_DEFAULT } from '@fleetwright/kube-schemas';
import type { KubeObject } from '@fleetwright/manifests';
import { emptinessOf, isOwnKind } from '../graph/drop-nulls.ts';
import type { JsonSchema, SchemaProblem } from './describe-schema-errors.ts';

/** What a schema lets pass although a value was lost: a key that is null, an empty text that stands for the default. */
export function findLostValues(object: KubeObject, readSchema: () => JsonSchema): SchemaProblem[] {
  const own = isOwnKind(object.apiVersion);
  // Nearly every object has none, so that no schema is read for it.
  const { hasNull, hasEmptyText } = emptinessOf(object);
  if (!hasNull && !(hasEmptyText && (own || HOLDS_PODS.has(object.kind)))) return [];
  const root = readSchema();
  const start = { root, schema: root, pointer: '', own };
  return [...listLost(object, start)].map(({ pointer, reading }) => ({
    rule: 'schema/no-value',
    pointer,
    message: `${pointer} has no value; the API server ${reading}.`,
    fix: 'Write a value, or remove the key.',
  }));
}

/** Custom resources with parts that Kubernetes defines: elsewhere no empty text stands for a default. */
const HOLDS_PODS = new Set(['AnalysisTemplate', 'ClusterAnalysisTemplate', 'Rollout']);

interface Place {
  root: JsonSchema;
  schema: JsonSchema;
  pointer: string;
  /** Whether Kubernetes itself defines what stands here. */
  own: boolean;
}

interface Lost {
  pointer: string;
  /** What the API server does then. */
  reading: string;
}

/** Goes as far as a schema says what may stand there: beyond, null is data. */
function* listLost(value: unknown, place: Place): Iterable<Lost> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, field] of Object.entries(value)) {
    const pointer = appendPointer(place.pointer, key);
    if (Array.isArray(value)) {
      yield* listLost(field, enter(place, { schema: place.schema.items, pointer }));
      continue;
    }
    const { [key]: known = place.schema.additionalProperties } = propertiesOf(place.schema);
    const here = enter(place, { schema: known, pointer });
    if (field === null) {
      if (takesNull(here.schema) && key !== WRITTEN_BY_TOOLS) yield { pointer, reading: readNull(place) };
    } else if (field === '') {
      if (isDefault(here.schema)) yield { pointer, reading: 'takes the default' };
    } else yield* listLost(field, here);
  }
}

/** kubectl prints it in every object that it makes. */
const WRITTEN_BY_TOOLS = 'creationTimestamp';

function enter(from: Place, { schema, pointer }: { schema: unknown; pointer: string }): Place {
  const own = from.own || pointer === '/metadata';
  return { root: from.root, schema: followReference(schema, from.root), pointer, own };
}

function followReference(schema: unknown, root: JsonSchema): JsonSchema {
  if (typeof schema !== 'object' || schema === null) return {};
  const { $ref } = schema as { $ref?: string };
  if ($ref === undefined) return schema as JsonSchema;
  return parsePointer($ref.slice(1)).reduce<JsonSchema>((at, segment) => at[segment] as JsonSchema, root);
}

function propertiesOf({ properties = {} }: JsonSchema): Readonly<Record<string, unknown>> {
  return properties as Record<string, unknown>;
}

function takesNull({ type }: JsonSchema): boolean {
  return Array.isArray(type) && type.includes('null');
}

function isDefault({ $comment }: JsonSchema): boolean {
  return $comment === EMPTY_IS_DEFAULT;
}

function readNull({ schema, own }: Place): string {
  const isMap = schema.properties === undefined;
  return isMap && own ? 'takes an empty one' : 'goes on as if the key were not there';
}
