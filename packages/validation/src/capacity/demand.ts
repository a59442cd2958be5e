import type { Place } from '../cluster-rule.ts';

/** Amounts by resource name, in its base unit: bytes, CPUs, devices. */
export type Amounts = Readonly<Record<string, number>>;

/** What a workload asks of the nodes. It survives JSON. */
export interface Demand {
  place: Place;
  namespace: string;
  /** What one pod requests, its init containers and sidecars included. */
  perPod: Amounts;
  /** Extended resource or device class that makes it a GPU workload; of several the first by name. */
  gpu: string | undefined;
  /** Its nodes' labels, as the pod selects them. */
  nodeSelector: Readonly<Record<string, string>>;
  minReplicas: number;
  maxReplicas: number;
  /** How many pods there are at each step of a rollout, at `maxReplicas`; the first is the steady state. */
  steps: readonly RolloutStep[];
  /** Most pods that a rollout at `minReplicas` holds at once. */
  peakAtMin: number;
}

/** Pods of a workload at one moment of a rollout. */
export interface RolloutStep {
  /** `steady`, `20 %`, `promoted`, … */
  label: string;
  stable: number;
  canary: number;
  /** Pods that were told to stop and still hold what they were given. */
  terminating: number;
}

/** Pods that exist at a step. */
export function podsAt({ stable, canary, terminating }: RolloutStep): number {
  return stable + canary + terminating;
}

/** Most pods that a rollout of the workload holds at once. */
export function peakPods({ steps }: Pick<Demand, 'steps'>): number {
  return Math.max(...steps.map(podsAt));
}
