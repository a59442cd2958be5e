import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const FIXTURES = resolve(import.meta.dirname, '../../packages/overlay/fixtures');

/** Names of the golden cases. */
export function goldenCases(): string[] {
  return readdirSync(FIXTURES).sort();
}

/** Folder of a golden case that holds a workspace. */
export function goldenInput(name: string): string {
  return join(FIXTURES, name, 'input');
}

/** The text of a golden case's first input file whose path begins as given. */
export function readGoldenInput(name: string, start: string): string {
  const files = readdirSync(goldenInput(name), { recursive: true, encoding: 'utf8' }).sort();
  const found = files.find((path) => path.startsWith(start) && path.endsWith('.yaml'));
  if (found === undefined) throw new Error(`${name} has no input ${start}`);
  return readFileSync(join(goldenInput(name), found), 'utf8');
}
