import { lstatSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { sortNames } from './code-unit-order.ts';
import { Refusal, toRefusal } from './refusal.ts';

/** A file below a folder that somebody named. */
export interface FoundFile {
  /** Relative to the folder, with forward slashes. */
  path: string;
  /** Bytes. */
  size: number;
}

/** Most files that one folder may hold: more is most likely the wrong folder. */
const MAX_FILES = 200_000;

/** Every regular file at or below a path, in code-unit order; links and hidden folders are not followed. */
export function walkFiles(path: string): FoundFile[] {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined)
    throw new Refusal({
      rule: 'workspace/missing',
      message: `There is no file or folder ${path}.`,
      fix: 'Give the path of manifests or of a Triton model repository.',
    });
  if (stat.isFile()) return [{ path: '', size: stat.size }];
  const found: FoundFile[] = [];
  collect(path, path, found);
  return found;
}

function collect(root: string, folder: string, found: FoundFile[]): void {
  const entries = new Map(readEntries(folder).map((entry) => [entry.name, entry]));
  for (const name of sortNames(entries.keys())) {
    const entry = entries.get(name)!;
    const path = join(folder, name);
    if (name.startsWith('.') || name === 'node_modules') continue;
    if (entry.isDirectory()) collect(root, path, found);
    else if (entry.isFile())
      found.push({ path: relative(root, path).replaceAll('\\', '/'), size: lstatSync(path).size });
    if (found.length > MAX_FILES)
      throw new Refusal({
        rule: 'workspace/too-large',
        file: root,
        message: `The folder holds more than ${MAX_FILES} files.`,
        fix: 'Give the folder of the manifests.',
      });
  }
}

function readEntries(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw toRefusal(error, 'Nothing was checked.') ?? error;
  }
}
