import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { ApiClient } from '../api-client.ts';
import type { Metadata } from '../resource.ts';
import { queryPrometheus } from './prometheus.ts';

interface ScaledObject {
  metadata: Metadata & { name: string; namespace: string; uid: string; deletionTimestamp?: string };
  spec: {
    scaleTargetRef: object;
    minReplicaCount: number;
    maxReplicaCount: number;
    advanced?: { horizontalPodAutoscalerConfig?: { behavior?: object } };
    triggers: Trigger[];
  };
  status?: { conditions?: { type: string; status: string }[] };
}

interface Trigger {
  metricType: 'Value' | 'AverageValue';
  metadata: { serverAddress: string; query: string; threshold: string; ignoreNullValues?: string };
}

/** What stands in for KEDA until it is stopped. */
export interface KedaStandIn {
  /** Port of its metrics server. */
  port: number;
  stop(): void;
}

const SCALED_OBJECTS = '/apis/keda.sh/v1alpha1/scaledobjects';
const PERIOD_MS = 1000;
const METRIC = 's0-prometheus';

/**
 * Does what KEDA's operator and metrics server do for the ScaledObjects that are rendered here, one Prometheus trigger
 * each: makes the HorizontalPodAutoscaler, reports Ready, and answers the autoscaler with the trigger's query.
 */
export async function startKedaStandIn(api: ApiClient, state: string): Promise<KedaStandIn> {
  const server = createServer(
    // Any certificate of loopback will do: the API service does not verify it.
    { cert: readFileSync(join(state, 'apiserver.crt')), key: readFileSync(join(state, 'apiserver.key')) },
    (request, response) => void answer(api, request.url ?? '', response),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stopping = new AbortController();
  void reconcileForever(api, stopping.signal);
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => (stopping.abort(), server.close(), server.closeAllConnections()),
  };
}

async function reconcileForever(api: ApiClient, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    // A failure is tried again, and seen as a ScaledObject that never becomes ready.
    await reconcileAll(api).catch(() => undefined);
    await setTimeout(PERIOD_MS);
  }
}

async function reconcileAll(api: ApiClient): Promise<void> {
  const { body } = await api.send({ method: 'GET', path: SCALED_OBJECTS });
  const objects = (body as { items?: ScaledObject[] }).items ?? [];
  // The autoscaler of an object that is being deleted goes with it.
  const living = objects.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  await Promise.all(living.map((object) => reconcile(api, object)));
}

async function reconcile(api: ApiClient, object: ScaledObject): Promise<void> {
  const { name, namespace } = object.metadata;
  const folder = `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`;
  const wanted = autoscalerOf(object);
  const { status, body } = await api.send({ method: 'GET', path: `${folder}/keda-hpa-${name}` });
  if (status === 404) await api.send({ method: 'POST', path: folder, body: wanted });
  else if (differs((body as { spec: object }).spec, wanted.spec)) {
    await api.send({ method: 'PATCH', path: `${folder}/keda-hpa-${name}`, body: { spec: wanted.spec } });
  }
  const isReady = object.status?.conditions?.some(
    (condition) => condition.type === 'Ready' && condition.status === 'True',
  );
  if (isReady !== true) await reportReady(api, object);
}

async function reportReady(api: ApiClient, { metadata: { name, namespace } }: ScaledObject): Promise<void> {
  const conditions = [
    {
      type: 'Ready',
      status: 'True',
      reason: 'ScaledObjectReady',
      message: 'ScaledObject is defined correctly',
    },
    { type: 'Active', status: 'True', reason: 'ScalerActive', message: 'Scaling is performed' },
  ];
  const status = { conditions, hpaName: `keda-hpa-${name}`, externalMetricNames: [METRIC] };
  const path = `/apis/keda.sh/v1alpha1/namespaces/${namespace}/scaledobjects/${name}/status`;
  await api.send({ method: 'PATCH', path, body: { status } });
}

// Defaults that the server adds are no difference.
function differs(found: object, wanted: object): boolean {
  return Object.entries(wanted).some(([field, value]) => {
    const other = (found as Record<string, unknown>)[field];
    return field !== 'behavior' && JSON.stringify(other) !== JSON.stringify(value);
  });
}

function autoscalerOf({ metadata, spec }: ScaledObject): { spec: object } & Record<string, unknown> {
  const { name, namespace, uid } = metadata;
  const [trigger] = spec.triggers;
  const { metricType, metadata: settings } = trigger!;
  const amount = metricType === 'Value' ? 'value' : 'averageValue';
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: {
      name: `keda-hpa-${name}`,
      namespace,
      labels: { 'scaledobject.keda.sh/name': name, 'app.kubernetes.io/managed-by': 'keda-operator' },
      ownerReferences: [
        {
          apiVersion: 'keda.sh/v1alpha1',
          kind: 'ScaledObject',
          name,
          uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: {
      scaleTargetRef: spec.scaleTargetRef,
      minReplicas: spec.minReplicaCount,
      maxReplicas: spec.maxReplicaCount,
      metrics: [
        {
          type: 'External',
          external: {
            metric: { name: METRIC, selector: { matchLabels: { 'scaledobject.keda.sh/name': name } } },
            target: { type: metricType, [amount]: settings.threshold },
          },
        },
      ],
      behavior: spec.advanced?.horizontalPodAutoscalerConfig?.behavior,
    },
  };
}

/** Answers as external.metrics.k8s.io: discovery, or the value of one metric of one ScaledObject. */
async function answer(api: ApiClient, url: string, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(url, 'https://localhost');
  const [, namespace] = /\/namespaces\/([^/]+)\/s0-prometheus$/.exec(pathname) ?? [];
  const [, name] = /scaledobject\.keda\.sh\/name=([^,]+)/.exec(searchParams.get('labelSelector') ?? '') ?? [];
  if (namespace === undefined || name === undefined) return sendJson(response, 200, DISCOVERY);
  const path = `/apis/keda.sh/v1alpha1/namespaces/${namespace}/scaledobjects/${name}`;
  const { body } = await api.send({ method: 'GET', path });
  const [trigger] = (body as Partial<ScaledObject>).spec?.triggers ?? [];
  const value = trigger && (await measure(trigger));
  if (value === undefined)
    return sendJson(response, 500, { kind: 'Status', message: 'the query has no value' });
  const milli = `${Math.round(value * 1000)}m`;
  const item = { metricName: METRIC, timestamp: new Date().toISOString(), value: milli, metricLabels: null };
  sendJson(response, 200, { ...LIST, items: [item] });
}

async function measure({ metadata }: Trigger): Promise<number | undefined> {
  const value = await queryPrometheus(metadata.serverAddress, metadata.query).catch(() => undefined);
  const isNull = value === undefined || Number.isNaN(value);
  return isNull && metadata.ignoreNullValues !== 'false' ? 0 : isNull ? undefined : value;
}

const LIST = { kind: 'ExternalMetricValueList', apiVersion: 'external.metrics.k8s.io/v1beta1', metadata: {} };
const DISCOVERY = {
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion: 'external.metrics.k8s.io/v1beta1',
  resources: [
    {
      name: 'externalmetrics',
      singularName: '',
      namespaced: true,
      kind: 'ExternalMetricValueList',
      verbs: ['get'],
    },
  ],
};

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
