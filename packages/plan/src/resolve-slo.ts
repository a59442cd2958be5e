import { supports } from '@fleetwright/triton-config';
import type { BackedModel } from './resolve-models.ts';
import { describeNoGateway } from './resolve-traffic.ts';
import { clusterPlace, derive, report, type Party, type Resolution } from './resolution.ts';
import type { LatencyObjective, LatencySource, SloPlan } from './serving-plan.ts';
import { millisecondsOf, secondsOf } from './units.ts';

/** Service level objectives with their durations as numbers, each with the place where it is measured. */
export function resolveSlo(resolution: Resolution, models: readonly BackedModel[]): SloPlan {
  const { slo } = resolution.spec;
  const obstacle = findHistogramObstacle(resolution, models);
  const histogram = obstacle === undefined;
  const decoupled = models.find(({ model }) => isDecoupled(model));
  const fallback: LatencySource =
    resolution.inputs.cluster.content.spec.gateway === undefined ? 'none' : 'gateway';
  // The first response of a decoupled model is not its whole response.
  const source = histogram && decoupled === undefined ? 'triton-first-response' : fallback;
  if (source === 'none' && slo.latency.length > 0)
    reportLatency(resolution, obstacle ?? describeDecoupled(decoupled!));
  if (obstacle !== undefined && slo.firstToken.length > 0) reportFirstToken(resolution, obstacle);
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

/** Why Triton's histogram does not measure the models: nothing where it does. */
interface HistogramObstacle extends Party {
  reason: string;
  fix: string;
}

function findHistogramObstacle(
  resolution: Resolution,
  models: readonly BackedModel[],
): HistogramObstacle | undefined {
  const { inputs, spec } = resolution;
  // A repository that Triton reads itself has its own configuration, so that no bucket need contain an objective.
  if (inputs.cluster.content.spec.modelDelivery.mode === 'remote') {
    return {
      reason: `on ${inputs.cluster.content.metadata.name} Triton reads its configuration from the bucket, so that no bucket of the histogram need contain it`,
      fix: 'Remove slo.firstToken for the cluster with an override, or choose another modelDelivery.mode.',
      at: clusterPlace(resolution, '/spec/modelDelivery/mode'),
      message: 'delivery is remote',
    };
  }
  const measured = ({ model }: BackedModel) =>
    supports(
      spec.triton.release,
      isDecoupled(model) ? 'first-response-histogram-decoupled' : 'first-response-histogram',
    );
  if (models.every(measured)) return undefined;
  return {
    reason: `Triton ${spec.triton.release} has no first-response histogram for these models`,
    fix: 'Raise spec.triton.release (24.11 for decoupled models, 26.01 for all), or state slo.latency instead.',
    at: '/triton/release',
    message: 'the release',
  };
}

function isDecoupled({ config }: BackedModel['model']): boolean {
  return config.model_transaction_policy?.decoupled ?? false;
}

function describeDecoupled({ index, model }: BackedModel): Party {
  return {
    at: `/models/${index}/config/model_transaction_policy/decoupled`,
    message: `${model.name} sends several responses, of which Triton times the first`,
  };
}

function reportFirstToken(resolution: Resolution, { reason, fix, at, message }: HistogramObstacle): void {
  report(resolution, {
    rule: 'plan/first-token-not-measured',
    message: `An objective for the first token is set, but ${reason}.`,
    fix,
    at: '/slo/firstToken',
    related: [{ at, message }],
  });
}

function reportLatency(resolution: Resolution, { at, message }: Party): void {
  const { cluster } = resolution.inputs;
  report(resolution, {
    rule: 'plan/latency-not-measured',
    message: `An objective for the latency is set, but on ${cluster.content.metadata.name} nothing measures whole responses of these models.`,
    fix: 'Remove slo.latency for the cluster with an override, or give the cluster a gateway.',
    at: '/slo/latency',
    related: [describeNoGateway(resolution), { at, message }],
  });
}
