import { selectValues, WORKLOAD } from '../select-values.ts';
import type { Defect } from './defect.ts';

const RETRYABLE = new Set(['connect-failure', 'refused-stream', 'reset']);

/** How requests reach the pods, and what else does. */
export const TRAFFIC_DEFECTS: Record<string, Defect> = {
  D01: {
    title: 'a VirtualService without hosts or gateways, which is attached nowhere',
    occurs: (all) =>
      all
        .filter(({ kind }) => kind === 'VirtualService')
        .some((route) =>
          ['hosts', 'gateways'].some(
            (field) => selectValues([route], `VirtualService spec/${field}/*`).length === 0,
          ),
        ),
    bad: `{ kind: VirtualService, spec: { http: [{ route: [{ destination: { host: triton } }] }] } }`,
  },
  D02: {
    title: 'routes by prefix, or a protocol of the Service that no route reaches',
    occurs: (all) => {
      const routed = new Set(selectValues(all, 'VirtualService spec/http/*/route/*/destination/port/number'));
      const matches = selectValues(all, 'VirtualService spec/http/*/match/*');
      const offered = selectValues(all, 'Service spec/ports/*') as { name: string; port: number }[];
      return (
        matches.some((match) => Object.hasOwn((match as { uri?: object }).uri ?? { prefix: '' }, 'prefix')) ||
        (matches.length > 0 &&
          offered.some(({ name, port }) => !name.includes('metrics') && !routed.has(port)))
      );
    },
    bad: `{ kind: Service, spec: { ports: [{ name: http, port: 8000 }, { name: grpc, port: 8001 }] } }
---
{ kind: VirtualService, spec: { http: [{ match: [{ uri: { prefix: /v2/models } }], route: [{ destination: { port: { number: 8000 } } }] }] } }`,
  },
  D05: {
    title: 'weights of a canary without a router, which only count pods',
    occurs: (all) =>
      selectValues(all, 'Rollout spec/strategy/canary/steps/*/setWeight').length > 0 &&
      selectValues(all, 'Rollout spec/strategy/canary/trafficRouting/istio').length === 0,
    bad: `{ kind: Rollout, spec: { strategy: { canary: { steps: [{ setWeight: 20 }] } } } }`,
  },
  D06: {
    title: 'a canary that nothing judges',
    occurs: (all) =>
      all.some(({ kind }) => kind === 'Rollout') &&
      (selectValues(all, 'Rollout spec/strategy/canary/analysis/templates/*').length === 0 ||
        selectValues(all, 'AnalysisTemplate spec/metrics/*/failureLimit').length === 0),
    bad: `{ kind: Rollout, spec: { strategy: { canary: { steps: [{ setWeight: 20 }, { pause: { duration: 5m } }] } } } }`,
  },
  D17: {
    title: 'a hash that sends every request of a model to one pod',
    occurs: (all) =>
      selectValues(all, 'DestinationRule spec/trafficPolicy/loadBalancer/consistentHash').length > 0,
    bad: `{ kind: DestinationRule, spec: { trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: model-name } } } } }`,
  },
  D18: {
    title: 'connections that close after a few requests, or no ejection of failing pods',
    occurs: (all) =>
      selectValues(all, 'DestinationRule spec/trafficPolicy').some(
        (policy) => !isPatient(policy as TrafficPolicy, runsSinglePod(all)),
      ),
    bad: `{ kind: DestinationRule, spec: { trafficPolicy: { connectionPool: { http: { maxRequestsPerConnection: 10 } } } } }`,
  },
  D19: {
    title: "retries that repeat what a full queue refused, or Istio's default ones",
    occurs: (all) => {
      const routes = selectValues(all, 'VirtualService spec/http/*') as {
        retries?: { attempts: number; retryOn?: string };
      }[];
      return routes.some(({ retries }) => {
        if (retries?.attempts === 0) return false;
        const conditions = retries?.retryOn?.split(',') ?? ['unavailable'];
        return (retries?.attempts ?? 2) > 2 || conditions.some((condition) => !RETRYABLE.has(condition));
      });
    },
    bad: `{ kind: VirtualService, spec: { http: [{ timeout: 300s, retries: { attempts: 3, perTryTimeout: 100s } }] } }`,
  },
  D21: {
    title: "a try that is cut off long before the request's time-out",
    occurs: (all) => selectValues(all, 'VirtualService spec/http/*/retries/perTryTimeout').length > 0,
    bad: `{ kind: VirtualService, spec: { http: [{ timeout: 300s, retries: { attempts: 3, perTryTimeout: 100s } }] } }`,
  },
  D35: {
    title:
      'a port of the pod that no rule of the NetworkPolicy opens, or a namespace told by a label of its own',
    occurs: (all) => {
      const open = new Set(selectValues(all, 'NetworkPolicy spec/ingress/*/ports/*/port'));
      const ports = selectValues(all, 'Service spec/ports/*/port');
      const keys = [
        ...selectValues(all, 'NetworkPolicy spec/ingress/*/from/*/namespaceSelector/matchLabels/~'),
        ...selectValues(all, 'NetworkPolicy spec/egress/*/to/*/namespaceSelector/matchLabels/~'),
      ];
      return (
        ports.some((port) => !open.has(port)) || keys.some((key) => key !== 'kubernetes.io/metadata.name')
      );
    },
    bad: `{ kind: Service, spec: { ports: [{ port: 8000 }, { port: 8001 }] } }
---
{ kind: NetworkPolicy, spec: { ingress: [{ from: [{ namespaceSelector: { matchLabels: { name: api-gateway } } }], ports: [{ port: 8000 }] }] } }`,
  },
  D36: {
    title: 'egress to everywhere, or none to the DNS and the control plane of the mesh',
    occurs: (all) => {
      const rules = selectValues(all, 'NetworkPolicy spec/egress/*') as { to?: unknown[] }[];
      const ports = new Set(selectValues(all, 'NetworkPolicy spec/egress/*/ports/*/port'));
      const networks = selectValues(all, 'NetworkPolicy spec/egress/*/to/*/ipBlock/cidr');
      return (
        rules.some(({ to }) => to === undefined || to.length === 0) ||
        networks.some((cidr) => String(cidr).endsWith('/0')) ||
        !ports.has(53) ||
        (hasSidecar(all) && !ports.has(15_012))
      );
    },
    bad: `{ kind: NetworkPolicy, spec: { egress: [{ to: [], ports: [{ port: 443 }] }] } }`,
  },
  D37: {
    title: 'a server without authentication that everybody in the cluster may call',
    occurs: (all) =>
      selectValues(all, 'NetworkPolicy spec/ingress/*/from/*').length === 0 ||
      (inMesh(all) &&
        (!selectValues(all, 'PeerAuthentication spec/mtls/mode').includes('STRICT') ||
          selectValues(all, 'AuthorizationPolicy spec/rules/*/from/*/source/principals/*').length === 0)),
    bad: `{ kind: Service, spec: { ports: [{ name: http, port: 8000 }] } }`,
  },
  D41: {
    title: "a port whose protocol the mesh must guess, or an old version of Istio's API",
    occurs: (all) =>
      selectValues(all, 'Service spec/ports/*').some(
        (port) => !Object.hasOwn(port as object, 'appProtocol'),
      ) || all.some(({ apiVersion }) => /istio\.io\/v1(alpha|beta)\d$/.test(apiVersion)),
    bad: `{ kind: Service, apiVersion: v1, spec: { ports: [{ name: metrics, port: 8002 }] } }`,
  },
};

