import { neighboursOf, type Judges } from '@fleetwright/fleet';
import type { Finding } from '@fleetwright/findings';
import { judgeSets, type JudgedSet } from '../proof/judged-sets.ts';
import type { DefectiveSet } from './defective-sets.ts';

/** A defect and what was found on its account: names of rules and judges. */
export interface Found {
  set: DefectiveSet;
  by: string[];
}

/** Judges each broken overlay by rules and by every judge that is built; what the sound one has is not counted. */
export async function findDefects(sets: readonly DefectiveSet[], judges: Judges): Promise<Found[]> {
  const known = new Map<JudgedSet, Set<string>>();
  const found: Found[] = [];
  for (const set of sets) {
    if (!known.has(set.sound))
      known.set(set.sound, new Set((await judgeAll(set.sound, judges)).map(describe)));
    const before = known.get(set.sound)!;
    const fresh = (await judgeAll(set.broken, judges)).filter((finding) => !before.has(describe(finding)));
    found.push({ set, by: [...new Set(fresh.map(({ rule }) => rule))].sort() });
  }
  return found;
}

async function judgeAll(set: JudgedSet, judges: Judges): Promise<Finding[]> {
  const { manifests, context, known } = set;
  if (known === undefined) throw new Error('A golden overlay has a cluster.');
  const judged = await judges.judge({
    manifests,
    versions: known.cluster.spec.versions,
    neighbours: [...context.map(({ object }) => object), ...neighboursOf(known.cluster)],
  });
  return [...judgeSets([set]), ...judged].filter(({ severity }) => severity !== 'info');
}

function describe({ rule, resource, pointer, message }: Finding): string {
  return JSON.stringify([rule, resource, pointer, message]);
}
