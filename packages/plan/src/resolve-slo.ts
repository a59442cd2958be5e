import { supports } from '@fleetwright/triton-config';
import type { BackedModel } from './resolve-models.ts';
import { derive, report, type Resolution } from './resolution.ts';
import type { LatencyObjective, LatencySource, SloPlan } from './serving-plan.ts';
import { millisecondsOf, secondsOf } from './units.ts';

/** Service level objectives with their durations as numbers, each with the place where it is measured. */
export function resolveSlo(resolution: Resolution, models: readonly BackedModel[]): SloPlan {
  const { slo } = resolution.spec;
  const histogram = hasHistogram(resolution, models);
  const decoupled = models.some(({ model }) => isDecoupled(model));
  const fallback: LatencySource =
    resolution.inputs.cluster.content.spec.gateway === undefined ? 'none' : 'gateway';
  // The first response of a decoupled model is not its whole response.
  const source = histogram && !decoupled ? 'triton-first-response' : fallback;
  if (source === 'none' && slo.latency.length > 0) reportLatency(resolution);
  if (!histogram && slo.firstToken.length > 0) reportFirstToken(resolution);
  return {
    window: slo.window,
    windowSeconds: secondsOf(slo.window),
    availability: slo.availability,
    latency: orderObjectives(slo.latency, source),
    firstToken: orderObjectives(slo.firstToken, 'triton-first-response'),
    latencySource: derive<LatencySource>(resolution, '/slo/latencySource', {
      value: histogram ? 'triton-first-response' : fallback,
      formula:
        "Triton's first-response histogram where release and delivery allow it for every model, else the gateway",
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

// A repository that Triton reads itself has its own configuration, so that no bucket need contain an objective.
function hasHistogram({ inputs, spec }: Resolution, models: readonly BackedModel[]): boolean {
  if (inputs.cluster.content.spec.modelDelivery.mode === 'remote') return false;
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

function reportLatency(resolution: Resolution): void {
  const { cluster } = resolution.inputs;
  report(resolution, {
    rule: 'plan/latency-not-measured',
    message: `An objective for the latency is set, but on ${cluster.content.metadata.name} nothing measures whole responses of these models.`,
    fix: 'Remove slo.latency for the cluster with an override, or give the cluster a gateway.',
    at: '/slo/latency',
    related: [{ at: { source: cluster.source, pointer: '/spec' }, message: 'the cluster has no gateway' }],
  });
}