interface TrafficPolicy {
  connectionPool?: { http?: { maxRequestsPerConnection?: number; http2MaxRequests?: number } };
  outlierDetection?: { maxEjectionPercent?: number };
}

// A single pod must never be ejected.
function isPatient({ connectionPool, outlierDetection }: TrafficPolicy, isSinglePod: boolean): boolean {
  const { maxRequestsPerConnection, http2MaxRequests } = connectionPool?.http ?? {};
  return (
    maxRequestsPerConnection === undefined &&
    http2MaxRequests !== undefined &&
    (isSinglePod || outlierDetection?.maxEjectionPercent !== undefined)
  );
}

type Resources = Parameters<Defect['occurs']>[0];

function runsSinglePod(all: Resources): boolean {
  return [
    ...selectValues(all, 'ScaledObject spec/minReplicaCount'),
    ...selectValues(all, 'HorizontalPodAutoscaler spec/minReplicas'),
    ...selectValues(all, `${WORKLOAD} spec/replicas`),
  ].includes(1);
}

function podLabels(all: Resources): unknown[] {
  return selectValues(all, `${WORKLOAD} spec/template/metadata/labels/~`);
}

function hasSidecar(all: Resources): boolean {
  return podLabels(all).some((label) => label === 'sidecar.istio.io/inject' || label === 'istio.io/rev');
}

function inMesh(all: Resources): boolean {
  return hasSidecar(all) || podLabels(all).includes('istio.io/dataplane-mode');
}
