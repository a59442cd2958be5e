import { parseDuration } from '@fleetwright/kube';
import type { LatencyObjective, SpecPatch } from '../generated/types.ts';
import type { Problem } from '../problem.ts';
import { durationProblems } from './amount-problems.ts';

/** Objectives that contradict one another or are empty. */
export function sloProblems(slo: NonNullable<SpecPatch['slo']>, pointer: string): Problem[] {
  return [
    ...durationProblems(slo.window, `${pointer}/window`),
    ...latencyProblems(slo.latency ?? [], `${pointer}/latency`),
    ...latencyProblems(slo.firstToken ?? [], `${pointer}/firstToken`),
  ];
}

function latencyProblems(objectives: readonly LatencyObjective[], pointer: string): Problem[] {
  return objectives.flatMap((objective, index) => [
    ...durationProblems(objective.threshold, `${pointer}/${index}/threshold`),
    ...(index === 0 ? [] : orderProblems([objectives[index - 1]!, objective], index, pointer)),
  ]);
}

// A longer threshold must promise a larger share; in another order one of the two says nothing.
function orderProblems(
  [before, after]: readonly [LatencyObjective, LatencyObjective],
  index: number,
  pointer: string,
): Problem[] {
  const at = `${pointer}/${index}`;
  const thresholdRises = parseDuration(after.threshold)! > parseDuration(before.threshold)!;
  if (thresholdRises && after.target > before.target) return [];
  const [field, found, limit] = thresholdRises
    ? ['target', after.target, before.target]
    : ['threshold', after.threshold, before.threshold];
  return [
    {
      rule: 'input/latency-order',
      pointer: `${at}/${field}`,
      message: `${at}/${field} is ${found}; expected more than ${limit}, the ${field} of the objective before it.`,
      fix: 'Order the objectives by threshold; a longer one promises a larger share of requests.',
      related: [{ pointer: `${pointer}/${index - 1}/${field}`, message: `the ${field} before is ${limit}` }],
    },
  ];
}
