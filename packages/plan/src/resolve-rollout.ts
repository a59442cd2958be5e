import { derive, type Resolution } from './resolution.ts';
import type { AnalysisPlan, CanaryStep, RolloutPlan } from './serving-plan.ts';
import { secondsOf } from './units.ts';

const DEFAULT_WEIGHTS = [10, 25, 50];
/** Requests that a step should see before the next one. */
const SAMPLES = 300;
const SHORTEST_PAUSE = 300;
const LONGEST_PAUSE = 3600;
const LEAST_WINDOW = 120;
const FEWEST_REQUESTS = 10;
const ENOUGH_REQUESTS = 50;

/** How a new version takes over. */
export function resolveRollout(resolution: Resolution, scrapeIntervalSeconds: number): RolloutPlan {
  const { canary } = resolution.spec.rollout;
  const steps = canary.steps?.map(parseStep) ?? deriveSteps(resolution);
  return {
    strategy: 'canary',
    canary: {
      steps,
      dynamicStableScale: canary.dynamicStableScale,
      analysis: resolveAnalysis(resolution, steps, scrapeIntervalSeconds),
    },
  };
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
  const windowSeconds = derive(resolution, '/rollout/canary/analysis/windowSeconds', {
    value: Math.max(LEAST_WINDOW, intervalSeconds, 4 * scrapeIntervalSeconds),
    formula: 'the interval, at least 2 minutes and 4 scrapes',
    inputs: { '/rollout/canary/analysis/interval': analysis.interval, scrapeIntervalSeconds },
  });
  return {
    intervalSeconds,
    failureLimit: analysis.failureLimit,
    minRequests: analysis.minRequests ?? deriveMinRequests(resolution, steps, windowSeconds),
    windowSeconds,
    initialDelaySeconds: windowSeconds,
  };
}

/** A service of little traffic must still be judged: half of what the first step should see in a window. */
function deriveMinRequests(
  resolution: Resolution,
  steps: readonly CanaryStep[],
  windowSeconds: number,
): number {
  const rate = resolution.spec.traffic.expectedRate;
  const first = steps.find((step) => 'setWeight' in step)?.setWeight ?? 100;
  const expected = rate === undefined ? Infinity : (rate * first * windowSeconds) / 100;
  return derive(resolution, '/rollout/canary/analysis/minRequests', {
    value: Math.max(FEWEST_REQUESTS, Math.min(ENOUGH_REQUESTS, Math.floor(expected / 2))),
    formula: 'half of the requests that the first step sees in a window, between 10 and 50',
    inputs: { '/traffic/expectedRate': rate, firstWeight: first, windowSeconds },
  });
}
