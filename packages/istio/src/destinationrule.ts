import { formatSeconds } from '@fleetwright/kube';
import type { DestinationRule, DestinationRuleTrafficPolicy } from '@fleetwright/kube-schemas';
import type { ServingPlan } from '@fleetwright/plan';
import { serviceHost } from './service-host.ts';

/**
 * Builds one DestinationRule for each Service that receives traffic; both say the same, so that a canary is
 * judged under the stable pods' conditions.
 * https://istio.io/latest/docs/reference/config/networking/destination-rule/
 */
export function destinationRule(plan: ServingPlan): DestinationRule[] {
  return [plan.names.stableService, plan.names.canaryService].map((service) => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: service, namespace: plan.namespace, labels: plan.labels },
    spec: { host: serviceHost(plan, service), trafficPolicy: trafficPolicy(plan) },
  }));
}

// Inference times differ by request, so the least busy pod is the best one; a hash would send all requests of
// one model to one pod.
function trafficPolicy(plan: ServingPlan): DestinationRuleTrafficPolicy {
  const { connections, outlierDetection } = plan.traffic;
  return {
    loadBalancer: { simple: 'LEAST_REQUEST' },
    connectionPool: {
      http: {
        http1MaxPendingRequests: connections.maxPendingRequests,
        http2MaxRequests: connections.maxRequests,
      },
    },
    outlierDetection: outlierDetection && {
      consecutive5xxErrors: outlierDetection.consecutiveErrors,
      interval: formatSeconds(outlierDetection.intervalSeconds),
      baseEjectionTime: formatSeconds(outlierDetection.baseEjectionSeconds),
      maxEjectionPercent: outlierDetection.maxEjectionPercent,
    },
    tls: { mode: 'ISTIO_MUTUAL' },
  };
}
