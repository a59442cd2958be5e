// `npm run quickstart`: the main job on the sample model repository, in a scratch copy, so that the clone stays as
// it is. Node's own modules only: it installs the rest.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInstalled } from '../install/is-installed.mjs';
import { copyWorkspace } from '../../packages/nx/src/copy-workspace.mjs';
import { wrapText } from './wrap-text.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const service = 'vision';
const repository = 'samples/model_repository';
const command = [
  'generate',
  'model-service',
  service,
  `--from=${repository}`,
  '--artifact=store://models',
  '--team=vision',
];

refuseOldNode();
install();
const scratch = copyWorkspace();
try {
  heading(['npx nx', ...command].join(' ').replaceAll(' --', ' \\\n    --'));
  const generated = run([binary('nx'), ...command, '--no-interactive']);
  // The tree below says the same in fewer lines.
  print(
    generated
      .replace(/^(?:CREATE .*\n)+/m, '')
      .replace(/^\s*NX .*$/m, '')
      .trim(),
  );
  heading('What it wrote');
  print(listTree());
  heading('fleetwright render --check');
  print(run([binary('fleetwright'), 'render', '--check']).trim());
} catch (error) {
  rmSync(scratch, { recursive: true, force: true });
  console.error(`\n${error.message}`);
  process.exit(1);
}
heading('What to do next');
print(
  [
    'Look around: everything is in a scratch copy, and your clone is unchanged.',
    `  cd ${scratch}`,
    `  less apps/${service}/model-service.yaml`,
    `  less ${firstOverlay()}/triton.yaml`,
    'Then do it for good, in the clone, with a model repository of your own:',
    '  npx nx generate model-service <name> --from=<model repository>',
    'After editing a spec, a cluster or an environment: npx nx sync',
    'The scratch copy can be deleted at any time.',
  ].join('\n'),
);

function refuseOldNode() {
  const { node } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines;
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [wantedMajor, wantedMinor] = node.replace('>=', '').split('.').map(Number);
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  console.error(`Node ${process.versions.node} is too old: expected ${node}.`);
  process.exit(1);
}

function install() {
  const isReady = isInstalled(root);
  const isBuilt = existsSync(join(root, 'packages/cli/dist')) && existsSync(join(root, 'packages/nx/dist'));
  if (isReady && isBuilt) return;
  const task = isReady ? ['run', '--silent', 'build'] : ['ci', '--no-audit', '--no-fund'];
  heading(`npm ${task.join(' ')}`);
  const { status } = spawnSync('npm', task, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** The script behind a command of an installed package of the same name. */
function binary(name) {
  const folder = join(root, 'node_modules', name);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, bin[name]);
}

function run(args) {
  const env = { ...process.env, NX_DAEMON: 'false', NO_COLOR: '1', FORCE_COLOR: '0' };
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, {
    cwd: scratch,
    env,
    encoding: 'utf8',
  });
  if (status !== 0)
    throw new Error(wrapText(`${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`.trim(), 80));
  return stdout;
}

function listTree() {
  const folders = [`apps/${service}`, ...overlayFolders()];
  return folders
    .map((folder) => [`${folder}/`, ...fillLines(readdirSync(join(scratch, folder)).sort())].join('\n'))
    .join('\n');
}

/** Names side by side, as many as fit. */
function fillLines(names) {
  const lines = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 2 + name.length <= 80)
      lines[lines.length - 1] = `${last}  ${name}`;
    else lines.push(`  ${name}`);
  }
  return lines;
}

function overlayFolders() {
  const folders = readdirSync(join(scratch, 'clusters'))
    .sort()
    .map((cluster) => `clusters/${cluster}/${service}`);
  return folders.filter((folder) => existsSync(join(scratch, folder)));
}

function firstOverlay() {
  return overlayFolders()[0];
}

function heading(text) {
  console.log(`\n> ${text}\n`);
}

function print(text) {
  console.log(wrapText(text, 80));
}
