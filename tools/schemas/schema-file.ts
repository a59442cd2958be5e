import { allowNull } from './close-schema.ts';
import { definitionName, referTo, type JsonSchema, type KindSchema } from './json-schema.ts';
import { GENERATED_BY } from './generated-by.ts';

/** The dialect that kubeconform and ajv both read without further settings. */
const DIALECT = 'http://json-schema.org/draft-07/schema#';

/** Containers down to this depth are spread over lines, so that a diff of a generated file stays readable. */
const SPREAD_DEPTH = 5;

/** The text of a schema file: as the API server, it takes null for an absent optional field or key of a map. */
export function printSchemaFile({ root, definitions }: KindSchema): string {
  const closure = new NullClosure(definitions);
  const schema = closure.allowNulls(root);
  const printed = Object.entries(closure.definitions).sort(([a], [b]) => (a < b ? -1 : 1));
  const document = {
    $schema: DIALECT,
    $comment: GENERATED_BY,
    ...schema,
    definitions: Object.fromEntries(printed),
  };
  return `${printJson(document, 0)}\n`;
}

/**
 * Collects the definitions that a schema reaches, those behind optional fields in a variant that takes null: a type
 * beside a reference is ignored, and each `allOf` around one would be a line in the validators' messages.
 */
class NullClosure {
  readonly definitions: Record<string, JsonSchema> = {};
  readonly #sources: Readonly<Record<string, JsonSchema>>;

  constructor(sources: Readonly<Record<string, JsonSchema>>) {
    this.#sources = sources;
  }

  allowNulls(schema: JsonSchema): JsonSchema {
    const result = { ...schema };
    if (schema.properties !== undefined) {
      result.properties = mapValues(schema.properties, (property, name) =>
        schema.required?.includes(name) ? this.#require(property) : this.#allowNull(property),
      );
    }
    if (schema.items !== undefined) result.items = this.#require(schema.items);
    if (typeof schema.additionalProperties === 'object') {
      result.additionalProperties = this.#allowNull(schema.additionalProperties);
    }
    return { ...result, ...countFields(schema) };
  }

  #require(schema: JsonSchema): JsonSchema {
    if (schema.$ref === undefined) return this.allowNulls(schema);
    const name = definitionName(schema.$ref);
    return this.#define(schema, name, (definition) => this.allowNulls(definition));
  }

  #allowNull(schema: JsonSchema): JsonSchema {
    if (schema.$ref === undefined) return allowNull(this.allowNulls(schema));
    const name = definitionName(schema.$ref);
    return this.#define(schema, `${name}OrNull`, (definition) => allowNull(this.allowNulls(definition)));
  }

  /** Scalars such as quantities stand where they are used, with what stands beside the reference. */
  #define(
    { $ref, ...constraint }: JsonSchema,
    variant: string,
    make: (definition: JsonSchema) => JsonSchema,
  ): JsonSchema {
    const source = this.#sources[definitionName($ref!)]!;
    if (source.properties === undefined) return make({ ...source, ...constraint });
    if (this.definitions[variant] === undefined) {
      this.definitions[variant] = {};
      this.definitions[variant] = make(source);
    }
    return referTo(variant);
  }
}

const COMBINATIONS = ['allOf', 'anyOf', 'oneOf'] as const;

/** A combination counts which fields an object has; null has none, and satisfies what demands fields of objects. */
function countFields(schema: JsonSchema): JsonSchema {
  const result: JsonSchema = {};
  for (const key of COMBINATIONS) {
    if (schema[key] !== undefined) result[key] = (schema[key] as JsonSchema[]).map(demandObject);
  }
  if (schema.not !== undefined) result.not = demandObject(schema.not as JsonSchema);
  return result;
}

function demandObject(branch: JsonSchema): JsonSchema {
  return { ...branch, ...(branch.required && { type: 'object' }), ...countFields(branch) };
}

function mapValues<T>(
  record: Readonly<Record<string, T>>,
  map: (value: T, key: string) => T,
): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}

function printJson(value: unknown, depth: number): string {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject || depth >= SPREAD_DEPTH || Object.keys(value).length === 0) return JSON.stringify(value);
  const indent = ' '.repeat(depth);
  const lines = Object.entries(value).map(
    ([key, item]) => `${indent} ${JSON.stringify(key)}: ${printJson(item, depth + 1)}`,
  );
  return `{\n${lines.join(',\n')}\n${indent}}`;
}
