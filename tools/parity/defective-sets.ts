import fc from 'fast-check';
import { appendPointer } from '@fleetwright/findings';
import { readJudgedSet, type JudgedSet } from '../proof/judged-sets.ts';
import { goldenOverlays } from '../proof/overlays.ts';
import { DEFECTS, type Defect } from './cannot-work.ts';
import type { Parent } from './changes.ts';
import type { Mutant } from './mutants.ts';

/** A golden overlay with a defect in one of its objects. */
export interface DefectiveSet extends Mutant {
  defect: string;
  /** The overlay as it is rendered. */
  sound: JudgedSet;
  broken: JudgedSet;
}

/** Overlays that are broken in each way and place; others of the same shape would say the same. */
const OVERLAYS_PER_PATTERN = 3;

const SEED = 20_261_125;

/** Breaks golden overlays, each in one place. */
export function drawDefectiveSets(): DefectiveSet[] {
  const overlays = goldenOverlays();
  const [shuffled] = fc.sample(
    fc.shuffledSubarray(overlays, { minLength: overlays.length, maxLength: overlays.length }),
    { seed: SEED, numRuns: 1 },
  );
  const drawn = new Map<string, number>();
  return shuffled!.map(readJudgedSet).flatMap((sound) => {
    const broken = breakSet(sound).filter(({ pattern }) => (drawn.get(pattern) ?? 0) < OVERLAYS_PER_PATTERN);
    for (const pattern of new Set(broken.map((one) => one.pattern)))
      drawn.set(pattern, (drawn.get(pattern) ?? 0) + 1);
    // One of a kind in an overlay.
    return [...new Map(broken.map((one) => [one.pattern, one])).values()];
  });
}

function breakSet(sound: JudgedSet): DefectiveSet[] {
  return sound.manifests.flatMap((manifest, index) =>
    DEFECTS.filter(({ kind }) => kind.test(manifest.object.kind)).flatMap((defect) =>
      findPlaces(manifest.object, defect).flatMap((path): DefectiveSet[] => {
        const object = change(manifest.object, path, defect);
        if (JSON.stringify(object) === JSON.stringify(manifest.object)) return [];
        // As something that a patch changed: judges are to read the object, not its text.
        const changed = { ...manifest, object, patchedBy: ['parity'] };
        return [
          {
            defect: defect.title,
            pattern: `${manifest.object.kind} ${formatPointer(path).replace(/\/\d+/g, '/*')}: ${defect.title}`,
            original: manifest.object,
            changed: object,
            sound,
            broken: { ...sound, manifests: sound.manifests.with(index, changed) },
          },
        ];
      }),
    ),
  );
}

function findPlaces(object: object, { pointer }: Defect): string[][] {
  return listPaths(object).filter((path) => pointer.test(formatPointer(path)));
}

function formatPointer(path: readonly string[]): string {
  return path.reduce(appendPointer, '');
}

function listPaths(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    [key],
    ...listPaths(child).map((path) => [key, ...path]),
  ]);
}

function change<T extends object>(object: T, path: readonly string[], defect: Defect): T {
  const changed = structuredClone(object);
  const parent = path.slice(0, -1).reduce((node, key) => node[key] as Parent, changed as unknown as Parent);
  defect.change(parent[path.at(-1)!], path.at(-1)!, parent);
  return changed;
}
