import type { VirtualService, VirtualServiceHttpMatch } from '@fleetwright/kube-schemas';
import type { MeshPlan, ModelPlan, ServingPlan, TrafficPlan } from '@fleetwright/plan';
import { planFixture } from '@fleetwright/plan/testing';
import { describe, expect, it } from 'vitest';
import { AMBIENT, AMBIENT_WITH_WAYPOINT } from './mesh-fixture.ts';
import { virtualService } from './virtualservice.ts';

/** The VirtualService of a plan that has one. */
function routesOf(plan: ServingPlan): VirtualService {
  return virtualService(plan)!;
}

const GRPC = '/inference.GRPCInferenceService';

describe('the hosts and gateways of the VirtualService', () => {
  it('are the host of the service at the gateway, in the current API version', () => {
    const { apiVersion, spec } = routesOf(planFixture());
    expect(apiVersion).toBe('networking.istio.io/v1');
    expect(spec.hosts).toEqual(['image-classification.ml.example.com']);
    expect(spec.gateways).toEqual(['istio-ingress/public']);
  });

  it('include the stable Service and the proxies of the mesh when workloads call the service', () => {
    const plan = planWithTraffic({ callers: [{ namespace: 'shop', serviceAccount: 'search' }] });
    const { spec } = routesOf(plan);
    expect(spec.hosts).toEqual([
      'image-classification.ml.example.com',
      'image-classification.ml-inference.svc.cluster.local',
    ]);
    expect(spec.gateways).toEqual(['istio-ingress/public', 'mesh']);
  });

  it('are the stable Service and the proxies of the mesh where there is no gateway, but callers with sidecars', () => {
    const { spec } = routesOf(planFixture({ gateway: undefined, traffic: calledInCluster() }));
    expect(spec.hosts).toEqual(['image-classification.ml-inference.svc.cluster.local']);
    expect(spec.gateways).toEqual(['mesh']);
  });

  it.each<[string, MeshPlan]>([
    ['ambient', AMBIENT],
    ['ambient with a waypoint', AMBIENT_WITH_WAYPOINT],
    ['none', { mode: 'none' }],
  ])('leave out callers without sidecars: mesh %s', (_, mesh) => {
    const { spec } = routesOf(
      planFixture({ mesh, traffic: calledInCluster({ host: 'vision.example.com' }) }),
    );
    expect(spec.hosts).toEqual(['vision.example.com']);
    expect(spec.gateways).toEqual(['istio-ingress/public']);
  });

  it.each<[string, Partial<ServingPlan>]>([
    ['neither gateway nor callers', {}],
    ['no gateway, and callers in an ambient mesh', { mesh: AMBIENT, traffic: calledInCluster() }],
    ['no gateway, and callers without a mesh', { mesh: { mode: 'none' }, traffic: calledInCluster() }],
  ])("are nobody's, so that there is no VirtualService: %s", (_, overrides) => {
    const traffic = { ...planFixture().traffic, host: undefined };
    expect(virtualService(planFixture({ gateway: undefined, traffic, ...overrides }))).toBeUndefined();
  });
});

