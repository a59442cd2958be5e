import { podsAt, type RolloutStep } from '@fleetwright/validation';
import type { Prediction } from '../full/predict-rollout.ts';
import type { Sample } from './timeline.ts';

/** What was predicted: the steps as they would go with room enough, and how many pods there is room for. */
export interface Expected {
  steps: readonly RolloutStep[];
  room: number;
  prediction: Prediction;
}

/** Where the most that was seen at a step is not what was predicted, a sentence each. */
export function compareTimeline(samples: readonly Sample[], expected: Expected): string[] {
  const { steps, room, prediction } = expected;
  const stopped = steps.findIndex((step) => podsAt(step) > room);
  const passed = stopped < 0 ? steps : steps.slice(0, stopped);
  return [
    ...passed.flatMap((step) => compareStep(samples, step)),
    ...(stopped < 0 ? [] : compareStop(samples, { label: steps[stopped]!.label, room, prediction })),
  ];
}

function compareStep(samples: readonly Sample[], step: RolloutStep): string[] {
  const { label, stable, canary, terminating } = step;
  const own = samples.filter((sample) => sample.step === label);
  if (own.length === 0) return [`${label}: was never seen`];
  const held = most(own, 'held');
  // Fake pods end within seconds: those that the arithmetic still counts may be gone.
  const isHeldAsPredicted = terminating > 0 ? held <= podsAt(step) : held === podsAt(step);
  return [
    ...differ(`${label}: stable pods`, most(own, 'stable'), stable),
    ...differ(`${label}: canary pods`, most(own, 'canary'), canary),
    ...(isHeldAsPredicted ? [] : differ(`${label}: pods at once`, held, podsAt(step))),
    ...(label.endsWith(' %') ? differ(`${label}: weight`, most(own, 'weight'), parseInt(label, 10)) : []),
  ];
}

function compareStop(
  samples: readonly Sample[],
  { label, room, prediction }: { label: string; room: number; prediction: Prediction },
): string[] {
  const own = samples.filter((sample) => sample.step === label);
  const last = own.at(-1);
  if (last === undefined) return [`${label}: was never seen`];
  return [
    ...differ(`${label}: pods at once`, most(own, 'held'), room),
    ...differ(`${label}: pods that wait in the end`, last.waiting, prediction.missing),
    ...differ(`${label}: weight in the end`, last.weight, prediction.weights[1]),
  ];
}

function differ(what: string, found: number, expected: number): string[] {
  return found === expected ? [] : [`${what}: seen ${found}, predicted ${expected}`];
}

function most(
  samples: readonly Sample[],
  field: 'stable' | 'canary' | 'held' | 'weight' | 'waiting',
): number {
  return Math.max(...samples.map((sample) => sample[field]));
}
