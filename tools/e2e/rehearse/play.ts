import { setTimeout } from 'node:timers/promises';
import type { CanaryStep } from '@fleetwright/plan';
import { describeApplication, readApplication, applicationOf } from '../bed/applications.ts';
import type { Bed } from '../bed/bed.ts';
import {
  HASH_LABEL,
  namespaceOf,
  placeOf,
  readRollout,
  readWeights,
  type PodState,
} from '../bed/services.ts';
import type { Placement, RolloutState } from '../bed/services.ts';
import { isSame, labelStep, type Sample } from './timeline.ts';

/** The service that is watched. */
export interface Stage {
  bed: Bed;
  placement: Placement;
  steps: readonly CanaryStep[];
  /** Hash of the version of base. */
  old: string;
}

/** What was seen until something happened. */
export interface Act {
  samples: Sample[];
  /** Whether what was waited for came. */
  isReached: boolean;
  /** Why it got no further; empty where it did. */
  reason: string;
}

const PAUSE_MS = 250;
/** Longer than every pause of the bed, and than Argo CD takes to look again. */
const PATIENCE_SECONDS = 120;
/** Where pods have no room nothing else is waited for. */
const PATIENCE_WITHOUT_ROOM_SECONDS = 30;

/** Watches a service until a sample is the one waited for, or nothing happens any more. */
export async function watch(stage: Stage, isReached: (sample: Sample) => boolean): Promise<Act> {
  const start = Date.now();
  const samples: Sample[] = [];
  let changed = start;
  for (;;) {
    const sample = await look(stage, start);
    if (samples.length > 0 && !isSame(sample, samples.at(-1)!)) changed = Date.now();
    samples.push(sample);
    const patience = sample.waiting > 0 ? PATIENCE_WITHOUT_ROOM_SECONDS : PATIENCE_SECONDS;
    const isStuck = Date.now() - changed > patience * 1000;
    if (isReached(sample)) return { samples, isReached: true, reason: '' };
    if (isStuck) return { samples, isReached: false, reason: await findReason(stage) };
    await setTimeout(PAUSE_MS);
  }
}

interface ReplicaSetState {
  spec: { replicas: number };
  status?: { replicas?: number; conditions?: { type: string; message?: string }[] };
}

type Pod = PodState & { spec: { nodeName?: string } };

async function look(stage: Stage, start: number): Promise<Sample> {
  const { bed, placement, old, steps } = stage;
  const [{ status = {} }, weights, pods, refused] = await Promise.all([
    readRollout(bed, placement),
    readWeights(bed, placement),
    listOwn<Pod>(stage, 'Pod'),
    listRefusals(stage),
  ]);
  const ofOld = pods.filter((pod) => pod.metadata.labels?.[HASH_LABEL] === old);
  const alive = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const unplaced = pods.filter(({ spec }) => spec.nodeName === undefined).length;
  const stable = alive.filter((pod) => ofOld.includes(pod)).length;
  return {
    seconds: (Date.now() - start) / 1000,
    step: labelStep(status, steps, { old, hasOldPods: ofOld.length > 0 }),
    weight: Math.max(0, ...Object.values(weights).map(([, canary = 0]) => canary)),
    stable,
    canary: alive.length - stable,
    ending: pods.length - alive.length,
    waiting: unplaced + refused.reduce((sum, { missing }) => sum + missing, 0),
    held: pods.length - unplaced,
    gpus: bed.gpus.now(`${namespaceOf(placement)}/${placement.service}`).held,
  };
}

/** ReplicaSets whose pods the API server refuses, by the number that is missing. */
async function listRefusals(stage: Stage): Promise<{ missing: number; message: string }[]> {
  const sets = await listOwn<ReplicaSetState>(stage, 'ReplicaSet');
  return sets.flatMap(({ spec, status }) => {
    const failure = status?.conditions?.find(({ type }) => type === 'ReplicaFailure');
    const missing = spec.replicas - (status?.replicas ?? 0);
    return failure === undefined || missing <= 0 ? [] : [{ missing, message: failure.message ?? '' }];
  });
}

function listOwn<T>({ bed, placement }: Stage, kind: 'Pod' | 'ReplicaSet'): Promise<T[]> {
  return bed.cluster.list<T>(kind, namespaceOf(placement), `fleetwright.dev/service=${placement.service}`);
}

/** The words of whoever holds it up: the scheduler, the quota, the analysis, Argo CD. */
export async function findReason(stage: Stage): Promise<string> {
  const { bed, placement } = stage;
  const died = bed.plane.group.failure();
  if (died !== undefined) return died;
  const pods = await listOwn<Pod>(stage, 'Pod');
  const unplaced = pods.flatMap(({ status }) =>
    (status.conditions ?? []).flatMap(({ reason, message }) => (reason === 'Unschedulable' ? [message] : [])),
  );
  if (unplaced.length > 0) return `${unplaced.length} pods wait for a node: ${unplaced[0]}`;
  const [refusal] = await listRefusals(stage);
  if (refusal !== undefined) return `${refusal.missing} pods were refused: ${refusal.message}`;
  const { status }: RolloutState = await readRollout(bed, placement);
  if (status?.message !== undefined && status.phase !== 'Healthy') return `the Rollout: ${status.message}`;
  const application = await readApplication(bed, applicationOf(placement.cluster, placement.service));
  return `Argo CD: ${describeApplication(application)}`;
}

/** Changes what the Rollouts controller reads in its status, as its command-line tool does. */
export async function tellRollout({ bed, placement }: Stage, status: object): Promise<void> {
  await bed.cluster.patch({ ...placeOf(placement, 'Rollout'), subresource: 'status' }, { status });
}
