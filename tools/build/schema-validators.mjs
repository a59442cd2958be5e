// Compiles every JSON Schema of kube-schemas to a module of its own: compiling one at run time would take longer than
// judging a service. A schema that did not change is not compiled again.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import Ajv from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { build, transformSync } from 'esbuild';

// Part of each module's name: bump it when the way of compiling changes.
const VERSION = 1;

/** Writes `<target>/<hash>.cjs` per schema below `schemas` and `<target>/index.json`: schema file → module. */
export async function buildSchemaValidators(schemas, target) {
  mkdirSync(target, { recursive: true });
  const index = {};
  for (const file of listSchemas(schemas)) {
    const text = readFileSync(join(schemas, file), 'utf8');
    const name = `${createHash('sha256').update(`${VERSION} ${text}`).digest('hex').slice(0, 16)}.cjs`;
    index[file] = name;
    if (!existsSync(join(target, name)))
      writeWhole(join(target, name), await compile(JSON.parse(text), schemas));
  }
  writeWhole(join(target, 'index.json'), `${JSON.stringify(index, undefined, 1)}\n`);
  const current = new Set(['index.json', ...Object.values(index)]);
  for (const name of readdirSync(target)) if (!current.has(name)) rmSync(join(target, name));
}

function listSchemas(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

async function compile(schema, resolveDir) {
  const ajv = new Ajv.default({
    allErrors: true,
    allowUnionTypes: true,
    inlineRefs: false,
    ownProperties: true,
    strictRequired: false,
    // kubeconform, the gate, checks times; ajv would need a module of its own for it.
    formats: { 'date-time': true },
    unicode: false,
    logger: false,
    code: { source: true },
  });
  const code = standalone.default(ajv, ajv.compile(schema));
  if (!code.includes('require(')) return transformSync(code, { minify: true }).code;
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    minify: true,
    write: false,
  });
  return outputFiles[0].text;
}

function writeWhole(path, text) {
  const temporary = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(temporary, text);
  renameSync(temporary, path);
}
