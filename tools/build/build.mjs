// Bundles the command and the Nx plugin, so that both start without a compiler. Runs at `npm ci` (`prepare`).
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Options that both bundles share. */
const SHARED = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  splitting: true,
  conditions: ['@fleetwright/source'],
  // CommonJS packages inside an ESM bundle call require for Node's own modules.
  banner: {
    js: "import { createRequire as createRequireForBundle } from 'node:module';\nconst require = createRequireForBundle(import.meta.url);",
  },
  legalComments: 'none',
  logLevel: 'warning',
};

async function buildPackage(name, entryPoints, external = []) {
  const folder = join(ROOT, 'packages', name);
  const outdir = join(folder, 'dist');
  rmSync(outdir, { recursive: true, force: true });
  await build({ ...SHARED, absWorkingDir: folder, entryPoints, outdir, external });
}

function nxEntryPoints() {
  const folder = join(ROOT, 'packages', 'nx');
  return NX_ENTRIES.filter((entry) => existsSync(join(folder, entry)));
}

const NX_ENTRIES = [];

await buildPackage('cli', ['src/main.ts']);
