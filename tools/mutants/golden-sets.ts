import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  judgeSet,
  readFolder,
  readJudgedSet,
  readKnown,
  readKnownEnvironment,
  type JudgedSet,
} from '../proof/judged-sets.ts';
import { goldenCases, goldenInput } from '../proof/golden-inputs.ts';
import { allOverlays, type Overlay } from '../proof/overlays.ts';

/** A set of objects of a golden case and the sets that are judged anew when it changes. */
export interface GoldenSet {
  /** `<case>: <folder>`. */
  title: string;
  /** Names that differ from case to case, longest first: a pattern does not tell them apart. */
  names: readonly string[];
  set: JudgedSet;
  /** Sets of the same cluster whose context this one is. */
  dependents: readonly JudgedSet[];
  /** All other sets of the same cluster. */
  others: readonly JudgedSet[];
}

/**
 * Every set of objects that the goldens and the workspace hold: those without any warning first, since one could
 * hide another, and of those the fullest.
 */
export function goldenSets(): GoldenSet[] {
  const sets = [...placementSets(), ...argocdSets()].map((golden) => ({
    golden,
    loud: countLoud(golden.set),
  }));
  return sets
    .sort((left, right) => left.loud - right.loud || sizeOf(right) - sizeOf(left))
    .map(({ golden }) => golden);
}

function sizeOf({ golden }: { golden: GoldenSet }): number {
  return JSON.stringify(golden.set.manifests.map(({ object }) => object)).length;
}

function countLoud(set: JudgedSet): number {
  return judgeSet(set).findings.filter(({ severity }) => severity !== 'info').length;
}

function placementSets(): GoldenSet[] {
  const byCluster = new Map<string, Overlay[]>();
  for (const overlay of allOverlays()) {
    const key = `${overlay.inputs} ${overlay.cluster}`;
    byCluster.set(key, [...(byCluster.get(key) ?? []), overlay]);
  }
  return [...byCluster.values()].flatMap((overlays) => clusterSets(overlays));
}

function clusterSets(overlays: readonly Overlay[]): GoldenSet[] {
  const { folder, inputs, cluster } = overlays[0]!;
  const known = readKnown(inputs, cluster);
  const services = overlays.map((overlay) => ({ overlay, set: readJudgedSet(overlay) }));
  const names = [...overlays.map(({ service }) => service), cluster].sort((a, b) => b.length - a.length);
  const platform = join(dirname(folder), 'platform');
  const shared = existsSync(platform) ? { manifests: readFolder(platform), context: [], known } : undefined;
  const all = services.map(({ set }) => set);
  return [
    ...services.map(({ overlay, set }) => ({
      title: overlay.title,
      names,
      set,
      dependents: [],
      others: [...all.filter((other) => other !== set), ...(shared ? [shared] : [])],
    })),
    ...(shared ? [{ title: `${cluster}/platform`, names, set: shared, dependents: all, others: [] }] : []),
  ];
}

function argocdSets(): GoldenSet[] {
  return goldenCases().flatMap((name) => {
    const environments = join(dirname(goldenInput(name)), 'expected/environments');
    if (!existsSync(environments)) return [];
    return readdirSync(environments)
      .sort()
      .map((environment) => ({
        title: `${name}: ${environment}/argocd`,
        names: [environment],
        set: {
          manifests: readFolder(join(environments, environment, 'argocd')),
          context: [],
          synced: readKnownEnvironment(goldenInput(name), environment),
        },
        dependents: [],
        others: [],
      }));
  });
}
