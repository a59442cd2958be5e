import { goldenSets, type GoldenSet } from './golden-sets.ts';
import { listMutants, type Mutant } from './mutant.ts';

/** A mutant of one object of a golden set. */
export interface PlacedMutant extends Mutant {
  golden: GoldenSet;
  /** Position of the object in its set. */
  index: number;
  /** `<kind> <builder> <mutation> <pattern>`: mutants that differ in nothing else are one. */
  key: string;
}

/** Every mutant of the goldens, and of those that are alike the first; how many there are in all. */
export function selectMutants(): { mutants: PlacedMutant[]; all: number } {
  const selected = new Map<string, PlacedMutant>();
  let all = 0;
  for (const golden of goldenSets()) {
    for (const [index, { object, text }] of golden.set.manifests.entries()) {
      const builder = /^# ([a-z-]+\/[a-z-]+)$/m.exec(text)?.[1] ?? '';
      for (const mutant of listMutants(object, golden.names)) {
        all++;
        const key = `${object.kind} ${builder} ${mutant.mutation} ${mutant.pattern}`;
        if (!selected.has(key)) selected.set(key, { ...mutant, golden, index, key });
      }
    }
  }
  return { mutants: [...selected.values()], all };
}
