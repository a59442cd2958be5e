import { push } from '../bed/applications.ts';
import type { Bed } from '../bed/bed.ts';
import type { BedParts } from '../bed/build-bed.ts';
import type { BedFleet } from '../bed/compose-fleet.ts';
import { startBed } from '../bed/start-bed.ts';
import { readRollout, waitForHealthy, type Placement } from '../bed/services.ts';
import type { RehearsalPlan } from './plan-rehearsal.ts';
import { findReason, tellRollout, watch, type Act, type Stage } from './play.ts';
import { writeService, writeSurroundings, type PlayedPlacement } from './played-placement.ts';
import type { Sample } from './timeline.ts';

/** An abort at a weight, in seconds from the command. */
export interface Abort {
  /** `20 %`. */
  at: string;
  /** Until all traffic is back; undefined: it never came back. */
  trafficSeconds: number | undefined;
  /** Until the last pod of the canary is gone; undefined: some stayed. */
  podsSeconds: number | undefined;
  /** Fewest pods of the stable version meanwhile. */
  leastStable: number;
  /** Most GPUs that were held meanwhile. */
  peakGpus: number;
}

/** Starts a bed with base, and gives it to `use`; the bed ends with it. */
export async function withBed<T>(
  parts: BedParts,
  plan: RehearsalPlan,
  use: (stage: Stage) => Promise<T>,
): Promise<T> {
  const bed = await startBed(parts, layoutOf(plan));
  try {
    return await use(await startBase(bed, plan));
  } finally {
    bed.stop();
  }
}

function layoutOf({ base, head, pool }: RehearsalPlan): BedFleet {
  const { cluster, environment, namespace } = head;
  return {
    clusters: { [cluster]: { environment, namespace } },
    pools: [pool],
    compose: (folder, addresses) => writeSurroundings(folder, base, addresses),
  };
}

async function startBase(bed: Bed, { base, head }: RehearsalPlan): Promise<Stage> {
  const { cluster, service, namespace } = head;
  const placement: Placement = { cluster, service, namespace };
  const commit = await pushSide(bed, base);
  await waitForHealthy(bed, placement, commit);
  const { status } = await readRollout(bed, placement);
  return { bed, placement, steps: head.steps, old: status!.stableRS! };
}

function pushSide(bed: Bed, played: PlayedPlacement): Promise<string> {
  return push(bed, `${played.service} of ${played.side.name}`, () => {
    const { folder, url } = bed.fleet;
    writeSurroundings(folder, played, { repository: url, prometheus: bed.prometheus });
    writeService(folder, played);
  });
}

/** Pushes head, and watches until it has taken over or gets no further. */
export async function playChange(stage: Stage, { head }: RehearsalPlan): Promise<Act> {
  await pushSide(stage.bed, head);
  const act = await watch(stage, ({ step }) => step === 'done' || step === 'aborted');
  if (act.samples.at(-1)!.step !== 'aborted') return act;
  return { ...act, isReached: false, reason: await findReason(stage) };
}

/** Aborts at each of the weights; the last of them is left aborted. */
export async function playAborts(
  stage: Stage,
  plan: RehearsalPlan,
  weights: readonly number[],
): Promise<Abort[]> {
  if (weights.length === 0) return [];
  await returnToBase(stage, plan);
  await pushSide(stage.bed, plan.head);
  const aborts: Abort[] = [];
  for (const weight of weights) {
    // As `kubectl argo rollouts retry rollout` does.
    if (aborts.length > 0) await tellRollout(stage, { abort: false });
    await watch(stage, (sample) => sample.weight === weight);
    aborts.push(await abortAt(stage, weight));
  }
  return aborts;
}

async function returnToBase(stage: Stage, { base }: RehearsalPlan): Promise<void> {
  await pushSide(stage.bed, base);
  const isBack = ({ step }: Sample): boolean => step === 'steady';
  await watch(stage, isBack);
  const { status } = await readRollout(stage.bed, stage.placement);
  // As `kubectl argo rollouts promote --full` does: the way back is not what is rehearsed.
  if (status?.stableRS !== stage.old) await tellRollout(stage, { promoteFull: true });
  await watch(
    stage,
    (sample) => isBack(sample) && sample.canary + sample.ending === 0 && sample.weight === 0,
  );
}

async function abortAt(stage: Stage, weight: number): Promise<Abort> {
  const { samples } = await watchAbort(stage);
  const back = samples.find((sample) => sample.weight === 0);
  const gone = samples.find(({ canary, ending }) => canary + ending === 0);
  return {
    at: `${weight} %`,
    trafficSeconds: back?.seconds,
    podsSeconds: gone?.seconds,
    leastStable: Math.min(...samples.map(({ stable }) => stable)),
    peakGpus: Math.max(...samples.map(({ gpus }) => gpus)),
  };
}

async function watchAbort(stage: Stage): Promise<Act> {
  await tellRollout(stage, { abort: true });
  return watch(stage, ({ weight, canary, ending }) => weight === 0 && canary + ending === 0);
}
