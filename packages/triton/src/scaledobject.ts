import type { ScaledObject, ScaledObjectTrigger } from '@fleetwright/kube-schemas';
import { pendingRequests, queueTimeMs, type ServingPlan } from '@fleetwright/plan';

// Long enough for several scrapes, short enough to follow a peak.
const RANGE_SECONDS = 120;

/**
 * Builds the ScaledObject: KEDA scales the Rollout by what waits for the GPUs. It has no fallback: while the metric
 * is unknown the autoscaler keeps the present number, where a fixed one would waste GPUs or cut a service under load.
 * https://keda.sh/docs/latest/reference/scaledobject-spec/
 */
export function scaledObject(plan: ServingPlan): ScaledObject {
  const { scaling } = plan;
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: plan.names.workload, namespace: plan.namespace, labels: plan.labels },
    spec: {
      scaleTargetRef: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: plan.names.workload },
      pollingInterval: scaling.pollingIntervalSeconds,
      minReplicaCount: scaling.minReplicas,
      maxReplicaCount: scaling.maxReplicas,
      advanced: {
        horizontalPodAutoscalerConfig: {
          behavior: {
            scaleUp: { stabilizationWindowSeconds: scaling.scaleUpStabilizationSeconds },
            scaleDown: { stabilizationWindowSeconds: scaling.scaleDownStabilizationSeconds },
          },
        },
      },
      triggers: [trigger(plan)],
    },
  };
}

function trigger(plan: ServingPlan): ScaledObjectTrigger {
  const { metric, prometheusAddress } = plan.scaling;
  const isRatio = metric.type === 'queueTime';
  return {
    type: 'prometheus',
    // A ratio says how much too slow a replica is; a count is shared among the replicas.
    metricType: isRatio ? 'Value' : 'AverageValue',
    metadata: {
      serverAddress: prometheusAddress,
      query: isRatio ? queueTimeQuery(plan) : `${pendingRequests(plan, 'all')}\n`,
      threshold: String(isRatio ? metric.targetMs : metric.target),
      // No series means that nothing was scraped, not that nothing waits: the number of replicas stays.
      ignoreNullValues: 'false',
    },
  };
}

// Without a request the queue time has no value; the second line then says 0, as long as the pods are scraped.
function queueTimeQuery(plan: ServingPlan): string {
  return `${queueTimeMs(plan, 'all', RANGE_SECONDS)}\nor 0 * ${pendingRequests(plan, 'all')}\n`;
}
