import { formatSeconds } from '@fleetwright/kube';
import type {
  VirtualService,
  VirtualServiceHttp,
  VirtualServiceHttpRoute,
  VirtualServiceRetries,
} from '@fleetwright/kube-schemas';
import type { ServingPlan } from '@fleetwright/plan';
import { inferenceMatches, type Protocol } from './inference-matches.ts';
import { serviceHost } from './service-host.ts';

/** Exact paths come before patterns, so that a gRPC method never meets a pattern of the HTTP route. */
const ROUTE_ORDER: readonly Protocol[] = ['grpc', 'http'];

/**
 * Builds the VirtualService: the inference API of the service's host, split between stable and canary pods.
 * Where workloads of the mesh call the service, it binds their proxies too, so that they follow the canary.
 * https://istio.io/latest/docs/reference/config/networking/virtual-service/
 */
export function virtualService(plan: ServingPlan): VirtualService {
  const { host, protocols, callers } = plan.traffic;
  const calledInMesh = callers.length > 0;
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: plan.names.workload, namespace: plan.namespace, labels: plan.labels },
    spec: {
      hosts: calledInMesh ? [host, serviceHost(plan, plan.names.stableService)] : [host],
      gateways: calledInMesh ? [plan.gateway.name, 'mesh'] : [plan.gateway.name],
      http: ROUTE_ORDER.filter((protocol) => protocols.includes(protocol)).map((protocol) =>
        httpRoute(plan, protocol),
      ),
    },
  };
}

// Argo Rollouts finds the route by its name, which is the protocol's.
function httpRoute(plan: ServingPlan, protocol: Protocol): VirtualServiceHttp {
  const { timeoutSeconds } = plan.traffic;
  return {
    name: protocol,
    match: inferenceMatches(plan, protocol),
    route: [
      destination(plan, protocol, { service: plan.names.stableService, weight: 100 }),
      destination(plan, protocol, { service: plan.names.canaryService, weight: 0 }),
    ],
    timeout: timeoutSeconds === undefined ? undefined : formatSeconds(timeoutSeconds),
    retries: retryPolicy(plan),
  };
}

// Never left out: Istio's default is two retries, also of requests that a full queue has refused.
function retryPolicy(plan: ServingPlan): VirtualServiceRetries {
  const { retries } = plan.traffic;
  if (retries === undefined) return { attempts: 0 };
  return {
    attempts: retries.attempts,
    retryOn: retries.retryOn,
  };
}

// The committed weights are those at rest; during a rollout the controller owns them.
function destination(
  plan: ServingPlan,
  protocol: Protocol,
  to: { service: string; weight: number },
): VirtualServiceHttpRoute {
  return {
    destination: {
      host: serviceHost(plan, to.service),
      port: { number: plan.triton.ports[protocol] },
    },
    weight: to.weight,
  };
}
