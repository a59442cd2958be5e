import type { Rollout } from '@fleetwright/kube-schemas';
import { parseDuration } from '@fleetwright/kube';
import type { Loose } from '../graph/kinds.ts';
import type { RolloutStep } from './demand.ts';

/** What decides how a workload is replaced. */
export interface Replacement {
  replicas: number;
  /** Seconds that a pod may take to stop. */
  gracePeriod: number;
}

type Canary = NonNullable<NonNullable<NonNullable<Loose<Rollout>['spec']>['strategy']>['canary']>;

/** The steps of a rolling update: some pods more, and those that are on their way out. */
export function rollingSteps(
  { replicas }: Replacement,
  { maxSurge = '25%', maxUnavailable = '25%' }: { maxSurge?: unknown; maxUnavailable?: unknown } = {},
): RolloutStep[] {
  const surge = amountOf(maxSurge, replicas, Math.ceil);
  const unavailable = amountOf(maxUnavailable, replicas, Math.floor);
  // Kubernetes raises the second where both come to nothing.
  const leaving = Math.min(replicas, surge + (surge + unavailable === 0 ? 1 : unavailable));
  // Without a surge new pods wait for the room of those that stop.
  const terminating = surge === 0 ? 0 : leaving;
  return [
    steady(replicas),
    { label: 'rolling', stable: replicas - leaving, canary: surge + leaving, terminating },
  ];
}

/** All pods go before new ones come. */
export function recreateSteps({ replicas }: Replacement): RolloutStep[] {
  return [steady(replicas)];
}

/**
 * The steps of a canary. With a traffic router the stable pods all stay until the end, unless the stable scale is
 * dynamic; then pods go as the canary grows, and hold what they have until they have stopped.
 * https://argo-rollouts.readthedocs.io/en/stable/features/canary/
 */
export function canarySteps(canary: Canary, replacement: Replacement): RolloutStep[] {
  const { replicas } = replacement;
  if (canary.trafficRouting === undefined) return rollingSteps(replacement, canary);
  const steps = [steady(replicas)];
  let weight = 0;
  let scale: CanaryScale = {};
  let waited = Infinity;
  for (const { label, to, pause, canaryScale } of [...readSteps(canary), PROMOTED]) {
    waited += pause;
    if (canaryScale !== undefined) scale = canaryScale;
    if (to === undefined && canaryScale === undefined) continue;
    const before = stableAt(canary, replicas, weight);
    // They were told to stop when the step before had its weight.
    const leaving = waited < replacement.gracePeriod ? Math.max(0, steps.at(-1)!.stable - before) : 0;
    if (to !== undefined) weight = to;
    const wanted = label === PROMOTED.label ? replicas : canaryAt(scale, replicas, weight);
    // New pods come first; what is no longer needed goes when they are ready.
    steps.push({ label, stable: before, canary: wanted, terminating: leaving });
    waited = 0;
  }
  return steps;
}

/** The steps of a blue-green rollout: both sides stand side by side. */
export function blueGreenSteps(
  previewReplicas: number | undefined,
  { replicas }: Replacement,
): RolloutStep[] {
  return [
    steady(replicas),
    { label: 'preview', stable: replicas, canary: previewReplicas ?? replicas, terminating: 0 },
    { label: 'promoted', stable: replicas, canary: replicas, terminating: 0 },
  ];
}

function steady(replicas: number): RolloutStep {
  return { label: 'steady', stable: replicas, canary: 0, terminating: 0 };
}

interface CanaryScale {
  weight?: number | undefined;
  replicas?: number | undefined;
  matchTrafficWeight?: boolean | undefined;
}

interface ReadStep {
  label: string;
  to?: number;
  /** Seconds. */
  pause: number;
  canaryScale?: CanaryScale;
}

const PROMOTED = { label: 'promoted', to: 100, pause: 0 } satisfies ReadStep as ReadStep;

function readSteps({ steps = [] }: Canary): ReadStep[] {
  return steps.map(({ setWeight, pause, setCanaryScale }): ReadStep => {
    if (setCanaryScale !== undefined) return { label: 'canary scale', pause: 0, canaryScale: setCanaryScale };
    if (setWeight !== undefined) return { label: `${setWeight} %`, to: setWeight, pause: 0 };
    return { label: 'pause', pause: pause === undefined ? 0 : secondsOf(pause.duration) };
  });
}

// A pause without a duration ends when somebody says so: long enough for any pod to stop.
function secondsOf(duration: unknown): number {
  if (typeof duration === 'number') return duration;
  if (typeof duration !== 'string') return Infinity;
  return /^\d+$/.test(duration) ? Number(duration) : (parseDuration(duration) ?? 0) / 1000;
}

function stableAt({ dynamicStableScale }: Canary, replicas: number, weight: number): number {
  return dynamicStableScale === true ? Math.ceil((replicas * (100 - weight)) / 100) : replicas;
}

function canaryAt(scale: CanaryScale, replicas: number, weight: number): number {
  if (scale.replicas !== undefined) return scale.replicas;
  return Math.ceil((replicas * (scale.weight ?? weight)) / 100);
}

/** Pods that a count or a percentage such as `25%` stands for. */
function amountOf(value: unknown, replicas: number, round: (share: number) => number): number {
  if (typeof value === 'number') return value;
  const percent = /^(\d+)%$/.exec(String(value))?.[1];
  return percent === undefined ? Number(value) || 0 : round((replicas * Number(percent)) / 100);
}
