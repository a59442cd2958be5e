import { METRICS_COMPONENT } from '@fleetwright/kube';
import type { Service, ServicePort } from '@fleetwright/kube-schemas';
import type { ServingPlan } from '@fleetwright/plan';

/**
 * Builds the Services: stable and, beside a Rollout, canary, between which the mesh splits the requests, and the one
 * that is scraped. All select the same pods here; Argo Rollouts adds the pod-template hash to the first two.
 * https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/
 */
export function service(plan: ServingPlan): Service[] {
  const { stableService, canaryService } = plan.names;
  return [
    trafficService(plan, stableService),
    ...(plan.rollout.strategy === 'canary' ? [trafficService(plan, canaryService)] : []),
    metricsService(plan),
  ];
}

function trafficService(plan: ServingPlan, name: string): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: plan.namespace, labels: plan.labels },
    spec: {
      type: 'ClusterIP',
      selector: plan.selectorLabels,
      ports: plan.traffic.protocols.map((protocol) => trafficPort(plan, protocol)),
    },
  };
}

// The mesh takes the protocol from appProtocol and need not guess it from the first bytes.
function trafficPort(plan: ServingPlan, protocol: 'http' | 'grpc'): ServicePort {
  return {
    name: protocol,
    port: plan.triton.ports[protocol],
    protocol: 'TCP',
    targetPort: protocol,
    appProtocol: protocol,
  };
}

// Headless, since a scraper wants each pod and not one of them. Without publishNotReadyAddresses: Prometheus
// discovers pods that are not ready all the same, and a name should resolve to nothing else.
function metricsService(plan: ServingPlan): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: plan.names.metricsService,
      namespace: plan.namespace,
      // Tells the ServiceMonitor this Service from the others.
      labels: { ...plan.labels, 'app.kubernetes.io/component': METRICS_COMPONENT },
    },
    spec: {
      type: 'ClusterIP',
      clusterIP: 'None',
      selector: plan.selectorLabels,
      ports: [
        {
          name: 'http-metrics',
          port: plan.triton.ports.metrics,
          protocol: 'TCP',
          targetPort: 'http-metrics',
          appProtocol: 'http',
        },
      ],
    },
  };
}
