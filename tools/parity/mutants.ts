import type { Resource } from '../e2e/resource.ts';
import { changesOf, type Change, type Parent } from './changes.ts';

/** An object with one change. */
export interface Mutant {
  /** `<kind> <pointer with * for list items>: <change>`: what differences are listed by. */
  pattern: string;
  original: Resource;
  changed: Resource;
}

interface Candidate {
  pattern: string;
  original: Resource;
  path: readonly string[];
  change: Change;
}

/** What a request's address says too: a server would answer about the address. */
const IN_ADDRESS = ['/apiVersion', '/kind', '/metadata/namespace'];

/** Objects whose keys are free: they count as one, so that a draw does not ask the same of each label. */
const FREE_KEYS = [
  'annotations',
  'data',
  'default',
  'defaultRequest',
  'hard',
  'labels',
  'limits',
  'matchLabels',
  'nodeSelector',
  'requests',
  'selector',
  'values',
];

/** Every change of every object; of those that are alike, the one of the first object. */
export function listMutants(originals: readonly Resource[]): Mutant[] {
  return [...byPattern(originals).values()].map(mutate);
}

function byPattern(originals: readonly Resource[]): Map<string, Candidate> {
  const candidates = new Map<string, Candidate>();
  for (const original of originals) {
    for (const { path, change } of listChanges(original, [])) {
      const pattern = `${original.kind} ${pointerOf(path)}: ${change.name}`;
      if (!candidates.has(pattern)) candidates.set(pattern, { pattern, original, path, change });
    }
  }
  return candidates;
}

function* listChanges(value: unknown, path: readonly string[]): Iterable<{ path: string[]; change: Change }> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    const here = [...path, key];
    if (IN_ADDRESS.includes(pointerOf(here))) continue;
    for (const change of changesOf(value, child)) yield { path: here, change };
    yield* listChanges(child, here);
  }
}

function pointerOf(path: readonly string[]): string {
  const isFree = (key: string, at: number) => /^\d+$/.test(key) || isFreeKey(path[at - 1], key);
  return path.map((key, at) => `/${isFree(key, at) ? '*' : key}`).join('');
}

function isFreeKey(parent: string | undefined, key: string): boolean {
  return parent !== undefined && FREE_KEYS.includes(parent) && key !== 'matchLabels';
}

function mutate({ pattern, original, path, change }: Candidate): Mutant {
  const changed = structuredClone(original);
  const parent = path.slice(0, -1).reduce((node, key) => node[key] as Parent, changed as unknown as Parent);
  change.apply(parent, path.at(-1)!);
  return { pattern, original, changed };
}
