// Writes what the HTML report carries (src/generated/html-client.ts, from html-client/), the JSON Schema of the review
// (schema/review.schema.json) and its page (docs/reference/review.md), both from src/review.ts. With --check it writes
// nothing and fails when a file differs.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { schemaOfTypes, type Schema } from './schema-of-types.ts';
import { referencePage } from './reference-page.ts';

const PACKAGE = import.meta.dirname;
const ROOT = resolve(PACKAGE, '../..');

const schema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Review',
  ...schemaOfTypes(
    ['src/review.ts', '../findings/src/finding.ts'].map((path) => readFileSync(join(PACKAGE, path), 'utf8')),
    'Review',
  ),
};

const files = new Map([
  ['packages/review/src/generated/html-client.ts', await htmlClient()],
  ['packages/review/schema/review.schema.json', `${JSON.stringify(schema, undefined, 2)}\n`],
  ['docs/reference/review.md', referencePage(schema)],
]);

if (process.argv.includes('--check')) checkFiles();
else writeFiles();

function writeFiles(): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), text);
  }
}

function checkFiles(): void {
  const stale = [...files].filter(([path, text]) => readIfExists(path) !== text).map(([path]) => path);
  for (const path of stale) console.error(`${path} is not what its sources generate: run npm run generate`);
  process.exitCode = stale.length > 0 ? 1 : 0;
}

function readIfExists(path: string): string | undefined {
  try {
    return readFileSync(join(ROOT, path), 'utf8');
  } catch {
    return undefined;
  }
}

async function htmlClient(): Promise<string> {
  const [script, style] = await Promise.all([bundle('main.ts'), bundle('style.css')]);
  return `// Generated from ${relative(ROOT, join(PACKAGE, 'html-client'))} by generate.ts; do not edit.

/** The report's script. */
export const SCRIPT = ${JSON.stringify(script)};
/** Its hash, as a content security policy names it. */
export const SCRIPT_HASH = ${JSON.stringify(hashOf(script))};
/** The report's style. */
export const STYLE = ${JSON.stringify(style)};
/** Its hash. */
export const STYLE_HASH = ${JSON.stringify(hashOf(style))};
`;
}

// What ends an element must not stand within it.
async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: PACKAGE,
    entryPoints: [join('html-client', entry)],
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['chrome115', 'firefox115', 'safari16.4'],
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'warning',
    write: false,
  });
  const text = outputFiles[0]!.text.trim();
  if (/<\/(?:script|style)|<!--/i.test(text)) throw new Error(`${entry} would end its own element.`);
  return text;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