describe('the routes of the VirtualService', () => {
  it('have one destination without a weight where pods are replaced in place', () => {
    const rollout = { strategy: 'rolling-update', maxSurge: 1, maxUnavailable: 0 } as const;
    const routes = routesOf(planFixture({ rollout })).spec.http?.map(({ name, route }) => [name, route]);
    const host = 'image-classification.ml-inference.svc.cluster.local';
    expect(routes).toEqual([
      ['grpc', [{ destination: { host, port: { number: 8001 } } }]],
      ['http', [{ destination: { host, port: { number: 8000 } } }]],
    ]);
  });
  it.each<[TrafficPlan['protocols'], string[]]>([
    [
      ['http', 'grpc'],
      ['grpc', 'http'],
    ],
    [
      ['grpc', 'http'],
      ['grpc', 'http'],
    ],
    [['http'], ['http']],
    [['grpc'], ['grpc']],
  ])('for the protocols %j are named %j', (protocols, names) => {
    const { spec } = routesOf(planWithTraffic({ protocols }));
    expect(spec.http?.map(({ name }) => name)).toEqual(names);
  });

  it.each([
    ['grpc', 8001],
    ['http', 8000],
  ])('split %s between the stable and the canary Service at port %i', (name, port) => {
    const route = routesOf(planFixture()).spec.http?.find((candidate) => candidate.name === name);
    expect(route?.route).toEqual([
      {
        destination: {
          host: 'image-classification.ml-inference.svc.cluster.local',
          port: { number: port },
        },
        weight: 100,
      },
      {
        destination: {
          host: 'image-classification-canary.ml-inference.svc.cluster.local',
          port: { number: port },
        },
        weight: 0,
      },
    ]);
  });

  it('state the time-out and the retries of the plan', () => {
    for (const route of routesOf(planFixture()).spec.http ?? []) {
      expect(route.timeout).toBe('10s');
      expect(route.retries).toEqual({
        attempts: 1,
        retryOn: 'connect-failure,refused-stream',
      });
    }
  });

  it('have no time-out and no retry when the plan has none', () => {
    const streams = planWithTraffic({ streaming: true, timeoutSeconds: undefined, retries: undefined });
    for (const route of routesOf(streams).spec.http ?? []) {
      expect(route.timeout).toBeUndefined();
      expect(route.retries).toEqual({ attempts: 0 });
    }
  });
});

