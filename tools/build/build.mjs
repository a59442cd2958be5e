// Bundles the command and the Nx plugin, so that both start without a compiler. Runs at `npm ci` (`prepare`).
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const PACKAGES = fileURLToPath(new URL('../../packages', import.meta.url));

const REQUIRE = `import { createRequire as createRequireOfBundle } from 'node:module';
const require = createRequireOfBundle(import.meta.url);`;

/** Writes packages/<name>/dist anew from entry points below packages/<name>/src. */
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
  replaceFolder(join(folder, 'dist'), outputFiles);
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
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !current.has(path)) rmSync(path, { force: true });
  }
}

function isChunk({ path }) {
  return /-[A-Z0-9]{8}\.js$/.test(path);
}

await Promise.all([
  bundle('cli', ['src/main.ts']),
  bundle('nx', ['src/index.ts', 'src/plugin.ts', 'src/executors.ts', 'src/sync.ts'], ['@nx/devkit', 'nx']),
]);
