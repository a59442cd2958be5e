// `npm test`: installs what is missing and passes every check, in the order in which a mistake is cheapest to find.
// A step that cannot run fails: nothing is skipped silently.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const only = process.argv.slice(2);

const steps = [
  { name: 'install', run: installed() ? [] : [['npm', 'ci', '--no-audit', '--no-fund']] },
  { name: 'build', run: [['npm', 'run', '--silent', 'build']] },
  { name: 'tools', run: [['npx', 'tsx', 'tools/go/build.ts', 'kustomize', 'kubeconform', 'yamljson']] },
  { name: 'system', run: [['bash', 'tools/test/install-prometheus.sh']] },
  { name: 'typecheck', run: [['npm', 'run', '--silent', 'typecheck']] },
  { name: 'lint', run: [['npm', 'run', '--silent', 'lint']] },
  {
    name: 'generated',
    run: [
      ['npx', 'tsx', '--conditions=@fleetwright/source', 'packages/triton-config/generate.ts', '--check'],
      ['npx', 'tsx', '--conditions=@fleetwright/source', 'packages/model-service/generate.ts', '--check'],
    ],
  },
  { name: 'fleet', run: [['npx', 'fleetwright', 'render', '--check']] },
  { name: 'one hop', run: [['npx', 'tsx', 'tools/one-hop/main.ts']] },
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

/** Whether node_modules is what the lock file asks for. */
function installed() {
  const lock = resolve(root, 'node_modules/.package-lock.json');
  return existsSync(lock) && npmLockMatches(lock);
}

function npmLockMatches(lock) {
  const wanted = JSON.parse(readFileSync(resolve(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(lock, 'utf8')).packages;
  return Object.entries(present).every(
    ([path, { version, link }]) => link || wanted[path]?.version === version,
  );
}

/** The closing line counts tests, so that a run without any is seen as one. */
function summarize() {
  const results = resolve(root, '.cache/test-results.json');
  if (!existsSync(results)) return;
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(results, 'utf8'));
  console.log(`${numPassedTests} passed, ${numFailedTests} failed`);
}
