import { describeNoGateway } from './resolve-traffic.ts';
import { clusterPlace, derive, report, type Party, type Resolution } from './resolution.ts';
import type {
  AnalysisPlan,
  CanaryStep,
  RollingUpdate,
  RolloutPlan,
  ScalingPlan,
  TrafficPlan,
} from './serving-plan.ts';
import { secondsOf } from './units.ts';

const DEFAULT_WEIGHTS = [10, 25, 50];
/** Requests that a step should see before the next one. */
const SAMPLES = 300;
const SHORTEST_PAUSE = 300;
const LONGEST_PAUSE = 3600;
const LEAST_WINDOW = 120;
const LONGEST_WINDOW = 1800;
/** Requests that a window should hold: well above the fewest that are judged, or chance decides. */
const WINDOW_SAMPLES = 40;
const FEWEST_REQUESTS = 10;
const ENOUGH_REQUESTS = 50;

/** What the way of rolling out depends on. */
export interface RolloutInputs {
  traffic: TrafficPlan;
  scaling: ScalingPlan;
  /** Replicas that the node pool holds at its largest. */
  mostReplicas: number;
  scrapeIntervalSeconds: number;
}

/** How a new version takes over: in steps where Argo Rollouts can move traffic, else pod by pod. */
export function resolveRollout(resolution: Resolution, inputs: RolloutInputs): RolloutPlan {
  const obstacle = findCanaryObstacle(resolution, inputs.traffic);
  if (obstacle !== undefined) {
    reportObstacle(resolution, obstacle);
    return deriveRollingUpdate(resolution, inputs);
  }
  const { canary } = resolution.spec.rollout;
  const steps = canary.steps?.map(parseStep) ?? deriveSteps(resolution);
  return {
    strategy: 'canary',
    canary: {
      steps,
      dynamicStableScale: canary.dynamicStableScale,
      analysis: resolveAnalysis(resolution, steps, inputs.scrapeIntervalSeconds),
    },
  };
}

/** A successor starts first where the pool has room for it; else one replica must leave, even the only one. */
function deriveRollingUpdate(
  resolution: Resolution,
  { scaling, mostReplicas }: RolloutInputs,
): RollingUpdate {
  const hasRoom = mostReplicas > scaling.maxReplicas;
  return derive<RollingUpdate>(resolution, '/rollout/rollingUpdate', {
    value: {
      strategy: 'rolling-update',
      maxSurge: hasRoom ? 1 : 0,
      maxUnavailable: hasRoom && scaling.minReplicas === 1 ? 0 : 1,
    },
    formula: 'one more replica where the pool has room beyond maxReplicas, else one less',
    inputs: { '/scaling/maxReplicas': scaling.maxReplicas, poolHolds: mostReplicas },
  });
}

/** Why traffic cannot be moved in steps on the cluster, and the values that say so, the cluster's first. */
export interface CanaryObstacle {
  reason: string;
  parties: [Party, ...Party[]];
}

/** Finds what keeps a canary from a cluster; undefined where it can have one. */
export function findCanaryObstacle(
  resolution: Resolution,
  { callers }: Pick<TrafficPlan, 'callers'>,
): CanaryObstacle | undefined {
  const { rollouts, gateway, mesh } = resolution.inputs.cluster.content.spec;
  if (!rollouts.enabled) {
    const at = clusterPlace(resolution, '/spec/rollouts/enabled');
    return { reason: 'Argo Rollouts does not run there', parties: [{ at, message: 'Argo Rollouts is off' }] };
  }
  if (gateway !== undefined) return undefined;
  // Only sidecars of callers apply the weights of a VirtualService inside the cluster.
  if (mesh.mode === 'sidecar' && callers.length > 0) return undefined;
  const noCallers = { at: '/traffic/callers', message: 'there is no caller' };
  return {
    reason: 'nothing there moves traffic by weight: no gateway, and no callers with sidecars',
    parties: [describeNoGateway(resolution), ...(mesh.mode === 'sidecar' ? [noCallers] : [])],
  };
}

