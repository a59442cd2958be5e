import { appendPointer } from '@fleetwright/findings';
import { prunePlain } from './prune-equal.ts';
import { readYaml } from './read-yaml.ts';
import type { Cause } from './review.ts';
import type { Tree } from './tree.ts';
import { isInput } from './unit.ts';

/** One value that a hand-written file says differently. */
export interface InputEdit {
  kind: Cause['kind'];
  file: string;
  /** JSON pointer into the file; empty where the file comes, goes or cannot be read. */
  pointer: string;
  from?: unknown;
  to?: unknown;
}

/** The edits of hand-written files, by path. */
export async function listInputEdits(
  base: Tree,
  head: Tree,
  paths: readonly string[],
): Promise<Map<string, InputEdit[]>> {
  const inputs = paths.filter(isInput);
  const [old, fresh] = await Promise.all([base.read(inputs), head.read(inputs)]);
  return new Map(inputs.map((path) => [path, editsOf(path, old.get(path), fresh.get(path))]));
}

function editsOf(file: string, from: string | undefined, to: string | undefined): InputEdit[] {
  const kind = kindOfInput(file);
  if (from === undefined || to === undefined) return [{ kind, file, pointer: '' }];
  const edits: InputEdit[] = [];
  const [old, fresh] = prunePlain(from, to);
  collectEdits(readYaml(old), readYaml(fresh), '', (edit) => edits.push({ kind, file, ...edit }));
  return edits;
}

function kindOfInput(path: string): Cause['kind'] {
  if (path.startsWith('apps/')) return 'spec';
  if (path.startsWith('clusters/')) return 'cluster';
  if (path.includes('/releases/')) return 'release';
  return path.endsWith('/images.yaml') ? 'images' : 'environment';
}

type Report = (edit: Pick<InputEdit, 'pointer' | 'from' | 'to'>) => void;

function collectEdits(from: unknown, to: unknown, pointer: string, report: Report): void {
  const isPair = typeof from === 'object' && typeof to === 'object' && from !== null && to !== null;
  const isDeep = isPair && Array.isArray(from) === Array.isArray(to);
  if (!isDeep) return void (from !== to && report({ pointer, from, to }));
  if (Array.isArray(from) && from.length !== (to as unknown[]).length) {
    if (JSON.stringify(from) !== JSON.stringify(to)) report({ pointer, from, to });
    return;
  }
  const [old, fresh] = [from as Record<string, unknown>, to as Record<string, unknown>];
  for (const name of new Set([...Object.keys(old), ...Object.keys(fresh)]))
    collectEdits(old[name], fresh[name], appendPointer(pointer, name), report);
}
