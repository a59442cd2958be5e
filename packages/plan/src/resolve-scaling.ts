import type { BackedModel } from './resolve-models.ts';
import { derive, type Resolution } from './resolution.ts';
import type { BudgetsPlan, MetricScaling, ScalingPlan, SloPlan } from './serving-plan.ts';
import { millisecondsOf } from './units.ts';

const POLLING_SECONDS = 15;
/** Kubernetes' own default: shorter windows follow noise. */
const LEAST_SCALE_DOWN_WINDOW = 300;
/** Longest one that the API server admits. */
const MOST_SCALE_DOWN_WINDOW = 3600;
const DEFAULT_QUEUE_TIME_MS = 50;
const DEFAULT_PENDING_REQUESTS = 4;

/** How replicas follow the load. */
export function resolveScaling(
  resolution: Resolution,
  { models, slo, budgets }: { models: readonly BackedModel[]; slo: SloPlan; budgets: BudgetsPlan },
): ScalingPlan {
  const { autoscaling, monitoring } = resolution.inputs.cluster.content.spec;
  const { minReplicas } = resolution.spec.scaling;
  if (autoscaling.controller === 'none') return { controller: 'none', minReplicas, maxReplicas: minReplicas };
  const common: MetricScaling = {
    minReplicas,
    maxReplicas: deriveMaxReplicas(resolution),
    metric: resolveMetric(resolution, models, slo),
    scaleUpStabilizationSeconds: 0,
    scaleDownStabilizationSeconds: deriveScaleDown(resolution, budgets),
  };
  if (autoscaling.controller === 'hpa') return { controller: 'hpa', ...common };
  return {
    controller: 'keda',
    ...common,
    prometheusAddress: monitoring.prometheus.address,
    pollingIntervalSeconds: POLLING_SECONDS,
  };
}

function deriveScaleDown(resolution: Resolution, { fetch, load, warmUp }: BudgetsPlan): number {
  return derive(resolution, '/scaling/scaleDownStabilizationSeconds', {
    value: Math.min(MOST_SCALE_DOWN_WINDOW, Math.max(LEAST_SCALE_DOWN_WINDOW, 2 * (fetch + load + warmUp))),
    formula: '2 × (fetch + load + warm-up), between 300s and 3600s',
    inputs: { '/budgets/fetch': fetch, '/budgets/load': load, '/budgets/warmUp': warmUp },
  });
}

function deriveMaxReplicas(resolution: Resolution): number {
  const { minReplicas, maxReplicas } = resolution.spec.scaling;
  return (
    maxReplicas ??
    derive(resolution, '/scaling/maxReplicas', {
      value: 2 * minReplicas,
      formula: '2 × minReplicas',
      inputs: { '/scaling/minReplicas': minReplicas },
    })
  );
}

function resolveMetric(
  resolution: Resolution,
  models: readonly BackedModel[],
  slo: SloPlan,
): MetricScaling['metric'] {
  const { metric } = resolution.spec.scaling;
  if (metric === undefined) return deriveMetric(resolution, models, slo);
  return metric.type === 'queueTime'
    ? { type: 'queueTime', targetMs: millisecondsOf(String(metric.target)) }
    : { type: 'pendingRequests', target: Number(metric.target) };
}

/** Streams hold their instance for long: waiting requests tell more there than the time that finished ones waited. */
function deriveMetric(
  resolution: Resolution,
  models: readonly BackedModel[],
  slo: SloPlan,
): MetricScaling['metric'] {
  const decoupled = models.some(({ model }) => model.config.model_transaction_policy?.decoupled);
  const tightest = slo.latency[0]?.thresholdMs;
  return derive<MetricScaling['metric']>(resolution, '/scaling/metric', {
    value: decoupled
      ? { type: 'pendingRequests', target: DEFAULT_PENDING_REQUESTS }
      : {
          type: 'queueTime',
          targetMs: tightest === undefined ? DEFAULT_QUEUE_TIME_MS : Math.max(1, Math.floor(tightest / 10)),
        },
    formula:
      'pendingRequests 4 for decoupled models, else queueTime of a tenth of the tightest objective (50ms without one)',
    inputs: { decoupled, '/slo/latency': slo.latency },
  });
}
