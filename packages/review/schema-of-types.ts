import ts from 'typescript';

/** A JSON Schema, as far as plain interfaces need one. */
export type Schema = Record<string, unknown>;

/**
 * JSON Schema of an interface and of everything that it names, from the text of TypeScript files: what the comments say
 * is the description. Objects are open, since readers must bear fields that come later.
 */
export function schemaOfTypes(texts: readonly string[], root: string): Schema {
  const declarations = new Map(
    texts
      .flatMap((text) => [...ts.createSourceFile('types.ts', text, ts.ScriptTarget.ES2022, true).statements])
      .filter((statement) => ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
      .map((statement) => [statement.name.text, statement] as const),
  );
  const $defs: Record<string, Schema> = {};
  define(root);
  const { [root]: schema, ...others } = $defs;
  return {
    ...schema,
    $defs: Object.fromEntries(Object.entries(others).sort(([a], [b]) => (a < b ? -1 : 1))),
  };

  function define(name: string): void {
    if (name in $defs) return;
    const declaration = declarations.get(name);
    if (declaration === undefined) throw new Error(`The type ${name} is in none of the files.`);
    $defs[name] = {};
    const schema = ts.isInterfaceDeclaration(declaration)
      ? schemaOfMembers(declaration.members)
      : schemaOf(declaration.type);
    $defs[name] = { ...descriptionOf(declaration), ...schema };
  }

  function schemaOfMembers(members: ts.NodeArray<ts.TypeElement>): Schema {
    const fields = members.filter(ts.isPropertySignature);
    return {
      type: 'object',
      properties: Object.fromEntries(
        fields.map((field) => [field.name.getText(), { ...descriptionOf(field), ...schemaOf(field.type!) }]),
      ),
      required: fields
        .filter((field) => field.questionToken === undefined)
        .map((field) => field.name.getText()),
    };
  }

  function schemaOf(type: ts.TypeNode): Schema {
    if (ts.isArrayTypeNode(type)) return { type: 'array', items: schemaOf(type.elementType) };
    if (ts.isTypeLiteralNode(type)) return schemaOfMembers(type.members);
    if (ts.isLiteralTypeNode(type)) return { const: valueOf(type) };
    if (ts.isUnionTypeNode(type)) return { enum: type.types.map(valueOf) };
    if (ts.isTypeReferenceNode(type)) {
      const name = type.typeName.getText();
      define(name);
      return { $ref: `#/$defs/${name}` };
    }
    const name = { string: 'string', number: 'number', boolean: 'boolean' }[type.getText()];
    if (name === undefined) throw new Error(`No schema for ${type.getText()}.`);
    return { type: name };
  }
}

function valueOf(type: ts.TypeNode): unknown {
  if (!ts.isLiteralTypeNode(type)) throw new Error(`Expected a literal, found ${type.getText()}.`);
  return JSON.parse(type.getText().replace(/^'(.*)'$/, '"$1"'));
}

function descriptionOf(node: ts.Node): { description?: string } {
  const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const text = comment === undefined ? undefined : ts.getTextOfJSDocComment(comment.comment);
  if (text === undefined) return {};
  return {
    description: text
      .replace(/\{@link ([^}]+)\}/g, '$1')
      .replace(/\s+/g, ' ')
      .trim(),
  };
}
