import { goldenSets, type GoldenSet } from './golden-sets.ts';
import { isDefault } from './defaults.ts';
import { listMutants, type Mutant } from './mutant.ts';

/** A mutant of one object of a golden set. */
export interface PlacedMutant extends Mutant {
  golden: GoldenSet;
  /** Position of the object in its set. */
  index: number;
  /** `<kind> <builder> <mutation> <pattern>`: mutants that differ in nothing else are one. */
  key: string;
}

/** The mutants of the goldens. */
export interface SelectedMutants {
  /** Of those that are alike the first. */
  mutants: PlacedMutant[];
  /** How many there are with all that are alike. */
  all: number;
  /** How many of those are no change: what is deleted is what the API server would set. */
  equal: number;
}

/** Lists the mutants of the goldens. */
export function selectMutants(): SelectedMutants {
  const selected = new Map<string, PlacedMutant>();
  let all = 0;
  let equal = 0;
  for (const golden of goldenSets()) {
    for (const [index, { object, text }] of golden.set.manifests.entries()) {
      const builder = /^# ([a-z-]+\/[a-z-]+)$/m.exec(text)?.[1] ?? '';
      for (const mutant of listMutants(object, golden.names)) {
        all++;
        if (mutant.mutation === 'delete' && isDefault(object, mutant.path)) {
          equal++;
          continue;
        }
        const key = `${object.kind} ${builder} ${mutant.mutation} ${mutant.pattern}`;
        if (!selected.has(key)) selected.set(key, { ...mutant, golden, index, key });
      }
    }
  }
  return { mutants: [...selected.values()], all, equal };
}
