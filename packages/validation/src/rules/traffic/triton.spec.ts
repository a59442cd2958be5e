import { describe, expect, it } from 'vitest';
import { judgeForeign } from '../../testing-foreign.ts';
import { judgeService, remove, set } from '../../testing.ts';

const judge = (yaml: string) => judgeForeign(yaml, ['traffic']);
const ROUTES = 'VirtualService/image-classification';
const SERVICE = 'Service/image-classification';

/** Triton as anybody may run it, one Service before it, and what a test adds. */
const triton = ({
  ports = HTTP_PORT,
  http = '',
  annotations = '{}',
  replicas = 2,
}: Partial<Record<'ports' | 'http' | 'annotations', string>> & { replicas?: number } = {}) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: triton, namespace: ml }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: triton } }
  template:
    metadata: { labels: { app: triton }, annotations: ${annotations} }
    spec: { containers: [{ name: triton, image: "nvcr.io/nvidia/tritonserver:26.07-py3" }] }
---
apiVersion: v1
kind: Service
metadata: { name: triton, namespace: ml }
spec: { selector: { app: triton }, ports: [${ports}] }
---${
  http === ''
    ? ''
    : `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: triton, namespace: ml }
spec: { hosts: [triton.example.com], gateways: [public], http: [${http}] }
---`
}`;

const HTTP_PORT = '{ name: http, port: 8000 }';
const GRPC_PORT = '{ name: grpc, port: 8001 }';
const NO_RETRIES = 'retries: { attempts: 0 }';
const INFER = 'match: [{ uri: { exact: /v2/models/chat/infer } }]';
const TO = (port: number) => `route: [{ destination: { host: triton, port: { number: ${port} } } }]`;

describe('traffic/retries-spare-gpus', () => {
  it('finds what is left to the default of Istio', () => {
    expect(judgeService([remove(ROUTES, '/spec/http/1/retries')])).toEqual([
      "traffic/retries-spare-gpus VirtualService/image-classification /spec/http/1: The route to Triton leaves its retries to Istio's default, which retries on unavailable, cancelled, retriable-status-codes, too.",
    ]);
    expect(judgeService([remove(ROUTES, '/spec/http/1/retries/retryOn')])).toEqual([
      "traffic/retries-spare-gpus VirtualService/image-classification /spec/http/1: The route to Triton leaves retryOn to Istio's default, which retries on unavailable, cancelled, retriable-status-codes, too.",
    ]);
  });

  it('finds retries of what a full queue refuses', () => {
    const http = `{ ${INFER}, ${TO(8000)}, timeout: 5s, retries: { attempts: 2, retryOn: "connect-failure,5xx" } }`;
    expect(judge(triton({ http }))).toEqual([
      'traffic/retries-spare-gpus VirtualService/triton /spec/http/0/retries/retryOn: The route to Triton retries on 5xx: then a pod may already work on the request, or has refused it for want of room.',
    ]);
  });

  it.each([NO_RETRIES, 'retries: { attempts: 1, retryOn: "connect-failure, refused-stream,reset" }'])(
    'accepts %s',
    (retries) => {
      expect(judge(triton({ http: `{ ${INFER}, ${TO(8000)}, timeout: 5s, ${retries} }` }))).toEqual([]);
    },
  );
});

describe('traffic/timeout-stated', () => {
  it('finds a route that waits for ever', () => {
    expect(judgeService([remove(ROUTES, '/spec/http/1/timeout')])).toEqual([
      'traffic/timeout-stated VirtualService/image-classification /spec/http/1: The route http leads to Triton and has no timeout.',
    ]);
  });

  it('finds one of anybody', () => {
    expect(judge(triton({ http: `{ ${INFER}, ${TO(8000)}, ${NO_RETRIES} }` }))).toEqual([
      'traffic/timeout-stated VirtualService/triton /spec/http/0: The route without a name leads to Triton and has no timeout.',
    ]);
  });

  it('accepts a route of streams', () => {
    const http = `{ match: [{ uri: { exact: /v2/models/chat/generate_stream } }], ${TO(8000)}, ${NO_RETRIES} }`;
    expect(judge(triton({ http }))).toEqual([]);
  });
});

describe('traffic/timeout-covers-queue', () => {
  const config = (microseconds: number) =>
    `dynamic_batching { default_queue_policy { timeout_action: REJECT default_timeout_microseconds: ${microseconds} } }`;
  const http = `{ ${INFER}, ${TO(8000)}, timeout: 2s, ${NO_RETRIES} }`;

  it('finds a queue that holds requests longer than the route', () => {
    const annotations = `{ config.fleetwright.dev/chat: 'name: "chat" ${config(2_000_000)}' }`;
    expect(judge(triton({ http, annotations }))).toEqual([
      'traffic/timeout-covers-queue VirtualService/triton /spec/http/0/timeout: The route waits 2s; the model chat lets a request wait 2000ms in its queue alone.',
    ]);
  });

  it('reads the ConfigMap of a model', () => {
    const map = `
