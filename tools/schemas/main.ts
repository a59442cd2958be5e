import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { generateFiles, OUTPUT_FOLDERS } from './generate.ts';

const PACKAGE = resolve(import.meta.dirname, '../../packages/kube-schemas');
const COMMAND = 'npx tsx tools/schemas/main.ts';

/** Writes the generated files, or with --check compares them with those that are committed. */
function main(args: readonly string[]): number {
  const unknown = args.find((arg) => arg !== '--check');
  if (unknown !== undefined) {
    console.error(`Unknown argument ${unknown}. Usage: ${COMMAND} [--check]`);
    return 2;
  }
  const files = generateFiles();
  return args.includes('--check') ? checkFiles(files) : writeFiles(files);
}

function writeFiles(files: ReadonlyMap<string, string>): number {
  for (const folder of OUTPUT_FOLDERS) rmSync(join(PACKAGE, folder), { recursive: true, force: true });
  for (const [path, text] of files) {
    mkdirSync(dirname(join(PACKAGE, path)), { recursive: true });
    writeFileSync(join(PACKAGE, path), text);
  }
  console.log(`${files.size} files written below packages/kube-schemas.`);
  return 0;
}

function checkFiles(files: ReadonlyMap<string, string>): number {
  const committed = OUTPUT_FOLDERS.flatMap(listFiles);
  const differences = [
    ...[...files].filter(([path, text]) => readCommitted(path) !== text).map(([path]) => path),
    ...committed.filter((path) => !files.has(path)),
  ];
  for (const path of differences)
    console.error(`packages/kube-schemas/${path} differs from what its sources give.`);
  if (differences.length > 0) console.error(`Run ${COMMAND} and commit the result.`);
  else console.log(`${files.size} files are what their sources give.`);
  return differences.length > 0 ? 1 : 0;
}

function readCommitted(path: string): string | undefined {
  const file = join(PACKAGE, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function listFiles(folder: string): string[] {
  const root = join(PACKAGE, folder);
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(PACKAGE, join(entry.parentPath, entry.name)));
}

process.exitCode = main(process.argv.slice(2));
