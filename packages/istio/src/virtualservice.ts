import { formatSeconds } from '@fleetwright/kube';
import type {
  VirtualService,
  VirtualServiceHttp,
  VirtualServiceHttpRoute,
  VirtualServiceRetries,
} from '@fleetwright/kube-schemas';
import type { ServingPlan } from '@fleetwright/plan';
import { inferenceMatches, type Protocol } from './inference-matches.ts';
import { callersHaveSidecars } from './service-callers.ts';
import { serviceHost } from './service-host.ts';

/** Exact paths come before patterns, so that a gRPC method never meets a pattern of the HTTP route. */
const ROUTE_ORDER: readonly Protocol[] = ['grpc', 'http'];

/**
 * Builds the VirtualService: the inference API of the service's host, split between stable and canary pods where
 * there is a canary. Undefined where nothing would read it.
 * https://istio.io/latest/docs/reference/config/networking/virtual-service/
 */
export function virtualService(plan: ServingPlan): VirtualService | undefined {
  const readers = listReaders(plan);
  if (readers.length === 0) return undefined;
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: plan.names.workload, namespace: plan.namespace, labels: plan.labels },
    spec: {
      hosts: readers.map(({ host }) => host),
      gateways: readers.map(({ proxies }) => proxies),
      http: ROUTE_ORDER.filter((protocol) => plan.traffic.protocols.includes(protocol)).map((protocol) =>
        httpRoute(plan, protocol),
      ),
    },
  };
}

/** Proxies that apply the routes, and the host by which their clients call. */
interface Reader {
  proxies: string;
  host: string;
}

// Sidecars of callers follow the canary, too. In an ambient mesh only a waypoint could move callers by weight, and
// Istio's support of a VirtualService there is alpha: callers inside the cluster stay with the stable pods until the
// promotion, and the canary is judged by the gateway's requests alone.
function listReaders(plan: ServingPlan): Reader[] {
  const { gateway, names } = plan;
  const { host } = plan.traffic;
  return [
    ...(gateway === undefined || host === undefined ? [] : [{ proxies: gateway.name, host }]),
    ...(callersHaveSidecars(plan) ? [{ proxies: 'mesh', host: serviceHost(plan, names.stableService) }] : []),
  ];
}

// Argo Rollouts finds the route by its name, which is the protocol's.
function httpRoute(plan: ServingPlan, protocol: Protocol): VirtualServiceHttp {
  const { timeoutSeconds } = plan.traffic;
  return {
    name: protocol,
    match: inferenceMatches(plan, protocol),
    route: destinations(plan, protocol),
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
function destinations(plan: ServingPlan, protocol: Protocol): VirtualServiceHttpRoute[] {
  const { stableService, canaryService } = plan.names;
  if (plan.rollout.strategy === 'rolling-update') return [destination(plan, protocol, stableService)];
  return [
    { ...destination(plan, protocol, stableService), weight: 100 },
    { ...destination(plan, protocol, canaryService), weight: 0 },
  ];
}

function destination(plan: ServingPlan, protocol: Protocol, service: string): VirtualServiceHttpRoute {
  return {
    destination: {
      host: serviceHost(plan, service),
      port: { number: plan.triton.ports[protocol] },
    },
  };
}
