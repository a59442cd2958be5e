import type { CanaryStep } from '@fleetwright/plan';
import type { RolloutState } from '../bed/services.ts';

/** What was seen at a moment. */
export interface Sample {
  /** Since the push. */
  seconds: number;
  /** As {@link labelStep} names it. */
  step: string;
  /** Percentage of the new version. */
  weight: number;
  /** Pods of the version of base that run or are to run. */
  stable: number;
  /** Pods of the version of head that run or are to run. */
  canary: number;
  /** Pods that were told to stop and still hold what they were given. */
  ending: number;
  /** Pods for which there is no room: on no node, or not admitted. */
  waiting: number;
  /** Pods that hold what they ask for, those that end among them. */
  held: number;
  /** GPUs of those. */
  gpus: number;
}

/** The step of a rollout from the version `old`: `steady`, `20 %`, `promoted`, `done` or `aborted`. */
export function labelStep(
  status: NonNullable<RolloutState['status']>,
  steps: readonly CanaryStep[],
  { old, hasOldPods }: { old: string; hasOldPods: boolean },
): string {
  const { abort, currentPodHash, stableRS, currentStepIndex = 0 } = status;
  if (abort === true) return 'aborted';
  if (currentPodHash === undefined || currentPodHash === old) return 'steady';
  if (stableRS !== old) return hasOldPods ? 'promoted' : 'done';
  if (currentStepIndex >= steps.length) return 'promoted';
  const reached = steps.slice(0, currentStepIndex + 1).flatMap((step) => ('setWeight' in step ? [step] : []));
  const weight = reached.at(-1)?.setWeight;
  return weight === undefined ? 'steady' : `${weight} %`;
}

/** Samples of which each differs from the one before. */
export function foldSamples(samples: readonly Sample[]): Sample[] {
  return samples.filter((sample, index) => index === 0 || !isSame(sample, samples[index - 1]!));
}

/** Whether nothing but time passed between two samples. */
export function isSame(one: Sample, other: Sample): boolean {
  const keys = Object.keys(one) as (keyof Sample)[];
  return keys.every((key) => key === 'seconds' || one[key] === other[key]);
}
