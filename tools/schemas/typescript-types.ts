import { EMPTY_IS_DEFAULT } from '../../packages/kube-schemas/src/empty-is-default.ts';
import { GENERATED_BY } from './generated-by.ts';
import { definitionName, type JsonSchema, type KindSchema } from './json-schema.ts';
import { nameShapes, shapeKey } from './shape-names.ts';

/** Types that are written by hand in `object-meta.ts` or stand for a scalar. */
const ALIASES: Readonly<Record<string, string>> = {
  IntOrString: 'number | string',
  MicroTime: 'string',
  Quantity: 'number | string',
  Time: 'string',
};

/** Metadata of a template, by the definition's name; a whole resource has ObjectMeta, where the name is required. */
const EMBEDDED_METADATA = 'TemplateMeta';

/** Definitions whose types another generated file declares. */
export interface SharedTypes {
  module: string;
  names: ReadonlySet<string>;
}

/** One TypeScript file of interfaces, and the names that it declares. */
export interface TypesFile {
  text: string;
  names: Set<string>;
}

/** Writes the interfaces of the given kinds and of everything that they reach, in code-unit order. */
export function printTypes(kinds: readonly KindSchema[], shared?: SharedTypes): TypesFile {
  const printer = new TypePrinter(shared?.names ?? new Set());
  for (const kind of kinds) printer.addKind(kind);
  const names = [...printer.declarations.keys()].sort();
  const imports = [
    printImport('../object-meta.ts', printer.metadata),
    shared === undefined ? '' : printImport(shared.module, printer.imported),
  ].join('');
  const text = `// ${GENERATED_BY}\n${imports}\n${names.map((name) => printer.declarations.get(name)!).join('\n')}`;
  return { text, names: new Set(names) };
}

function printImport(module: string, names: ReadonlySet<string>): string {
  return names.size === 0 ? '' : `import type { ${[...names].sort().join(', ')} } from '${module}';\n`;
}

class TypePrinter {
  readonly declarations = new Map<string, string>();
  readonly imported = new Set<string>();
  readonly metadata = new Set<string>();
  readonly #shared: ReadonlySet<string>;
  #definitions: Readonly<Record<string, JsonSchema>> = {};
  #shapeNames: ReadonlyMap<string, string> = new Map();

  constructor(shared: ReadonlySet<string>) {
    this.#shared = shared;
  }

  addKind({ kind, root, definitions }: KindSchema): void {
    this.#definitions = definitions;
    const properties = Object.fromEntries(
      Object.entries(root.properties ?? {}).filter(([name]) => name !== 'metadata' && name !== 'status'),
    );
    this.metadata.add('ObjectMeta');
    this.#shapeNames = nameShapes(kind, properties);
    const fields = Object.entries(properties).map(([name, schema]) => {
      const optional = name !== 'spec' && !root.required?.includes(name);
      return printField(name, optional, this.#print(schema));
    });
    fields.splice(2, 0, printField('metadata', false, 'ObjectMeta'));
    this.declarations.set(kind, `export interface ${kind} {\n${fields.join('')}}\n`);
  }

  #print(schema: JsonSchema): string {
    if (schema.$ref !== undefined) return this.#printReference(definitionName(schema.$ref));
    if (schema.enum !== undefined)
      return printUnion(schema.enum.filter((value) => isWorthWriting(value, schema)).map(printLiteral));
    const types = [schema.type ?? []].flat().filter((type) => type !== 'null');
    return types.length === 0 ? 'unknown' : printUnion(types.map((type) => this.#printType(type, schema)));
  }

  #printType(type: string, schema: JsonSchema): string {
    if (type === 'integer' || type === 'number') return 'number';
    if (type === 'array') return this.#printArray(schema.items);
    return type === 'object' ? this.#printObject(schema) : type;
  }

  #printArray(items: JsonSchema | undefined): string {
    const item = items === undefined ? 'unknown' : this.#print(items);
    return item.includes(' | ') ? `(${item})[]` : `${item}[]`;
  }

  #printObject(schema: JsonSchema): string {
    if (typeof schema.additionalProperties === 'object') {
      return `Record<string, ${this.#print(schema.additionalProperties)}>`;
    }
    if (schema.properties === undefined) {
      return schema.additionalProperties === false ? 'Record<string, never>' : 'Record<string, unknown>';
    }
    return this.#declareShape(schema);
  }

  #printReference(definition: string): string {
    if (definition === 'ObjectMeta') {
      this.metadata.add(EMBEDDED_METADATA);
      return EMBEDDED_METADATA;
    }
    if (this.#shared.has(definition)) {
      this.imported.add(definition);
      return definition;
    }
    if (!this.declarations.has(definition)) this.#declareDefinition(definition);
    return definition;
  }

  #declareDefinition(definition: string): void {
    const schema = this.#definitions[definition] ?? {};
    this.declarations.set(definition, '');
    const alias = ALIASES[definition] ?? (schema.properties === undefined ? this.#print(schema) : undefined);
    this.declarations.set(
      definition,
      alias === undefined
        ? `export interface ${definition} ${this.#printBody(schema)}\n`
        : `export type ${definition} = ${alias};\n`,
    );
  }

  #printBody(schema: JsonSchema): string {
    const fields = Object.entries(schema.properties ?? {}).map(([name, property]) =>
      printField(name, !schema.required?.includes(name), this.#print(property)),
    );
    return `{\n${fields.join('')}}`;
  }

  #declareShape(schema: JsonSchema): string {
    const name = this.#shapeNames.get(shapeKey(schema));
    if (name === undefined) throw new Error(`An object shape has no name: ${JSON.stringify(schema)}`);
    this.declarations.set(name, `export interface ${name} ${this.#printBody(schema)}\n`);
    return name;
  }
}

function printField(name: string, optional: boolean, type: string): string {
  const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
  return `  ${key}${optional ? '?' : ''}: ${type};\n`;
}

function isWorthWriting(value: unknown, { $comment }: JsonSchema): boolean {
  return value !== null && (value !== '' || $comment !== EMPTY_IS_DEFAULT);
}

function printLiteral(value: unknown): string {
  return typeof value === 'string'
    ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
    : JSON.stringify(value);
}

function printUnion(members: readonly string[]): string {
  return [...new Set(members)].join(' | ');
}
