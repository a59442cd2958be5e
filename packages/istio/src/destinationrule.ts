import { formatSeconds } from '@fleetwright/kube';
import type {
  DestinationRule,
  DestinationRuleTls,
  DestinationRuleTrafficPolicy,
} from '@fleetwright/kube-schemas';
import type { ServingPlan } from '@fleetwright/plan';
import { passesHttpProxy } from './service-callers.ts';
import { serviceHost } from './service-host.ts';
import { trafficServices } from './traffic-services.ts';

/**
 * Builds one DestinationRule for each Service that receives traffic; all say the same, so that a canary is
 * judged under the stable pods' conditions. Undefined where no proxy would read them.
 * https://istio.io/latest/docs/reference/config/networking/destination-rule/
 */
export function destinationRule(plan: ServingPlan): DestinationRule[] | undefined {
  if (!passesHttpProxy(plan)) return undefined;
  return trafficServices(plan).map((service) => ({
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
      tcp: { connectTimeout: formatSeconds(connections.connectTimeoutSeconds) },
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
    tls: clientTls(plan),
  };
}

// Ambient encrypts in its own tunnel: TLS inside it would meet pods that speak none.
function clientTls({ mesh }: ServingPlan): DestinationRuleTls | undefined {
  switch (mesh.mode) {
    case 'sidecar':
      return { mode: 'ISTIO_MUTUAL' };
    case 'ambient':
      return undefined;
    case 'none':
      return { mode: 'DISABLE' };
  }
}