function reportObstacle(resolution: Resolution, { reason, parties }: CanaryObstacle): void {
  const { name } = resolution.inputs.cluster.content.metadata;
  if (resolution.spec.rollout.canary.steps !== undefined) {
    report(resolution, {
      rule: 'plan/canary-impossible',
      message: `The spec asks for canary steps, but on ${name} ${reason}.`,
      fix: `Remove rollout.canary.steps for ${name} with an override, choose other clusters in spec.placement, or change the cluster.`,
      at: '/rollout/canary/steps',
      related: parties,
    });
    return;
  }
  const [first, ...others] = parties;
  report(resolution, {
    rule: 'plan/no-canary',
    severity: 'info',
    message: `On ${name} a new version replaces pods one by one: ${reason}.`,
    fix: 'Nothing, if that is meant.',
    at: first.at,
    ...(others.length > 0 && { related: others }),
  });
}

type SpecStep = { setWeight: number } | { pause: { duration: string } };

function parseStep(step: SpecStep): CanaryStep {
  return 'setWeight' in step
    ? { setWeight: step.setWeight }
    : { pause: { durationSeconds: secondsOf(step.pause.duration) } };
}

/** Rising weights, each held until it has seen enough requests to be judged. */
function deriveSteps(resolution: Resolution): CanaryStep[] {
  const first = resolution.inputs.environment.content.spec.policy?.rollout?.maxFirstWeight ?? 100;
  const weights = DEFAULT_WEIGHTS.map((weight, index) => (index === 0 ? Math.min(weight, first) : weight));
  const rate = resolution.spec.traffic.expectedRate;
  return derive(resolution, '/rollout/canary/steps', {
    value: weights.flatMap((weight) => [
      { setWeight: weight },
      { pause: { durationSeconds: pauseSeconds(weight, rate) } },
    ]),
    formula:
      'weights 10, 25, 50; each held for 300 requests at the expected rate, between 5 minutes and 1 hour',
    inputs: { '/traffic/expectedRate': rate, maxFirstWeight: first },
  });
}

function pauseSeconds(weight: number, rate: number | undefined): number {
  if (rate === undefined) return 2 * SHORTEST_PAUSE;
  const seconds = Math.ceil(SAMPLES / ((rate * weight) / 100) / 60) * 60;
  return Math.min(LONGEST_PAUSE, Math.max(SHORTEST_PAUSE, seconds));
}

function resolveAnalysis(
  resolution: Resolution,
  steps: readonly CanaryStep[],
  scrapeIntervalSeconds: number,
): AnalysisPlan {
  const { analysis } = resolution.spec.rollout.canary;
  const intervalSeconds = secondsOf(analysis.interval);
  const rate = resolution.spec.traffic.expectedRate;
  const first = firstWeight(steps);
  const windowSeconds = derive(resolution, '/rollout/canary/analysis/windowSeconds', {
    value: Math.max(LEAST_WINDOW, intervalSeconds, 4 * scrapeIntervalSeconds, fillSeconds(rate, first)),
    formula:
      'the interval, at least 2 minutes, 4 scrapes and 40 requests of the first step (for those at most 30 minutes)',
    inputs: {
      '/rollout/canary/analysis/interval': analysis.interval,
      scrapeIntervalSeconds,
      '/traffic/expectedRate': rate,
      firstWeight: first,
    },
  });
  return {
    intervalSeconds,
    failureLimit: analysis.failureLimit,
    minRequests: analysis.minRequests ?? deriveMinRequests(resolution, steps, windowSeconds),
    windowSeconds,
    initialDelaySeconds: windowSeconds,
  };
}

function firstWeight(steps: readonly CanaryStep[]): number {
  return steps.find((step) => 'setWeight' in step)?.setWeight ?? 100;
}

/** Whole minutes in which the first step sees enough requests; one window after another with too few pauses it. */
function fillSeconds(rate: number | undefined, weight: number): number {
  if (rate === undefined) return 0;
  return Math.min(LONGEST_WINDOW, Math.ceil(WINDOW_SAMPLES / ((rate * weight) / 100) / 60) * 60);
}

/** A service of little traffic must still be judged: half of what the first step should see in a window. */
function deriveMinRequests(
  resolution: Resolution,
  steps: readonly CanaryStep[],
  windowSeconds: number,
): number {
  const rate = resolution.spec.traffic.expectedRate;
  const first = firstWeight(steps);
  const expected = rate === undefined ? Infinity : (rate * first * windowSeconds) / 100;
  return derive(resolution, '/rollout/canary/analysis/minRequests', {
    value: Math.max(FEWEST_REQUESTS, Math.min(ENOUGH_REQUESTS, Math.floor(expected / 2))),
    formula: 'half of the requests that the first step sees in a window, between 10 and 50',
    inputs: { '/traffic/expectedRate': rate, firstWeight: first, windowSeconds },
  });
}
