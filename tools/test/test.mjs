// `npm test`: installs what is missing and passes every check, in the order in which a mistake is cheapest to find.
// A step that cannot run fails: nothing is skipped silently.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInstalled } from '../install/is-installed.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const only = process.argv.slice(2);

const steps = [
  { name: 'install', run: isInstalled(root) ? [] : [['npm', 'ci', '--no-audit', '--no-fund']] },
  { name: 'build', run: [['npm', 'run', '--silent', 'build']] },
  {
    name: 'tools',
    run: [
      ['npx', 'tsx', 'tools/go/build.ts', 'actionlint', 'kustomize', 'kubeconform', 'yamljson'],
      ['npx', 'tsx', 'tools/go/build-kubeconform-wasm.ts'],
      ['npx', 'tsx', 'tools/go/build-validators.ts', 'core'],
    ],
  },
  { name: 'system', run: [['bash', 'tools/test/install-prometheus.sh']] },
  { name: 'typecheck', run: [['npm', 'run', '--silent', 'typecheck']] },
  { name: 'lint', run: [['npm', 'run', '--silent', 'lint']] },
  {
    name: 'generated',
    run: [
      ['npx', 'tsx', '--conditions=@fleetwright/source', 'packages/triton-config/generate.ts', '--check'],
      ['npx', 'tsx', '--conditions=@fleetwright/source', 'packages/model-service/generate.ts', '--check'],
      ['npx', 'tsx', '--conditions=@fleetwright/source', 'packages/review/generate.ts', '--check'],
      ['npx', 'tsx', '--conditions=@fleetwright/source', 'tools/docs/main.ts', '--check'],
      ['npx', 'tsx', '--conditions=@fleetwright/source', 'tools/codeowners/main.ts', '--check'],
    ],
  },
  {
    name: 'fleet',
    run: [
      ['npx', 'fleetwright', 'render', '--check'],
      ['npx', 'fleetwright', 'validate'],
    ],
  },
  { name: 'admission', run: [['npm', 'run', '--silent', 'e2e:admission']] },
  { name: 'one hop', run: [['npm', 'run', '--silent', 'one-hop']] },
  {
    name: 'tests',
    run: [
      [
        'npx',
        'vitest',
        'run',
        '--reporter=default',
        '--reporter=json',
        '--outputFile=.cache/test-results.json',
      ],
    ],
  },
];

// Figures of an earlier run are nobody's.
rmSync(resolve(root, '.cache/test-results.json'), { force: true });

for (const { name, run } of steps) {
  if (only.length > 0 && !only.includes(name)) continue;
  const started = Date.now();
  for (const [command, ...args] of run) {
    const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
    if (status === 0) continue;
    console.error(`\n${name} failed: ${command} ${args.join(' ')}${error ? ` (${error.message})` : ''}`);
    summarize();
    process.exit(1);
  }
  console.log(`${name}: ok (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}
summarize();

/** The closing line counts tests, so that a run without any is seen as one. */
function summarize() {
  const results = resolve(root, '.cache/test-results.json');
  if (!existsSync(results)) return;
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(results, 'utf8'));
  console.log(`${numPassedTests} passed, ${numFailedTests} failed`);
}
