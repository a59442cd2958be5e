import { meshPrincipal } from './resolve-mesh.ts';
import { clusterPlace, derive, type Party, type Resolution } from './resolution.ts';
import type { GatewayPlan, SloPlan, TrafficPlan } from './serving-plan.ts';
import { secondsOf } from './units.ts';

/** Envoy's own default of pending requests; more only hides overload. */
const PENDING_REQUESTS = 1024;

/** A pod on the same network answers at once or not at all: the retry must come before clients give up. */
const CONNECT_TIMEOUT = 2;

/** What Istio takes for no limit, and the most that its API can say. */
const NO_LIMIT = 2 ** 31 - 1;

/**
 * Retries of requests that certainly reached no server: anything else repeats GPU work under overload. Such a failure
 * shows at once, so a try has no time-out of its own: it would cut off the first one before the total time-out.
 */
const RETRY_ON = 'connect-failure,refused-stream';

/** How the service is reached and what protects it. */
export function resolveTraffic(resolution: Resolution, slo: SloPlan): TrafficPlan {
  const { traffic, scaling } = resolution.spec;
  const timeoutSeconds = traffic.streaming ? undefined : deriveTimeout(resolution, slo);
  return {
    protocols: traffic.protocols,
    host: resolveHost(resolution),
    expectedRate: traffic.expectedRate,
    streaming: traffic.streaming,
    timeoutSeconds,
    retries: timeoutSeconds === undefined ? undefined : { attempts: 1, retryOn: RETRY_ON },
    connections: {
      maxPendingRequests: PENDING_REQUESTS,
      maxRequests: deriveMaxRequests(resolution, timeoutSeconds ?? longestRequestSeconds(resolution, slo)),
      connectTimeoutSeconds: CONNECT_TIMEOUT,
    },
    outlierDetection: describeOutliers(scaling.minReplicas),
    callers: traffic.callers,
  };
}

/** Longest request or stream, in seconds: what a leaving pod must wait for. */
export function longestRequestSeconds(resolution: Resolution, slo: SloPlan): number {
  const { maxDuration } = resolution.spec.traffic;
  return maxDuration === undefined ? timeoutFromSlo(slo) : secondsOf(maxDuration);
}

function deriveTimeout(resolution: Resolution, slo: SloPlan): number {
  return derive(resolution, '/traffic/timeoutSeconds', {
    value: longestRequestSeconds(resolution, slo),
    formula: 'maxDuration, else 10 × the slowest latency objective, at least 10s',
    inputs: { '/traffic/maxDuration': resolution.spec.traffic.maxDuration, '/slo/latency': slo.latency },
  });
}

function timeoutFromSlo(slo: SloPlan): number {
  const slowest = slo.latency.at(-1)?.thresholdMs ?? 0;
  return Math.max(10, Math.ceil((10 * slowest) / 1000));
}

function deriveMaxRequests(resolution: Resolution, seconds: number): number {
  const rate = resolution.spec.traffic.expectedRate ?? 0;
  return derive(resolution, '/traffic/connections/maxRequests', {
    value: Math.min(NO_LIMIT, Math.max(PENDING_REQUESTS, Math.ceil(2 * rate * seconds))),
    formula: '2 × expectedRate × longest request, at least 1024 and at most 2147483647',
    inputs: { '/traffic/expectedRate': rate, seconds },
  });
}

/**
 * Ejects at most one of few replicas and a third of many; a single replica is never ejected. Envoy ejects while
 * the share would stay within the limit, so a third of three must be rounded up.
 */
function describeOutliers(replicas: number): TrafficPlan['outlierDetection'] {
  if (replicas < 2) return undefined;
  return {
    // More than an overloaded server refuses in a row, few enough for one whose backend died.
    consecutiveErrors: 20,
    intervalSeconds: 10,
    baseEjectionSeconds: 30,
    maxEjectionPercent: replicas <= 4 ? Math.ceil(100 / replicas) : 33,
  };
}

/** `<service>.` and the domain of the gateway's first wildcard host. */
function resolveHost({ inputs }: Resolution): string | undefined {
  const { service, cluster } = inputs;
  // A gateway without a wildcard does not parse.
  const wildcard = cluster.content.spec.gateway?.hosts.find((host) => host.startsWith('*.'));
  return wildcard && `${service.content.metadata.name}${wildcard.slice(1)}`;
}

/** The place to name where a gateway is missed: what is absent stands nowhere, so it is the other way in. */
export function describeNoGateway(resolution: Resolution): Party {
  const { mode } = resolution.inputs.cluster.content.spec.mesh;
  return {
    at: clusterPlace(resolution, '/spec/mesh/mode'),
    message: `the mesh mode is ${mode}, and there is no spec.gateway`,
  };
}

/** The gateway as routes, policies and queries name it. */
export function resolveGateway({ inputs }: Resolution): GatewayPlan | undefined {
  const { gateway, mesh } = inputs.cluster.content.spec;
  if (gateway === undefined) return undefined;
  const [namespace, account] = gateway.serviceAccount.split('/') as [string, string];
  return {
    name: gateway.name,
    namespace,
    principal: meshPrincipal(mesh, namespace, account),
    prometheusJob: gateway.prometheusJob,
  };
}
