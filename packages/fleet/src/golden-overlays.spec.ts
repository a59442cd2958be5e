import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { KUSTOMIZATION_FILE } from '@fleetwright/overlay/layout';
import { sortNames } from './code-unit-order.ts';
import { readTree, temporaryFolder } from './testing/temporary-tree.ts';
import { writeFleet } from './write-fleet.ts';

const FIXTURES = fileURLToPath(new URL('../../overlay/fixtures', import.meta.url));
const update = process.env['UPDATE_GOLDENS'] === '1' && !process.env['CI'];

// A new case is a new folder: its name is the sentence, `input` a workspace, `expected` its overlays. A case
// that cannot run carries the reason in skip.txt.
describe('golden overlays', () => {
  for (const name of sortNames(readdirSync(FIXTURES))) {
    const folder = join(FIXTURES, name);
    const title = name.replaceAll('-', ' ');
    const reason = join(folder, 'skip.txt');
    if (existsSync(reason)) it.skip(`${title} (${readFileSync(reason, 'utf8').trim()})`);
    else it(title, () => expectGolden(folder));
  }
});

async function expectGolden(folder: string): Promise<void> {
  const root = temporaryFolder();
  cpSync(join(folder, 'input'), root, { recursive: true });
  const { findings } = await writeFleet({ folder: root });
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  const rendered = overlayFiles(readTree(root));
  if (update) writeExpected(join(folder, 'expected'), rendered);
  const expected = readTree(join(folder, 'expected'));
  expect(Object.keys(rendered)).toEqual(Object.keys(expected));
  for (const [path, text] of Object.entries(rendered)) expect(text, path).toBe(expected[path]);
}

// Everything in a folder that has a kustomization, but not what people wrote there.
function overlayFiles(tree: Record<string, string>): Record<string, string> {
  const folders = new Set(
    Object.keys(tree)
      .filter((path) => path.endsWith(`/${KUSTOMIZATION_FILE}`))
      .map((path) => dirname(path)),
  );
  return Object.fromEntries(Object.entries(tree).filter(([path]) => folders.has(dirname(path))));
}

function writeExpected(folder: string, files: Record<string, string>): void {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
