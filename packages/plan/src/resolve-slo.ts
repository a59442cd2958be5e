import { supports } from '@fleetwright/triton-config';
import type { BackedModel } from './resolve-models.ts';
import { derive, report, type Resolution } from './resolution.ts';
import type { LatencyObjective, LatencySource, SloPlan } from './serving-plan.ts';
import { millisecondsOf, secondsOf } from './units.ts';

/** Service level objectives with their durations as numbers, each with the place where it is measured. */
export function resolveSlo(resolution: Resolution, models: readonly BackedModel[]): SloPlan {
  const { slo } = resolution.spec;
  const decoupled = models.some(({ model }) => isDecoupled(model));
  const hasHistogram = everyModelHasHistogram(resolution, models);
  if (!hasHistogram && slo.firstToken.length > 0) reportFirstToken(resolution);
  return {
    window: slo.window,
    windowSeconds: secondsOf(slo.window),
    availability: slo.availability,
    // The first response of a decoupled model is not its whole response.
    latency: orderObjectives(slo.latency, hasHistogram && !decoupled ? 'triton-first-response' : 'gateway'),
    firstToken: orderObjectives(slo.firstToken, 'triton-first-response'),
    latencySource: derive<LatencySource>(resolution, '/slo/latencySource', {
      value: hasHistogram ? 'triton-first-response' : 'gateway',
      formula: "Triton's first-response histogram where the release has it for every model, else the gateway",
      inputs: { '/triton/release': resolution.spec.triton.release },
    }),
  };
}

function orderObjectives(
  objectives: readonly { threshold: string; target: number }[],
  source: LatencySource,
): LatencyObjective[] {
  return objectives
    .map(({ threshold, target }) => ({ thresholdMs: millisecondsOf(threshold), target, source }))
    .sort((a, b) => a.thresholdMs - b.thresholdMs);
}

function everyModelHasHistogram({ spec }: Resolution, models: readonly BackedModel[]): boolean {
  return models.every(({ model }) =>
    supports(
      spec.triton.release,
      isDecoupled(model) ? 'first-response-histogram-decoupled' : 'first-response-histogram',
    ),
  );
}

function isDecoupled({ config }: BackedModel['model']): boolean {
  return config.model_transaction_policy?.decoupled ?? false;
}

function reportFirstToken(resolution: Resolution): void {
  report(resolution, {
    rule: 'plan/first-token-not-measured',
    message: `An objective for the first token is set, but Triton ${resolution.spec.triton.release} has no first-response histogram for these models.`,
    fix: 'Raise spec.triton.release (24.11 for decoupled models, 26.01 for all), or state slo.latency instead.',
    at: '/slo/firstToken',
    related: [{ at: '/triton/release', message: 'the release' }],
  });
}
