/** The JSON Schema keywords that the generated schemas use. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  [keyword: string]: unknown;
}

/** One kind in one apiVersion: a schema whose references all lead into its own definitions. */
export interface KindSchema {
  group: string;
  apiVersion: string;
  kind: string;
  root: JsonSchema;
  definitions: Record<string, JsonSchema>;
}

const DEFINITIONS = '#/definitions/';

/** Makes a reference to a definition of the same document. */
export function referTo(definition: string): JsonSchema {
  return { $ref: DEFINITIONS + definition };
}

/** Name of the definition that a reference leads to. */
export function definitionName(reference: string): string {
  return reference.slice(DEFINITIONS.length);
}

/** All definitions that `schema` reaches, by name in code-unit order. */
export function reachableDefinitions(
  schema: JsonSchema,
  definitions: Readonly<Record<string, JsonSchema>>,
): Record<string, JsonSchema> {
  const reached = new Map<string, JsonSchema>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const reference = (value as JsonSchema).$ref;
    if (typeof reference === 'string') {
      const name = definitionName(reference);
      const definition = definitions[name];
      if (definition === undefined) throw new Error(`No definition ${name} for ${reference}.`);
      if (reached.has(name)) return;
      reached.set(name, definition);
      visit(definition);
      return;
    }
    Object.values(value).forEach(visit);
  };
  visit(schema);
  return Object.fromEntries([...reached].sort(([a], [b]) => (a < b ? -1 : 1)));
}
