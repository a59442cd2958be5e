// Writes schemas/*.schema.json (for editors), src/generated/types.ts and src/generated/validators.{js,d.ts} from
// src/schemas. With --check it writes nothing and fails when a file differs.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvStandalone from 'ajv/dist/standalone/index.js';
import { transformSync } from 'esbuild';
import { compile } from 'json-schema-to-typescript';
import { format } from 'prettier';
import { API_VERSION, type Schema } from './src/schemas/common.ts';
import { FILE_SCHEMAS } from './src/schemas/file-schemas.ts';
import { rewriteSchema } from './src/schemas/rewrite-schema.ts';
import { MERGED_SPEC_SCHEMA } from './src/schemas/model-service.ts';

const ROOT = import.meta.dirname;
const MARK = 'Generated from src/schemas by generate.ts; do not edit.';

const VALIDATORS: Record<string, Schema> = {
  validateModelService: FILE_SCHEMAS['model-service'],
  validateEnvironment: FILE_SCHEMAS.environment,
  validateCluster: FILE_SCHEMAS.cluster,
  validateImageLock: FILE_SCHEMAS['image-lock'],
  validateWorkspace: FILE_SCHEMAS.workspace,
  validateMergedSpec: MERGED_SPEC_SCHEMA,
};

const files = new Map<string, string>();
for (const [name, schema] of Object.entries(FILE_SCHEMAS))
  files.set(`schemas/${name}.schema.json`, await publishedSchema(name, schema));
files.set('src/generated/types.ts', await typeScriptTypes());
files.set('src/generated/validators.js', validators());
files.set('src/generated/validators.d.ts', validatorTypes());

if (process.argv.includes('--check')) checkFiles();
else writeFiles();

function writeFiles(): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), text);
  }
}

function checkFiles(): void {
  const stale = [...files].filter(([path, text]) => readIfExists(path) !== text).map(([path]) => path);
  for (const path of stale) console.error(`packages/model-service/${path} is not what its schema generates.`);
  process.exitCode = stale.length > 0 ? 1 : 0;
}

function readIfExists(path: string): string | undefined {
  try {
    return readFileSync(join(ROOT, path), 'utf8');
  } catch {
    return undefined;
  }
}

async function publishedSchema(name: string, schema: Schema): Promise<string> {
  const $id = `https://fleetwright.dev/schemas/${API_VERSION.split('/')[1]}/${name}.schema.json`;
  const { $schema, ...rest } = rewriteSchema(schema, withoutAnnotations);
  return format(JSON.stringify({ $schema, $id, $comment: MARK, ...rest }), {
    parser: 'json',
    printWidth: 110,
  });
}

async function typeScriptTypes(): Promise<string> {
  const options = {
    bannerComment: '',
    ignoreMinAndMaxItems: true,
    additionalProperties: false,
    format: false,
  };
  const parts: string[] = [];
  for (const schema of Object.values(FILE_SCHEMAS)) {
    const { $schema: _schema, $defs: _defs, ...rest } = rewriteSchema(schema, withTypeNames);
    parts.push(await compile(rest, String(schema.title), options));
  }
  const text = `/* ${MARK} */
    import type { ModelConfig } from '@fleetwright/triton-config';

    ${parts.join('\n')}

    /** A JSON merge patch (RFC 7396): every field is optional, null removes it, a list is replaced whole. */
    export type MergePatch<T> = T extends readonly unknown[] ? T
      : T extends object ? { [K in keyof T]?: MergePatch<T[K]> | null } : T;

    /** A patch on a service's spec: an environment's defaults or an override. */
    export type SpecPatch = MergePatch<Omit<ServiceSpec, 'lifecycle' | 'overrides' | 'placement'>>;`;
  return format(text, { parser: 'typescript', singleQuote: true, printWidth: 110 });
}

function validators(): string {
  const ajv = new Ajv2020({
    strict: true,
    allErrors: true,
    allowUnionTypes: true,
    ownProperties: true,
    inlineRefs: false,
    // Lengths in UTF-16 code units: counting code points would need a run-time module of ajv.
    unicode: false,
    logger: false,
    code: { source: true, esm: true },
  });
  const shared = new Map<string, Schema>();
  const roots = Object.entries(VALIDATORS).map(([name, schema]) => ({
    $id: name,
    ...shareParts(schema, shared),
  }));
  for (const [$id, schema] of shared) ajv.addSchema({ $id, ...schema });
  for (const root of roots) ajv.addSchema(root);
  const names = Object.fromEntries(Object.keys(VALIDATORS).map((name) => [name, name]));
  const code = (ajvStandalone as unknown as (...args: unknown[]) => string)(ajv, names);
  if (code.includes('require(')) throw new Error('The validators would need a run-time module of ajv.');
  const { code: minified } = transformSync(withLinearErrors(code), {
    minify: true,
    treeShaking: true,
    format: 'esm',
  });
  return `/* ${MARK} */\n${minified}`;
}

// ajv copies all errors found so far at every reference: quadratic for a long list. Its arrays are fresh for each
// call, so they can grow in place.
function withLinearErrors(code: string): string {
  const joined = code.replaceAll(
    /vErrors = vErrors === null \? (\w+)\.errors : vErrors\.concat\(\1\.errors\)/g,
    'vErrors = joinErrors(vErrors, $1.errors)',
  );
  if (joined.includes('.concat(')) throw new Error('The validators would copy errors.');
  return `${joined}
    function joinErrors(errors, more) {
      if (errors === null) return more;
      for (const error of more) errors.push(error);
      return errors;
    }`;
}

// Named parts and definitions become schemas of their own: one function each, however many files use them.
function shareParts(schema: Schema, shared: Map<string, Schema>): Schema {
  const { title: _title, $schema: _schema, $defs, ...root } = schema;
  for (const [name, part] of Object.entries($defs ?? {})) {
    if (shared.has(name)) continue;
    shared.set(name, {});
    shared.set(
      name,
      name === 'ModelConfig' ? withSharedReferences(part as Schema) : shareParts(part as Schema, shared),
    );
  }
  return rewriteSchema(root, (node) => {
    const { title, description: _description, ...rest } = withoutAnnotations(node);
    if (typeof title !== 'string') return withSharedReferences(rest);
    if (!shared.has(title)) shared.set(title, shareParts(rest, shared));
    return { $ref: title };
  });
}

function withSharedReferences(schema: Schema): Schema {
  return rewriteSchema(schema, ({ description: _description, ...node }) =>
    typeof node.$ref === 'string'
      ? { ...node, $ref: node.$ref.replace(/^#\/\$defs\/(\w+)/, '$1#').replace(/#$/, '') }
      : node,
  );
}

function validatorTypes(): string {
  const declarations = Object.keys(VALIDATORS).map((name) => `export const ${name}: Validator;`);
  return `/* ${MARK} */
import type { ErrorObject } from 'ajv';

/** Whether a value fits; every error is left in \`errors\` until the next call. */
export interface Validator {
  (data: unknown): boolean;
  errors?: ErrorObject[] | null;
}

${declarations.join('\n')}
`;
}

function withoutAnnotations(schema: Schema): Schema {
  const { 'x-expected': _expected, 'x-discriminator': _discriminator, tsType: _tsType, ...rest } = schema;
  return rest;
}

function withTypeNames(schema: Schema): Schema {
  if (typeof schema.$ref !== 'string') return schema;
  return { description: schema.description, tsType: schema.$ref.split('/').at(-1) };
}
