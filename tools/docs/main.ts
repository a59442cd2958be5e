// Writes the pages of the documentation that are made from schemas and rules: `npm run docs`, with --check in the tests.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { ROOT } from './page.ts';
import { referencePages } from './reference-pages.ts';
import { RULES_FOLDER, rulePages } from './rule-pages.ts';

const pages = new Map([...referencePages(), ...rulePages()].map(({ path, text }) => [path, text]));
const stale = [...pages].filter(([path, text]) => readIfExists(path) !== text).map(([path]) => path);
const left = listPages(RULES_FOLDER).filter((path) => !pages.has(path));

if (process.argv.includes('--check')) {
  for (const path of stale) console.error(`${path} is not what the sources say: run npm run docs`);
  for (const path of left) console.error(`${path} describes a rule that does not exist: run npm run docs`);
  if (stale.length + left.length > 0) process.exitCode = 1;
} else {
  for (const path of stale) {
    mkdirSync(dirname(resolve(ROOT, path)), { recursive: true });
    writeFileSync(resolve(ROOT, path), pages.get(path)!);
  }
  for (const path of left) rmSync(resolve(ROOT, path));
}

function readIfExists(path: string): string | undefined {
  return existsSync(resolve(ROOT, path)) ? readFileSync(resolve(ROOT, path), 'utf8') : undefined;
}

function listPages(folder: string): string[] {
  if (!existsSync(resolve(ROOT, folder))) return [];
  return readdirSync(resolve(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}
