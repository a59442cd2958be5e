// Bundles the command and the Nx plugin, so that both start without a compiler. Runs at `npm ci` (`prepare`).
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const PACKAGES = fileURLToPath(new URL('../../packages', import.meta.url));

const REQUIRE = `import { createRequire as createRequireOfBundle } from 'node:module';
const require = createRequireOfBundle(import.meta.url);`;

/**
 * Our modules only declare things, so importing one for nothing may be left out: without this, the smallest command
 * would load the parsers and builders of all others.
 */
const declarationsOnly = {
  name: 'declarations-only',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^(?:@fleetwright\/|\.)/ }, async ({ path, pluginData, ...options }) => {
      if (pluginData === declarationsOnly || options.kind === 'entry-point') return undefined;
      const resolved = await resolve(path, { ...options, pluginData: declarationsOnly });
      const isOurs = resolved.path.startsWith(PACKAGES) && !resolved.path.includes('node_modules');
      return isOurs ? { ...resolved, sideEffects: false } : resolved;
    });
  },
};

/** Writes packages/<name>/dist anew from entry points below packages/<name>/src. */
async function bundle(name, entryPoints, external = []) {
  const folder = join(PACKAGES, name);
  rmSync(join(folder, 'dist'), { recursive: true, force: true });
  await build({
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
  });
}

/** The modules that Nx loads: the plugin, and each generator and executor. */
function nxEntryPoints() {
  const src = join(PACKAGES, 'nx/src');
  const modules = (kind, file) =>
    existsSync(join(src, kind)) ? readdirSync(join(src, kind)).map((name) => `src/${kind}/${name}/${file}`) : [];
  return [
    'src/index.ts',
    'src/plugin.ts',
    ...modules('generators', 'generator.ts'),
    ...modules('executors', 'executor.ts'),
  ].filter((entry) => existsSync(join(PACKAGES, 'nx', entry)));
}

const nx = nxEntryPoints();
await Promise.all([
  bundle('cli', ['src/main.ts']),
  nx.length === 0 ? undefined : bundle('nx', nx, ['@nx/devkit', 'nx']),
]);
