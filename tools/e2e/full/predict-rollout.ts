import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifests } from '@fleetwright/manifests';
import {
  peakPods,
  podsAt,
  ResourceGraph,
  workloadDemands,
  type Demand,
  type RolloutStep,
} from '@fleetwright/validation';
import type { Bed } from '../bed/bed.ts';
import { expectThat } from '../bed/expect.ts';
import type { Placement } from '../bed/services.ts';

/** How far a rollout gets where GPUs are few. */
export interface Prediction {
  /** Percentages of stable and canary where it ends, or stays. */
  weights: [number, number];
  /** Most GPUs that its pods hold at once. */
  peak: number;
  /** GPUs for which there is no room; 0 for a rollout that completes. */
  missing: number;
}

/** The steps of a rollout as `fleetwright capacity` counts them, of an overlay as it is rendered: one GPU per pod. */
export function readRolloutSteps({ fleet }: Bed, { cluster, service }: Placement): readonly RolloutStep[] {
  const { perPod, steps } = readDemand(fleet.folder, { cluster, service });
  expectThat(perPod['nvidia.com/gpu'] === 1, `a pod of ${service} on ${cluster} has not one GPU`);
  return steps;
}

/** What a rendered placement of a workspace asks of the nodes. */
export function readDemand(workspace: string, { cluster, service }: Placement): Demand {
  const folder = `clusters/${cluster}/${service}`;
  const { manifests } = readManifests(
    'triton.yaml',
    readFileSync(join(workspace, folder, 'triton.yaml'), 'utf8'),
  );
  const [found] = workloadDemands(new ResourceGraph({ manifests }));
  expectThat(found !== undefined, `${folder} holds no workload`);
  return found.demand;
}

/** A step for which there is no room keeps the weights of the one before. */
export function predictRollout(steps: readonly RolloutStep[], room: number): Prediction {
  const stopped = steps.findIndex((step) => podsAt(step) > room);
  if (stopped < 0) return { weights: [100, 0], peak: peakPods({ steps }), missing: 0 };
  const weight = weightOf(steps[stopped - 1]!);
  return { weights: [100 - weight, weight], peak: room, missing: podsAt(steps[stopped]!) - room };
}

function weightOf({ label }: RolloutStep): number {
  return Number.parseInt(label, 10) || 0;
}
