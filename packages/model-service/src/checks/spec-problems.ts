import type { Model, Placement, SpecPatch } from '../generated/types.ts';
import type { Problem } from '../problem.ts';
import type { ReadPart } from '../sound-parts.ts';
import { durationProblems, quantityProblems } from './amount-problems.ts';
import { modelProblems } from './model-problems.ts';
import { resourceProblems } from './resource-problems.ts';
import { rolloutProblems } from './rollout-problems.ts';
import { scalingProblems } from './scaling-problems.ts';
import { sloProblems } from './slo-problems.ts';

type Part<K extends keyof SpecPatch> = NonNullable<SpecPatch[K]>;

/** Contradictions inside one spec or patch on one; `pointer` is where it stands. */
export function specProblems(read: ReadPart, pointer: string): Problem[] {
  const problemsOf = <T>(field: string, find: (part: T, at: string) => Problem[]): Problem[] => {
    const part = read<T>(`${pointer}/${field}`);
    return part === undefined ? [] : find(part, `${pointer}/${field}`);
  };
  return [
    ...problemsOf<Model[]>('models', modelProblems),
    ...problemsOf<Part<'resources'>>('resources', resourceProblems),
    ...problemsOf<Part<'gpu'>>('gpu', gpuProblems),
    ...problemsOf<Part<'slo'>>('slo', sloProblems),
    ...problemsOf<Part<'traffic'>>('traffic', ({ maxDuration }, at) =>
      durationProblems(maxDuration, `${at}/maxDuration`),
    ),
    ...problemsOf<Part<'scaling'>>('scaling', scalingProblems),
    ...problemsOf<Part<'rollout'>>('rollout', rolloutProblems),
    ...problemsOf<Placement>('placement', placementProblems),
  ];
}

// What sharing a service accepts has a default, so that it says nothing about needing a GPU.
function gpuProblems({ count, sharing: _sharing, ...needs }: Part<'gpu'>, pointer: string): Problem[] {
  const named = Object.entries(needs).find(([, need]) => need !== null && need !== undefined)?.[0];
  const problems = quantityProblems(needs.minMemory, `${pointer}/minMemory`);
  if (count !== 0 || named === undefined) return problems;
  return [
    ...problems,
    {
      rule: 'input/gpu',
      pointer: `${pointer}/count`,
      message: `${pointer}/count is 0, but ${named} asks something of a GPU.`,
      fix: `Remove ${named}, or ask for a GPU.`,
      related: [{ pointer: `${pointer}/${named}`, message: `${named} asks something of a GPU` }],
    },
  ];
}

function placementProblems({ clusterSelector, clusters }: Placement, pointer: string): Problem[] {
  const labels = Object.keys(clusterSelector?.matchLabels ?? {});
  if (clusters !== undefined || labels.length > 0) return [];
  return [
    {
      rule: 'input/placement',
      pointer,
      message: `${pointer} names neither clusters nor labels, so it selects every cluster.`,
      fix: 'Name clusters or labels, or remove placement if every cluster is meant.',
    },
  ];
}