apiVersion: v1
kind: ConfigMap
metadata: { name: models, namespace: ml }
data: { config.pbtxt: '${config(3_000_000)}' }
---`;
    const volumes = 'volumes: [{ name: models, configMap: { name: models } }], containers:';
    expect(judge(map + triton({ http }).replace('containers:', volumes))).toEqual([
      'traffic/timeout-covers-queue VirtualService/triton /spec/http/0/timeout: The route waits 2s; the model config.pbtxt lets a request wait 3000ms in its queue alone.',
    ]);
  });

  it('accepts a shorter queue', () => {
    const annotations = `{ config.fleetwright.dev/chat: '${config(1_000_000)}' }`;
    expect(judge(triton({ http, annotations }))).toEqual([]);
  });
});

describe('traffic/port-protocol', () => {
  it('finds a port of ours that says another protocol', () => {
    expect(judgeService([set(SERVICE, '/spec/ports/1/appProtocol', 'http')])).toEqual([
      "traffic/port-protocol Service/image-classification /spec/ports/1: The port grpc leads to Triton's gRPC port, and says http.",
    ]);
  });

  const metrics = `${HTTP_PORT}, { name: metrics, port: 8002 }`;

  it('finds a name without a protocol where a mesh reads it', () => {
    const http = `{ ${INFER}, ${TO(8000)}, timeout: 5s, ${NO_RETRIES} }`;
    expect(judge(triton({ ports: metrics, http }))).toEqual([
      "traffic/port-protocol Service/triton /spec/ports/1: The port metrics leads to Triton's metrics port, and says no protocol.",
    ]);
  });

  it.each([metrics, HTTP_PORT, GRPC_PORT, '{ name: rest, port: 80, targetPort: 8000, appProtocol: http }'])(
    'accepts the ports %s without a mesh',
    (ports) => {
      expect(judge(triton({ ports }))).toEqual([]);
    },
  );

  it('reads the port that Triton was told', () => {
    const yaml = triton({ ports: '{ name: http, port: 80, targetPort: 9001 }' });
    expect(judge(yaml)).toEqual([]);
    expect(
      judge(yaml.replace('name: triton, image', 'args: [--grpc-port=9001], name: triton, image')),
    ).toEqual([
      "traffic/port-protocol Service/triton /spec/ports/0: The port http leads to Triton's gRPC port, and says http.",
    ]);
  });
});

describe('traffic/grpc-methods-routed', () => {
  it('finds a method that is not routed', () => {
    expect(judgeService([remove(ROUTES, '/spec/http/0/match/2')])).toEqual([
      'traffic/grpc-methods-routed VirtualService/image-classification /spec/http/0/match: The gRPC route to Rollout/image-classification does not take ModelReady.',
    ]);
  });

  it('finds a port that nobody can reach', () => {
    const http = `{ ${INFER}, ${TO(8000)}, timeout: 5s, ${NO_RETRIES} }`;
    expect(judge(triton({ ports: `${HTTP_PORT}, ${GRPC_PORT}`, http }))).toEqual([
      'traffic/grpc-methods-routed VirtualService/triton /spec/http: The Service of Deployment/triton exposes gRPC, and no route leads to it.',
    ]);
  });

  it('accepts the methods by a pattern', () => {
    const methods = '(Model(Infer|StreamInfer|Ready|Metadata)|Server(Live|Ready))';
    const http = `{ match: [{ uri: { regex: "/inference.GRPCInferenceService/${methods}" } }], ${TO(8001)}, timeout: 5s, ${NO_RETRIES} }`;
    expect(judge(triton({ ports: GRPC_PORT, http }))).toEqual([]);
  });
});

describe('traffic/management-not-routed', () => {
  it('finds a method of the repository among ours', () => {
    const match = { uri: { exact: '/inference.GRPCInferenceService/RepositoryModelLoad' } };
    expect(judgeService([set(ROUTES, '/spec/http/0/match/-', match)])).toEqual([
      'traffic/management-not-routed VirtualService/image-classification /spec/http/0/match/7: The match (/inference.GRPCInferenceService/RepositoryModelLoad) reaches /inference.GRPCInferenceService/RepositoryModelLoad.',
    ]);
  });

  const route = (match: string, more = '') =>
    judge(triton({ http: `{ ${match}${TO(8000)}, timeout: 5s, ${NO_RETRIES}${more} }` }));

  it.each([
    ['', '(any path)'],
    ['match: [{ uri: { prefix: /v2 } }], ', '(prefix /v2)'],
    ['match: [{ uri: { regex: "/v2/.*" } }], ', '(pattern /v2/.*)'],
  ])('finds that { %s} reaches the repository', (match, shown) => {
    const [finding, ...others] = route(match);
    expect(finding).toContain(`The match ${shown} reaches /v2/repository/index, `);
    expect(others).toEqual([]);
  });

  it('finds the trace settings of a model', () => {
    expect(route('match: [{ uri: { prefix: /v2/models } }], ')).toEqual([
      'traffic/management-not-routed VirtualService/triton /spec/http/0/match/0: The match (prefix /v2/models) reaches /v2/models/any/trace/setting.',
    ]);
    expect(route('match: [{ uri: { prefix: /v2/models/chat } }], ')).toEqual([
      'traffic/management-not-routed VirtualService/triton /spec/http/0/match/0: The match (prefix /v2/models/chat) reaches /v2/models/chat/trace/setting.',
    ]);
  });

  it('finds that reading the settings is enough', () => {
    expect(route('match: [{ method: { exact: GET }, uri: { prefix: /v2 } }], ')).toEqual([
      'traffic/management-not-routed VirtualService/triton /spec/http/0/match/0: The match (GET prefix /v2) reaches /v2/systemsharedmemory/status, /v2/trace/setting, /v2/logging and 1 more.',
    ]);
  });

  it('follows a rewrite', () => {
    expect(route('match: [{ uri: { prefix: /triton/ } }], ', ', rewrite: { uri: / }')).toHaveLength(1);
    expect(
      route('match: [{ uri: { prefix: /triton } }], ', ', rewrite: { uri: /v2/models/chat/infer }'),
    ).toEqual([]);
  });

  it.each([
    '{ uri: { exact: /v2/models/chat/infer } }',
    '{ method: { exact: GET }, uri: { prefix: /v2/health } }',
    '{ uri: { regex: "/v2/models/[^/]+/infer" } }',
    '{ uri: { regex: "(?i)/v2/.*" } }',
  ])('accepts %s', (match) => {
    expect(route(`match: [${match}], `)).toEqual([]);
  });
});

describe('traffic/match-answered', () => {
  it.each([
    ['/spec/http/0/match/6/uri/exact', '/inference.GRPCInferenceService/ServerMetadatum'],
    ['/spec/http/1/match/2/uri/exact', '/v2/health/alive'],
    ['/spec/http/1/match/0/method/exact', 'PUT'],
    ['/spec/http/1/match/0/uri/regex', '/v2/models/image_clasification/infer'],
  ])('finds that nothing answers with %s: %s', (pointer, value) => {
    const [finding, ...others] = judgeService([set(ROUTES, pointer, value)]);
    expect(finding).toContain(
      `traffic/match-answered ${ROUTES} ${pointer.split('/').slice(0, 6).join('/')}: No request that Triton answers at its ${pointer.includes('http/0') ? 'gRPC' : 'HTTP'} port fits the match (`,
    );
    expect(others).toEqual([]);
  });

  it('finds a canary of ours that gets the requests at another port', () => {
    expect(judgeService([set(ROUTES, '/spec/http/1/route/1/destination/port/number', 8001)])).toEqual([
      'traffic/match-answered VirtualService/image-classification /spec/http/1/route: No request that Triton answers at its gRPC port fits a match of the route.',
    ]);
  });

  it('finds HTTP paths that lead to the gRPC port', () => {
    const http = `{ ${INFER}, ${TO(8001)}, timeout: 5s, ${NO_RETRIES} }`;
    expect(judge(triton({ ports: GRPC_PORT, http }))).toEqual([
      'traffic/grpc-methods-routed VirtualService/triton /spec/http/0/match: The gRPC route to Deployment/triton does not take ModelInfer, ModelStreamInfer, ModelReady, ModelMetadata, ServerLive, ServerReady.',
      'traffic/match-answered VirtualService/triton /spec/http/0/route: No request that Triton answers at its gRPC port fits a match of the route.',
    ]);
  });

  it.each([
    '{ uri: { prefix: /v2/models/chat/versions } }',
    '{ uri: { regex: "/v2/models/.+/infer" }, method: { exact: POST } }',
    '{ uri: { regex: "(?i)/infer" } }',
    '{ uri: { exact: /v2/models/chat/generate_stream }, headers: { a: { exact: b } } }',
  ])('accepts %s', (match) => {
    const http = `{ match: [${match}], ${TO(8000)}, timeout: 5s, ${NO_RETRIES} }`;
    const found = judge(triton({ http }));
    expect(found.filter((finding) => finding.startsWith('traffic/match-answered'))).toEqual([]);
  });
});

const RULE = (policy: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: triton, namespace: ml }
spec: { host: triton, trafficPolicy: ${policy} }
---`;

describe('traffic/hash-key-spreads', () => {
  const hash = (key: string) => RULE(`{ loadBalancer: { consistentHash: { ${key} } } }`);

  it.each([
    ['httpHeaderName: model-name', 'the header model-name, which all requests of a model share'],
    ['httpHeaderName: x-user', 'the header x-user, which no route is seen to set or to match'],
    ['useSourceIp: true', "the caller's address, which behind a gateway is the gateway's"],
  ])('finds the key { %s }', (key, shown) => {
    expect(judge(triton() + hash(key))).toEqual([
      `traffic/hash-key-spreads DestinationRule/triton /spec/trafficPolicy/loadBalancer/consistentHash: Requests to Triton of Deployment/triton are hashed by ${shown}.`,
    ]);
  });

  it('finds a hash of ours, which the canary then lacks', () => {
    expect(
      judgeService([
        set('DestinationRule/image-classification', '/spec/trafficPolicy/loadBalancer', {
          consistentHash: { httpHeaderName: 'model-name' },
        }),
      ]),
    ).toEqual([
      'traffic/canary-same-policy DestinationRule/image-classification-canary /spec/trafficPolicy: DestinationRule/image-classification-canary (canary) and DestinationRule/image-classification (stable) set different policies.',
      'traffic/hash-key-spreads DestinationRule/image-classification /spec/trafficPolicy/loadBalancer/consistentHash: Requests to Triton of Rollout/image-classification are hashed by the header model-name, which all requests of a model share.',
    ]);
  });

  it('accepts a header that a route sets, and a cookie', () => {
    const http = `{ ${INFER}, ${TO(8000)}, timeout: 5s, ${NO_RETRIES}, headers: { request: { set: { X-Sequence: a } } } }`;
    expect(judge(triton({ http }) + hash('httpHeaderName: x-sequence'))).toEqual([]);
    expect(judge(triton() + hash('httpCookie: { name: a, ttl: 0s }'))).toEqual([]);
  });
});

describe('traffic/connection-pool-fits', () => {
  const pool = (http: string) => RULE(`{ connectionPool: { http: { ${http} } } }`);
  const annotations = `{ config.fleetwright.dev/chat: 'max_batch_size: 8 instance_group { count: 2 }' }`;

  it('finds connections that end after a few requests', () => {
    expect(judge(triton() + pool('maxRequestsPerConnection: 10'))).toEqual([
      'traffic/connection-pool-fits DestinationRule/triton /spec/trafficPolicy/connectionPool/http/maxRequestsPerConnection: Each connection to Triton of Deployment/triton is closed after 10 requests.',
    ]);
  });

  it('finds fewer requests than one pod computes', () => {
    expect(judge(triton({ annotations }) + pool('http2MaxRequests: 15'))).toEqual([
      'traffic/connection-pool-fits DestinationRule/triton /spec/trafficPolicy/connectionPool/http/http2MaxRequests: 15 requests at once are let in; the models of one pod compute 16.',
    ]);
  });

  it('finds both settings of ours on each side', () => {
    const pointer = '/spec/trafficPolicy/connectionPool/http/http2MaxRequests';
    expect(
      judgeService([
        set('DestinationRule/image-classification', pointer, 4),
        set('DestinationRule/image-classification-canary', pointer, 4),
      ]),
    ).toEqual([
      'traffic/connection-pool-fits DestinationRule/image-classification /spec/trafficPolicy/connectionPool/http/http2MaxRequests: 4 requests at once are let in; the models of one pod compute 8.',
      'traffic/connection-pool-fits DestinationRule/image-classification-canary /spec/trafficPolicy/connectionPool/http/http2MaxRequests: 4 requests at once are let in; the models of one pod compute 8.',
    ]);
  });

  it.each(['http2MaxRequests: 16', 'http1MaxPendingRequests: 1, maxRequestsPerConnection: 0'])(
    'accepts { %s }',
    (http) => {
      expect(judge(triton({ annotations }) + pool(http))).toEqual([]);
    },
  );
});

describe('traffic/ejection-leaves-pods', () => {
  const detection = (percent: number) => RULE(`{ outlierDetection: { maxEjectionPercent: ${percent} } }`);

  it('finds that all pods may go', () => {
    expect(judge(triton() + detection(100))).toEqual([
      'traffic/ejection-leaves-pods DestinationRule/triton /spec/trafficPolicy/outlierDetection/maxEjectionPercent: All pods may be ejected at once: maxEjectionPercent is 100.',
    ]);
  });

  it('finds a single pod', () => {
    expect(judge(triton({ replicas: 1 }) + detection(50))).toEqual([
      'traffic/ejection-leaves-pods DestinationRule/triton /spec/trafficPolicy/outlierDetection: Deployment/triton may run a single pod, which outlier detection would eject.',
    ]);
  });

  it('reads the least number from what scales the pods', () => {
    expect(judgeService([set('ScaledObject/image-classification', '/spec/minReplicaCount', 1)])).toEqual([
      'traffic/ejection-leaves-pods DestinationRule/image-classification /spec/trafficPolicy/outlierDetection: Rollout/image-classification may run a single pod, which outlier detection would eject.',
      'traffic/ejection-leaves-pods DestinationRule/image-classification-canary /spec/trafficPolicy/outlierDetection: Rollout/image-classification may run a single pod, which outlier detection would eject.',
    ]);
  });

  it('accepts two pods', () => {
    expect(judge(triton() + detection(50))).toEqual([]);
  });
});
