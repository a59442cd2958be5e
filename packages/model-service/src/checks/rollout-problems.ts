import type { CanaryStep, SpecPatch } from '../generated/types.ts';
import type { Problem } from '../problem.ts';
import { durationProblems } from './amount-problems.ts';

/** Canary steps that do not lead from the old version to the new one, and empty intervals. */
export function rolloutProblems(rollout: NonNullable<SpecPatch['rollout']>, pointer: string): Problem[] {
  const { steps, analysis } = rollout.canary ?? {};
  return [
    ...stepProblems(steps ?? [], `${pointer}/canary/steps`),
    ...durationProblems(analysis?.interval, `${pointer}/canary/analysis/interval`),
  ];
}

function stepProblems(steps: readonly CanaryStep[], pointer: string): Problem[] {
  const pauses = steps.flatMap((step, index) =>
    'pause' in step ? durationProblems(step.pause.duration, `${pointer}/${index}/pause/duration`) : [],
  );
  return [...pauses, ...weightProblems(steps, pointer), ...lastStepProblems(steps, pointer)];
}

function weightProblems(steps: readonly CanaryStep[], pointer: string): Problem[] {
  const weights = steps.flatMap((step, index) =>
    'setWeight' in step ? [{ weight: step.setWeight, index }] : [],
  );
  return weights.slice(1).flatMap(({ weight, index }, position): Problem[] => {
    const before = weights[position]!;
    if (weight > before.weight) return [];
    return [
      {
        rule: 'input/canary-weights',
        pointer: `${pointer}/${index}/setWeight`,
        message: `${pointer}/${index}/setWeight is ${weight}; expected more than ${before.weight}, the weight before it.`,
        fix: 'Let the weights rise.',
        related: [
          {
            pointer: `${pointer}/${before.index}/setWeight`,
            message: `the weight before is ${before.weight}`,
          },
        ],
      },
    ];
  });
}

// After the last step all traffic moves at once: a weight with no pause behind it is never observed.
function lastStepProblems(steps: readonly CanaryStep[], pointer: string): Problem[] {
  const last = steps.at(-1);
  if (last === undefined || !('setWeight' in last)) return [];
  const at = `${pointer}/${steps.length - 1}`;
  return [
    {
      rule: 'input/canary-last-step',
      severity: 'warning',
      pointer: at,
      message: `${at} is setWeight: ${last.setWeight} and the last step; expected a pause after it, or the new version takes all traffic at once.`,
      fix: 'Add { pause: { duration: 10m } } after it, or remove it.',
    },
  ];
}
