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
  const known = new Map<string, ValueEdit[]>();
  return new Map(
    inputs.map((file) => {
      const kind = kindOfInput(file);
      const edits = editsOf(old.get(file), fresh.get(file), known);
      return [file, edits.map((edit) => ({ kind, file, ...edit }))];
    }),
  );
}

type ValueEdit = Pick<InputEdit, 'pointer' | 'from' | 'to'>;

// Files that are edited alike are read once: what is left of them is equal.
function editsOf(
  from: string | undefined,
  to: string | undefined,
  known: Map<string, ValueEdit[]>,
): ValueEdit[] {
  if (from === undefined || to === undefined) return [{ pointer: '' }];
  const [old, fresh] = prunePlain(from, to);
  const key = `${old}\0${fresh}`;
  const edits = known.get(key) ?? [];
  if (!known.has(key)) collectEdits(readYaml(old), readYaml(fresh), '', (edit) => edits.push(edit));
  known.set(key, edits);
  return edits;
}

function kindOfInput(path: string): Cause['kind'] {
  if (path.startsWith('apps/')) return 'spec';
  if (path.startsWith('clusters/')) return 'cluster';
  if (path.includes('/releases/')) return 'release';
  return path.endsWith('/images.yaml') ? 'images' : 'environment';
}

type Report = (edit: ValueEdit) => void;

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