describe('requests to the host', () => {
  const detection = model({ name: 'detection.v2' });
  const chat = model({ name: 'llama2_chat', decoupled: true });
  const routes = routesOf(planFixture({ models: [detection, chat] }));

  it.each([
    ['POST', '/v2/models/detection.v2/infer'],
    ['POST', '/v2/models/detection.v2/versions/1/infer'],
    ['POST', '/v2/models/detection.v2/versions/20/infer'],
    ['GET', '/v2/models/detection.v2'],
    ['GET', '/v2/models/detection.v2/versions/1'],
    ['GET', '/v2/models/detection.v2/ready'],
    ['GET', '/v2/models/detection.v2/versions/1/ready'],
    ['POST', '/v2/models/llama2_chat/infer'],
    ['POST', '/v2/models/llama2_chat/generate'],
    ['POST', '/v2/models/llama2_chat/generate_stream'],
    ['POST', '/v2/models/llama2_chat/versions/1/generate_stream'],
    ['GET', '/v2/health/live'],
    ['GET', '/v2/health/ready'],
    ['GET', '/v2'],
  ])('%s %s reach the HTTP port', (method, path) => {
    expect(routeOf(routes, method, path)).toBe('http');
  });

  it.each([
    'ModelInfer',
    'ModelStreamInfer',
    'ModelReady',
    'ModelMetadata',
    'ServerLive',
    'ServerReady',
    'ServerMetadata',
  ])('of the gRPC method %s reach the gRPC port', (method) => {
    expect(routeOf(routes, 'POST', `${GRPC}/${method}`)).toBe('grpc');
  });

  it.each([
    ['POST', '/v2/repository/index'],
    ['POST', '/v2/repository/models/detection.v2/load'],
    ['POST', '/v2/repository/models/detection.v2/unload'],
    ['GET', '/v2/systemsharedmemory/status'],
    ['POST', '/v2/systemsharedmemory/region/r/register'],
    ['POST', '/v2/cudasharedmemory/region/r/register'],
    ['GET', '/v2/trace/setting'],
    ['POST', '/v2/trace/setting'],
    ['POST', '/v2/models/detection.v2/trace/setting'],
    ['GET', '/v2/logging'],
    ['POST', '/v2/logging'],
    ['GET', '/v2/models/detection.v2/config'],
    ['GET', '/v2/models/detection.v2/stats'],
    ['GET', '/v2/models/detection.v2/versions/1/stats'],
    ['GET', '/v2/models/stats'],
    ['GET', '/v2/models'],
    ['GET', '/metrics'],
    ['POST', `${GRPC}/RepositoryModelLoad`],
    ['POST', `${GRPC}/RepositoryModelUnload`],
    ['POST', `${GRPC}/RepositoryIndex`],
    ['POST', `${GRPC}/SystemSharedMemoryRegister`],
    ['POST', `${GRPC}/CudaSharedMemoryRegister`],
    ['POST', `${GRPC}/TraceSetting`],
    ['POST', `${GRPC}/LogSettings`],
    ['POST', `${GRPC}/ModelConfig`],
    ['POST', `${GRPC}/ModelStatistics`],
    ['POST', `${GRPC}/`],
    ['POST', '/'],
  ])('%s %s, an administrative interface, have no route', (method, path) => {
    expect(routeOf(routes, method, path)).toBeUndefined();
  });

  it.each([
    ['a model that the service does not have', 'POST', '/v2/models/other/infer'],
    ['a name that a dot of the model name would match as a pattern', 'POST', '/v2/models/detectionXv2/infer'],
    ['the generate extension of a model that answers once', 'POST', '/v2/models/detection.v2/generate'],
    ['a version that is no number', 'POST', '/v2/models/detection.v2/versions/latest/infer'],
    ['a longer path', 'POST', '/v2/models/detection.v2/infer/../../../repository/index'],
    ['an encoded path', 'POST', '/v2/models/detection.v2%2Finfer'],
    ['inference by GET', 'GET', '/v2/models/detection.v2/infer'],
    ['readiness by POST', 'POST', '/v2/health/ready'],
  ])('for %s have no route', (_, method, path) => {
    expect(routeOf(routes, method, path)).toBeUndefined();
  });

  it('reach the generate extension of every model when the service streams', () => {
    const plan = planWithTraffic({ streaming: true });
    const path = '/v2/models/image_classification/generate_stream';
    expect(routeOf(routesOf(plan), 'POST', path)).toBe('http');
  });

  it('of a protocol that the service does not offer have no route', () => {
    const httpOnly = routesOf(planWithTraffic({ protocols: ['http'] }));
    const grpcOnly = routesOf(planWithTraffic({ protocols: ['grpc'] }));
    expect(routeOf(httpOnly, 'POST', `${GRPC}/ModelInfer`)).toBeUndefined();
    expect(routeOf(grpcOnly, 'POST', '/v2/models/image_classification/infer')).toBeUndefined();
  });

  it('take the same routes after a model has got a further version', () => {
    const plan = planFixture();
    const [version] = plan.models[0]!.versions;
    const next = model({ versions: [version!, { ...version!, version: 2 }] });
    expect(routesOf({ ...plan, models: [next] })).toEqual(routesOf(plan));
  });
});

function calledInCluster(overrides: Partial<TrafficPlan> = {}): TrafficPlan {
  const callers = [{ namespace: 'shop', serviceAccount: 'search' }];
  return { ...planFixture().traffic, host: undefined, callers, ...overrides };
}

function planWithTraffic(overrides: Partial<TrafficPlan>): ServingPlan {
  const plan = planFixture();
  return { ...plan, traffic: { ...plan.traffic, ...overrides } };
}

function model(overrides: Partial<ModelPlan>): ModelPlan {
  return { ...planFixture().models[0]!, ...overrides };
}

// The first route whose match holds, as Istio reads it: conditions of one match are joined by and, and a
// pattern covers the whole path.
function routeOf(resource: VirtualService, method: string, path: string): string | undefined {
  return resource.spec.http?.find((route) => route.match?.some((match) => holds(match, method, path)))?.name;
}

function holds(match: VirtualServiceHttpMatch, method: string, path: string): boolean {
  return meets(match.method, method) && meets(match.uri, path);
}

function meets(condition: VirtualServiceHttpMatch['uri'], text: string): boolean {
  if (condition === undefined) return true;
  if (condition.exact !== undefined) return condition.exact === text;
  if (condition.prefix !== undefined) return text.startsWith(condition.prefix);
  return new RegExp(`^(?:${condition.regex})$`).test(text);
}
