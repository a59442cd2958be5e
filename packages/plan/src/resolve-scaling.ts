import type { BackedModel } from './resolve-models.ts';
import { derive, type Resolution } from './resolution.ts';
import type { BudgetsPlan, KedaScaling, ScalingPlan, SloPlan } from './serving-plan.ts';
import { millisecondsOf } from './units.ts';

const POLLING_SECONDS = 15;
/** Kubernetes' own default: shorter windows follow noise. */
const LEAST_SCALE_DOWN_WINDOW = 300;
const DEFAULT_QUEUE_TIME_MS = 50;
const DEFAULT_PENDING_REQUESTS = 4;

/** How replicas follow the load. */
export function resolveScaling(
  resolution: Resolution,
  { models, slo, budgets }: { models: readonly BackedModel[]; slo: SloPlan; budgets: BudgetsPlan },
): ScalingPlan {
  const { minReplicas } = resolution.spec.scaling;
  const maxReplicas = deriveMaxReplicas(resolution);
  return {
    controller: 'keda',
    minReplicas,
    maxReplicas,
    metric: resolveMetric(resolution, models, slo),
    prometheusAddress: resolution.inputs.cluster.content.spec.monitoring.prometheus.address,
    pollingIntervalSeconds: POLLING_SECONDS,
    scaleUpStabilizationSeconds: 0,
    scaleDownStabilizationSeconds: derive(resolution, '/scaling/scaleDownStabilizationSeconds', {
      value: Math.max(LEAST_SCALE_DOWN_WINDOW, 2 * (budgets.fetch + budgets.load + budgets.warmUp)),
      formula: '2 × (fetch + load + warm-up), at least 300s',
      inputs: {
        '/budgets/fetch': budgets.fetch,
        '/budgets/load': budgets.load,
        '/budgets/warmUp': budgets.warmUp,
      },
    }),
  };
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
): KedaScaling['metric'] {
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
): KedaScaling['metric'] {
  const decoupled = models.some(({ model }) => model.config.model_transaction_policy?.decoupled);
  const tightest = slo.latency[0]?.thresholdMs;
  return derive<KedaScaling['metric']>(resolution, '/scaling/metric', {
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
