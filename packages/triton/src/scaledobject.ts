import type { ScaledObject, ScaledObjectTrigger } from '@fleetwright/kube-schemas';
import { scalingQuery, type KedaScaling, type ServingPlan } from '@fleetwright/plan';
import { scalingBehavior } from './scaling-behavior.ts';
import { scaleTarget } from './workload.ts';

/**
 * Builds the ScaledObject: KEDA scales the workload by what waits for the GPUs. It has no fallback: while the metric
 * is unknown the autoscaler keeps the present number, where a fixed one would waste GPUs or cut a service under load.
 * https://keda.sh/docs/latest/reference/scaledobject-spec/
 */
export function scaledObject(plan: ServingPlan): ScaledObject | undefined {
  const { scaling } = plan;
  if (scaling.controller !== 'keda') return undefined;
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: plan.names.workload, namespace: plan.namespace, labels: plan.labels },
    spec: {
      scaleTargetRef: scaleTarget(plan),
      pollingInterval: scaling.pollingIntervalSeconds,
      minReplicaCount: scaling.minReplicas,
      maxReplicaCount: scaling.maxReplicas,
      advanced: { horizontalPodAutoscalerConfig: { behavior: scalingBehavior(scaling) } },
      triggers: [trigger(plan, scaling)],
    },
  };
}

function trigger(plan: ServingPlan, { metric, prometheusAddress }: KedaScaling): ScaledObjectTrigger {
  const isRatio = metric.type === 'queueTime';
  return {
    type: 'prometheus',
    // A ratio says how much too slow a replica is; a count is shared among the replicas.
    metricType: isRatio ? 'Value' : 'AverageValue',
    metadata: {
      serverAddress: prometheusAddress,
      query: scalingQuery(plan, metric.type),
      threshold: String(isRatio ? metric.targetMs : metric.target),
      // No series means that nothing was scraped, not that nothing waits: the number of replicas stays.
      ignoreNullValues: 'false',
    },
  };
}
