import { parseDuration } from '@fleetwright/kube';
import type { SpecPatch } from '../generated/types.ts';
import type { Problem } from '../problem.ts';
import { showValue } from '../show-value.ts';
import { durationProblems } from './amount-problems.ts';

type ScalingPatch = NonNullable<SpecPatch['scaling']>;

/** Contradictions between the replica bounds, and between a metric and its target. */
export function scalingProblems(scaling: ScalingPatch, pointer: string): Problem[] {
  return [...boundProblems(scaling, pointer), ...metricProblems(scaling.metric ?? {}, `${pointer}/metric`)];
}

function boundProblems({ minReplicas, maxReplicas }: ScalingPatch, pointer: string): Problem[] {
  // Both are at least 1 where they are given.
  if (!minReplicas || !maxReplicas || minReplicas <= maxReplicas) return [];
  return [
    {
      rule: 'input/replicas',
      pointer: `${pointer}/minReplicas`,
      message: `${pointer}/minReplicas is ${minReplicas}, above maxReplicas, which is ${maxReplicas}.`,
      fix: 'Lower minReplicas or raise maxReplicas.',
      related: [{ pointer: `${pointer}/maxReplicas`, message: `maxReplicas is ${maxReplicas}` }],
    },
  ];
}

function metricProblems({ type, target }: NonNullable<ScalingPatch['metric']>, pointer: string): Problem[] {
  if (!type || !target) return [];
  const isDuration = typeof target === 'string' && parseDuration(target) !== undefined;
  if (isDuration === (type === 'queueTime'))
    return typeof target === 'string' ? durationProblems(target, `${pointer}/target`) : [];
  const expected = type === 'queueTime' ? 'a duration such as 20ms' : 'a count of requests per replica';
  return [
    {
      rule: 'input/metric-target',
      pointer: `${pointer}/target`,
      message: `${pointer}/target is ${showValue(target)}; expected ${expected}, because type is ${type}.`,
      fix: `Write ${expected}, or change type.`,
      related: [{ pointer: `${pointer}/type`, message: `type is ${type}` }],
    },
  ];
}
