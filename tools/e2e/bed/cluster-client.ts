import type { ApiAnswer, ApiCall, ApiClient } from '../api-client.ts';
import type { Resource } from '../resource.ts';
import { waitUntil } from '../wait-until.ts';

const PATIENCE_SECONDS = 10;

/** A kind by the words of the API: `apis/argoproj.io/v1alpha1` and `rollouts`. */
export interface Kind {
  root: string;
  plural: string;
}

/** The kinds that cases look at. */
export const KINDS = {
  AnalysisTemplate: { root: '/apis/argoproj.io/v1alpha1', plural: 'analysistemplates' },
  AnalysisRun: { root: '/apis/argoproj.io/v1alpha1', plural: 'analysisruns' },
  Application: { root: '/apis/argoproj.io/v1alpha1', plural: 'applications' },
  ApplicationSet: { root: '/apis/argoproj.io/v1alpha1', plural: 'applicationsets' },
  AuthorizationPolicy: { root: '/apis/security.istio.io/v1', plural: 'authorizationpolicies' },
  ConfigMap: { root: '/api/v1', plural: 'configmaps' },
  DestinationRule: { root: '/apis/networking.istio.io/v1', plural: 'destinationrules' },
  EndpointSlice: { root: '/apis/discovery.k8s.io/v1', plural: 'endpointslices' },
  HorizontalPodAutoscaler: { root: '/apis/autoscaling/v2', plural: 'horizontalpodautoscalers' },
  NetworkPolicy: { root: '/apis/networking.k8s.io/v1', plural: 'networkpolicies' },
  Node: { root: '/api/v1', plural: 'nodes' },
  PeerAuthentication: { root: '/apis/security.istio.io/v1', plural: 'peerauthentications' },
  Pod: { root: '/api/v1', plural: 'pods' },
  PodDisruptionBudget: { root: '/apis/policy/v1', plural: 'poddisruptionbudgets' },
  PrometheusRule: { root: '/apis/monitoring.coreos.com/v1', plural: 'prometheusrules' },
  ReplicaSet: { root: '/apis/apps/v1', plural: 'replicasets' },
  Rollout: { root: '/apis/argoproj.io/v1alpha1', plural: 'rollouts' },
  ScaledObject: { root: '/apis/keda.sh/v1alpha1', plural: 'scaledobjects' },
  Service: { root: '/api/v1', plural: 'services' },
  ServiceAccount: { root: '/api/v1', plural: 'serviceaccounts' },
  ServiceMonitor: { root: '/apis/monitoring.coreos.com/v1', plural: 'servicemonitors' },
  VirtualService: { root: '/apis/networking.istio.io/v1', plural: 'virtualservices' },
} as const satisfies Record<string, Kind>;

/** Name of a kind that cases look at. */
export type KindName = keyof typeof KINDS;

/** Where an object is. */
export interface ObjectPlace {
  kind: KindName;
  namespace?: string | undefined;
  name: string;
}

/** Objects of an API server, read and changed as one of its users. */
export interface ClusterClient {
  /** The object, or undefined when there is none. */
  find<T = Resource>(place: ObjectPlace): Promise<T | undefined>;
  list<T = Resource>(kind: KindName, namespace: string, selector?: string): Promise<T[]>;
  /** A merge patch; `subresource` is for instance `status`. False when there is no such object. */
  patch(place: ObjectPlace & { subresource?: string }, body: unknown): Promise<boolean>;
  remove(place: ObjectPlace): Promise<void>;
}

/** Reads and changes objects over a connection; what the server refuses is thrown. */
export function openCluster(api: ApiClient): ClusterClient {
  async function call(method: 'GET' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<unknown> {
    const answer = await sendPatiently(api, { method, path, body });
    if (answer.status === 404) return undefined;
    if (answer.status >= 300) {
      throw new Error(`${method} ${path}: ${(answer.body as { message?: string }).message ?? answer.status}`);
    }
    return answer.body;
  }
  return {
    find: async <T>(place: ObjectPlace) => (await call('GET', pathOf(place))) as T | undefined,
    list: async <T>(kind: KindName, namespace: string, selector = '') => {
      const path = `${folderOf(kind, namespace)}?labelSelector=${encodeURIComponent(selector)}`;
      return ((await call('GET', path)) as { items: T[] }).items;
    },
    patch: async ({ subresource, ...place }, body) => {
      const path = [pathOf(place), ...(subresource === undefined ? [] : [subresource])].join('/');
      return (await call('PATCH', path, body)) !== undefined;
    },
    remove: async (place) => {
      await call('DELETE', pathOf(place));
    },
  };
}

/** A kind that has just been defined answers 429 for a moment. */
async function sendPatiently(api: ApiClient, call: ApiCall): Promise<ApiAnswer> {
  let last = await api.send(call);
  await waitUntil(PATIENCE_SECONDS, async () => {
    if (last.status !== 429) return true;
    last = await api.send(call);
    return undefined;
  });
  return last;
}

function pathOf({ kind, namespace, name }: ObjectPlace): string {
  return `${folderOf(kind, namespace)}/${name}`;
}

function folderOf(kind: KindName, namespace: string | undefined): string {
  const { root, plural } = KINDS[kind];
  return namespace === undefined ? `${root}/${plural}` : `${root}/namespaces/${namespace}/${plural}`;
}
