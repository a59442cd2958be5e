import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { goBuild, hashBuild } from './go-build.ts';
import { goCommand } from './go-command.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SOURCES = join(ROOT, 'packages/kubeconform-wasm/go');
const OUTPUT = join(ROOT, 'packages/kubeconform-wasm/dist/go');
const FLAGS = '-s -w -buildid=';
const PLATFORM = { GOOS: 'js', GOARCH: 'wasm' };

/** Names the build that the output folder holds; written last. */
const STAMP = 'build.txt';

/**
 * Folder with kubeconform.wasm, the wasm_exec.js of the same Go release, and the licences of everything in them; built
 * unless the same sources have been built before.
 */
export function buildKubeconformWasm(): string {
  const build = hashBuild(SOURCES, FLAGS, runGo('env', 'GOVERSION'));
  const stamp = join(OUTPUT, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === build) return OUTPUT;
  const cached = buildInCache(build);
  mkdirSync(OUTPUT, { recursive: true });
  for (const file of readdirSync(cached)) {
    copyFileSync(join(cached, file), join(OUTPUT, `${file}.${process.pid}`));
    renameSync(join(OUTPUT, `${file}.${process.pid}`), join(OUTPUT, file));
  }
  writeFileSync(stamp, build);
  return OUTPUT;
}

function buildInCache(build: string): string {
  const folder = join(ROOT, '.cache', `kubeconform-wasm-${build}`);
  const binary = join(folder, 'kubeconform.wasm');
  if (existsSync(binary)) return folder;
  mkdirSync(folder, { recursive: true });
  const goRoot = runGo('env', 'GOROOT');
  copyFileSync(join(goRoot, 'lib/wasm/wasm_exec.js'), join(folder, 'wasm_exec.js'));
  writeFileSync(join(folder, 'LICENSES.txt'), collectLicences(goRoot));
  goBuild({ folder: SOURCES, target: '.', flags: FLAGS, binary, platform: PLATFORM });
  return folder;
}

/** The licences that the built files are under, each with the name of what it covers. */
function collectLicences(goRoot: string): string {
  const format = '{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}\t{{.Dir}}{{end}}{{end}}';
  const modules = [...new Set(runGo('list', '-deps', '-f', format, '.').split('\n'))]
    .filter((line) => line !== '')
    .sort()
    .map((line) => line.split('\t') as [name: string, folder: string]);
  return [[`Go ${runGo('env', 'GOVERSION')} (wasm_exec.js, standard library)`, goRoot] as const, ...modules]
    .map(([name, folder]) => `${name}\n${'='.repeat(name.length)}\n\n${readLicences(folder)}`)
    .join('\n');
}

function readLicences(folder: string): string {
  const files = readdirSync(folder).filter((file) => /^(LICEN[CS]E|NOTICE|COPYING)/i.test(file));
  if (files.length === 0) throw new Error(`${folder} has no licence.`);
  return files
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}

function runGo(...args: readonly string[]): string {
  const env = { ...process.env, ...PLATFORM, GOTOOLCHAIN: 'local', GOFLAGS: '-mod=readonly', GOWORK: 'off' };
  const { status, error, stdout, stderr } = spawnSync(goCommand(), args, {
    cwd: SOURCES,
    encoding: 'utf8',
    env,
  });
  if (status !== 0) throw new Error(`go ${args.join(' ')} failed: ${error?.message ?? stderr}`);
  return stdout.trim();
}

const [, script] = process.argv;
if (script !== undefined && import.meta.url === pathToFileURL(script).href)
  console.log(buildKubeconformWasm());
