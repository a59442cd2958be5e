// Bundles the command and the Nx plugin, so that both start without a compiler. Runs at `npm ci` (`prepare`).
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildSchemaValidators } from './schema-validators.mjs';

const PACKAGES = fileURLToPath(new URL('../../packages', import.meta.url));

const REQUIRE = `import { createRequire as createRequireOfBundle } from 'node:module';
const require = createRequireOfBundle(import.meta.url);`;

/** Bundles entry points below packages/<name>/src for packages/<name>/dist. */
async function bundle(name, entryPoints, external = []) {
  const folder = join(PACKAGES, name);
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints,
    external,
    outdir: 'dist',
    outbase: 'src',
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // What a command does not need is not loaded.
    splitting: true,
    conditions: ['@fleetwright/source'],
    // CommonJS packages call require for Node's own modules.
    banner: { js: REQUIRE },
    legalComments: 'none',
    logLevel: 'warning',
    write: false,
  });
  return { folder: join(folder, 'dist'), files: outputFiles };
}

// One identity for all bundles of a build and what they read: what one of them found out holds for the others, so they
// share a cache. Compiled schemas are named after their content.
function writeBundles(bundles) {
  const hash = createHash('sha256').update(readFileSync(join(SCHEMAS, 'dist/validators/index.json')));
  for (const file of listFiles(join(SCHEMAS, 'crds')).sort())
    hash.update(readFileSync(join(SCHEMAS, 'crds', file)));
  for (const { path, contents } of bundles.flatMap(({ files }) => files))
    hash.update(`${relative(PACKAGES, path)}\0`).update(contents);
  const contents = hash.digest('base64url');
  for (const { folder, files } of bundles)
    replaceFolder(folder, [...files, { path: join(folder, 'build-id'), contents }]);
}

// File by file, so that a command that starts meanwhile finds either bundle whole.
function replaceFolder(folder, files) {
  const [chunks, entries] = [files.filter(isChunk), files.filter((file) => !isChunk(file))];
  for (const { path, contents } of [...chunks, ...entries]) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.${process.pid}`, contents);
    renameSync(`${path}.${process.pid}`, path);
  }
  const current = new Set(files.map(({ path }) => path));
  // Folders below hold what other builds made.
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isFile() && !current.has(path) && !path.startsWith(join(folder, 'kube-schemas')))
      rmSync(path, { force: true });
  }
}

function isChunk({ path }) {
  return /-[A-Z0-9]{8}\.js$/.test(path);
}

// A bundle reads schemas from its own folder, wherever it is installed. A file that is as it should be is left alone:
// a command that runs meanwhile may be reading it.
function copySchemas(name) {
  for (const part of ['schemas', 'crds', 'dist/validators']) {
    const [source, target] = [join(SCHEMAS, part), join(PACKAGES, name, 'dist/kube-schemas', part)];
    const files = listFiles(source);
    for (const file of files) {
      const content = readFileSync(join(source, file));
      const path = join(target, file);
      if (existsSync(path) && readFileSync(path).equals(content)) continue;
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(`${path}.${process.pid}`, content);
      renameSync(`${path}.${process.pid}`, path);
    }
    for (const file of listFiles(target))
      if (!files.includes(file)) rmSync(join(target, file), { force: true });
  }
}

function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

const SCHEMAS = join(PACKAGES, 'kube-schemas');

const [, ...bundles] = await Promise.all([
  buildSchemaValidators(join(SCHEMAS, 'schemas'), join(SCHEMAS, 'dist/validators')),
  bundle('cli', ['src/main.ts'], ['kubeconform-wasm']),
  bundle('kubeconform-wasm', ['src/index.ts']),
  bundle(
    'nx',
    ['src/index.ts', 'src/plugin.ts', 'src/executors.ts', 'src/sync.ts'],
    ['@nx/devkit', 'nx', 'kubeconform-wasm'],
  ),
]);
writeBundles(bundles);
for (const name of ['cli', 'nx']) copySchemas(name);
