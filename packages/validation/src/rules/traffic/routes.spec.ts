import { describe, expect, it } from 'vitest';
import { planInputsFixture } from '@fleetwright/plan/testing-inputs';
import { judgeCluster } from '../../testing-cluster.ts';
import { judgeForeign } from '../../testing-foreign.ts';
import { add, judgeService, remove, set } from '../../testing.ts';
import { oneOwnerOfRoute } from './one-owner-of-route.ts';

const judge = (yaml: string, facts = {}) => judgeForeign(yaml, ['traffic'], facts);
const ROUTES = 'VirtualService/image-classification';

const ROUTE = (spec: string, name = 'chat') => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: ml }
spec: ${spec}
---`;

const SERVICE = (ports = '{ name: http, port: 8000 }') => `
apiVersion: v1
kind: Service
metadata: { name: chat, namespace: ml }
spec: { ports: [${ports}] }
---`;

const GATEWAY = (hosts: string) => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: ml }
spec: { servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [${hosts}] }] }
---`;

const TO_CHAT = 'route: [{ destination: { host: chat } }]';

describe('traffic/hosts-present', () => {
  it('finds routes of ours that nothing reads', () => {
    expect(judgeService([remove(ROUTES, '/spec/hosts')])).toEqual([
      'traffic/hosts-present VirtualService/image-classification /spec: The VirtualService has no hosts, and no other one delegates to it: nothing reads its routes.',
    ]);
  });

  it('finds an empty list of anybody', () => {
    expect(judge(SERVICE() + ROUTE(`{ hosts: [], http: [{ ${TO_CHAT} }] }`))).toEqual([
      'traffic/hosts-present VirtualService/chat /spec: The VirtualService has no hosts, and no other one delegates to it: nothing reads its routes.',
    ]);
  });

  it('accepts what another VirtualService delegates to', () => {
    const root = ROUTE(
      '{ hosts: [a.example.com], gateways: [public], http: [{ delegate: { name: chat } }] }',
      'root',
    );
    expect(judge(SERVICE() + root + ROUTE(`{ http: [{ ${TO_CHAT} }] }`))).toEqual([]);
  });
});

describe('traffic/destination-port', () => {
  it('finds a port that the Service lacks', () => {
    expect(judgeService([set(ROUTES, '/spec/http/1/route/0/destination/port/number', 8080)])).toEqual([
      'traffic/destination-port VirtualService/image-classification /spec/http/1/route/0/destination/port/number: Service/image-classification has no port 8080; it has 8000, 8001.',
    ]);
  });

  it('finds a destination without a port before a Service of two', () => {
    const yaml = SERVICE('{ name: http, port: 8000 }, { name: grpc, port: 8001 }');
    expect(judge(yaml + ROUTE(`{ hosts: [chat], http: [{ ${TO_CHAT} }] }`))).toEqual([
      'traffic/destination-port VirtualService/chat /spec/http/0/route/0/destination: The destination names no port, and Service/chat has the ports 8000, 8001.',
    ]);
  });

  it('finds the port of a mirror', () => {
    const mirror = 'mirror: { host: chat, port: { number: 9000 } }';
    expect(judge(SERVICE() + ROUTE(`{ hosts: [chat], http: [{ ${TO_CHAT}, ${mirror} }] }`))).toEqual([
      'traffic/destination-port VirtualService/chat /spec/http/0/mirror/port/number: Service/chat has no port 9000; it has 8000.',
    ]);
  });

  it('accepts no port before a Service of one', () => {
    expect(judge(SERVICE() + ROUTE(`{ hosts: [chat], http: [{ ${TO_CHAT} }] }`))).toEqual([]);
  });
});

describe('traffic/subset-exists', () => {
  const RULE = (subset: string, host = 'chat') => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: chat, namespace: ml }
spec: { host: ${host}, subsets: [{ name: ${subset}, labels: { version: v1 } }] }
---`;
  const TO_SUBSET = ROUTE(
    '{ hosts: [chat], http: [{ route: [{ destination: { host: chat, subset: v1 } }] }] }',
  );

  it('finds a subset of ours that no DestinationRule defines', () => {
    expect(judgeService([set(ROUTES, '/spec/http/1/route/0/destination/subset', 'v1')])).toEqual([
      'traffic/subset-exists VirtualService/image-classification /spec/http/1/route/0/destination/subset: DestinationRule/image-classification does not define the subset v1 of image-classification.ml-inference.svc.cluster.local; it defines none.',
    ]);
  });

  it('finds a subset that nothing given defines', () => {
    expect(judge(SERVICE() + TO_SUBSET)).toEqual([
      'traffic/subset-exists VirtualService/chat /spec/http/0/route/0/destination/subset: No DestinationRule defines the subset v1 of chat.',
    ]);
  });

  it('finds the subsets that a Rollout names', () => {
    const rollout = `
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: chat, namespace: ml }
spec:
  strategy: { canary: { trafficRouting: { istio: {
    virtualService: { name: chat },
    destinationRule: { name: chat, stableSubsetName: v1, canarySubsetName: canary } } } } }
---`;
    const yaml = SERVICE() + RULE('v1') + rollout;
    expect(
      judge(
        yaml +
          ROUTE(
            '{ hosts: [chat], http: [{ route: [{ destination: { host: chat, subset: v1 }, weight: 100 }, { destination: { host: chat, subset: canary }, weight: 0 }] }] }',
          ),
      ),
    ).toEqual([
      'traffic/subset-exists VirtualService/chat /spec/http/0/route/1/destination/subset: DestinationRule/chat does not define the subset canary of chat; it defines v1.',
      'traffic/subset-exists Rollout/chat /spec/strategy/canary/trafficRouting/istio/destinationRule/canarySubsetName: DestinationRule/chat does not define the subset canary; it defines v1.',
    ]);
    expect(
      judge(
        SERVICE() +
          rollout +
          ROUTE('{ hosts: [chat], http: [{ route: [{ destination: { host: chat } }] }] }'),
      ),
    ).toEqual([
      'traffic/subset-exists Rollout/chat /spec/strategy/canary/trafficRouting/istio/destinationRule/name: There is no DestinationRule chat in namespace ml.',
      'traffic/route-splits VirtualService/chat /spec/http/0/route: The route without a name has no stable and no canary destination of Rollout/chat.',
    ]);
  });

  it.each(['chat', 'chat.ml.svc.cluster.local'])('accepts a subset of the host %s', (host) => {
    expect(judge(SERVICE() + RULE('v1', host) + TO_SUBSET)).toEqual([]);
  });
});

describe('traffic/gateway-known', () => {
  it('finds a gateway that the cluster lacks', () => {
    expect(judgeService([set(ROUTES, '/spec/gateways/0', 'istio-ingress/private')])).toEqual([
      'traffic/gateway-known VirtualService/image-classification /spec/gateways/0: The cluster prod-us-east has no gateway istio-ingress/private; its gateway is istio-ingress/public.',
    ]);
  });

  it('finds a host that the gateway does not serve', () => {
    expect(judgeService([set(ROUTES, '/spec/hosts/0', 'image-classification.ml.example.org')])).toEqual([
      'traffic/gateway-known VirtualService/image-classification /spec/hosts/0: The gateway istio-ingress/public does not serve image-classification.ml.example.org; it serves *.ml.example.com.',
    ]);
  });

  it("finds a host of the gateway's that is not bound to it", () => {
    expect(judgeService([remove(ROUTES, '/spec/gateways')])).toEqual([
      'traffic/gateway-known VirtualService/image-classification /spec: The host image-classification.ml.example.com is one of the gateway istio-ingress/public, which the VirtualService is not bound to.',
    ]);
  });

  it('accepts a Gateway that is given', () => {
    const { cluster } = planInputsFixture();
    const yaml =
      SERVICE() + ROUTE(`{ hosts: [chat.example.org], gateways: [public], http: [{ ${TO_CHAT} }] }`);
    expect(judge(yaml + GATEWAY('"*.example.org"'), { cluster: cluster.content })).toEqual([]);
  });
});

describe('traffic/gateway-serves-host', () => {
  const yaml = SERVICE() + ROUTE(`{ hosts: [chat.example.com], gateways: [public], http: [{ ${TO_CHAT} }] }`);

  it.each(['other.example.com', '"*.example.org"', 'other/chat.example.com'])(
    'finds that %s is another host',
    (hosts) => {
      const served = hosts.includes('/') ? 'nothing for this namespace' : hosts.replaceAll('"', '');
      expect(judge(yaml + GATEWAY(hosts))).toEqual([
        `traffic/gateway-serves-host VirtualService/chat /spec/hosts/0: Gateway/public does not serve chat.example.com; it serves ${served}.`,
      ]);
    },
  );

  it.each([
    '"*"',
    'chat.example.com',
    '"*.example.com"',
    'ml/chat.example.com',
    './chat.example.com',
    '"*/*.example.com"',
  ])('accepts a server of %s', (hosts) => {
    expect(judge(yaml + GATEWAY(hosts))).toEqual([]);
  });
});

describe('traffic/match-reachable', () => {
  const order = (matches: string) => judge(SERVICE() + ROUTE(`{ hosts: [chat], http: [${matches}] }`));
  const to = (match: string, subset = 'v1') =>
    `{ match: [${match}], route: [{ destination: { host: chat, port: { number: 8000 } }, headers: { request: { set: { to: ${subset} } } } }] }`;

  it('finds a route behind one that takes everything', () => {
    expect(judgeService([remove(ROUTES, '/spec/http/0/match')])).toEqual([
      'traffic/match-reachable VirtualService/image-classification /spec/http/1/match/0: No request reaches this match (POST pattern /v2/models/image_classification(/versions/[0-9]+)?/infer) and 4 more: an earlier one takes them (any path).',
      'traffic/management-not-routed VirtualService/image-classification /spec/http/0: The match (any path) reaches /inference.GRPCInferenceService/RepositoryModelLoad, /inference.GRPCInferenceService/RepositoryIndex, /inference.GRPCInferenceService/SystemSharedMemoryRegister and 3 more.',
    ]);
  });

  it.each([
    ['{ uri: { prefix: /v2 } }', '{ uri: { prefix: /v2/models } }'],
    ['{ uri: { prefix: /v2 } }', '{ uri: { exact: /v2/health }, method: { exact: GET } }'],
    ['{ uri: { regex: "/a.*" } }', '{ uri: { regex: "/a.*" } }'],
    ['{ uri: { prefix: /V2 }, ignoreUriCase: true }', '{ uri: { prefix: /v2 } }'],
    ['{ name: a, uri: { exact: /a } }', '{ name: b, uri: { exact: /a } }'],
    ['{ headers: { a: { exact: b } } }', '{ headers: { a: { exact: b } }, uri: { exact: /a } }'],
  ])('finds that %s covers %s', (first, second) => {
    expect(order(`${to(first)}, ${to(second, 'v2')}`)).toHaveLength(1);
  });

  it.each([
    ['{ uri: { prefix: /v2/models } }', '{ uri: { prefix: /v2 } }'],
    ['{ uri: { prefix: /v2 }, method: { exact: POST } }', '{ uri: { prefix: /v2 } }'],
    ['{ uri: { prefix: /v2 } }', '{ uri: { prefix: /v2 }, ignoreUriCase: true }'],
    ['{ uri: { regex: "/a.*" } }', '{ uri: { exact: /ab } }'],
    ['{ headers: { a: { exact: b } } }', '{ headers: { a: { exact: c } } }'],
  ])('accepts %s before %s', (first, second) => {
    expect(order(`${to(first)}, ${to(second, 'v2')}`)).toEqual([]);
  });

  it('accepts a later route to the same destination', () => {
    expect(order(`${to('{ uri: { prefix: /a } }')}, ${to('{ uri: { prefix: /a/b } }')}`)).toEqual([]);
  });

  it('finds a match twice in one route', () => {
    expect(order(to('{ uri: { exact: /a } }, { uri: { exact: /a } }'))).toEqual([
      'traffic/match-reachable VirtualService/chat /spec/http/0/match/1: No request reaches this match (/a): an earlier one takes them (/a).',
    ]);
  });
});

describe('traffic/retries-fit-timeout', () => {
  it('finds tries that need longer than the route waits', () => {
    expect(judgeService([set(ROUTES, '/spec/http/1/retries/perTryTimeout', '6s')])).toEqual([
      'traffic/retries-fit-timeout VirtualService/image-classification /spec/http/1/retries: 2 tries of 6s need 12s; the timeout of the route is 10s.',
    ]);
  });

  it('finds them on routes of anybody', () => {
    const yaml = ROUTE(
      `{ hosts: [chat], http: [{ ${TO_CHAT}, timeout: 300s, retries: { attempts: 3, perTryTimeout: 100s } }] }`,
    );
    expect(judge(SERVICE() + yaml)).toEqual([
      'traffic/retries-fit-timeout VirtualService/chat /spec/http/0/retries: 4 tries of 100s need 400s; the timeout of the route is 300s.',
    ]);
  });

  it.each([
    'timeout: 10s, retries: { attempts: 3, perTryTimeout: 2.5s }',
    'timeout: 0s, retries: { attempts: 3, perTryTimeout: 2s }',
    'retries: { attempts: 3, perTryTimeout: 2s }',
    'timeout: 1s, retries: { attempts: 0, perTryTimeout: 2s }',
  ])('accepts { %s }', (fields) => {
    expect(judge(SERVICE() + ROUTE(`{ hosts: [chat], http: [{ ${TO_CHAT}, ${fields} }] }`))).toEqual([]);
  });
});

describe('traffic/one-router-per-host', () => {
  const HTTP_ROUTE = (spec: string) => `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: chat, namespace: ml }
spec: ${spec}
---`;

  it('finds a route of the Gateway API for a host of ours', () => {
    const host = 'image-classification.us-east.ml.example.com';
    const found = judgeService([add(HTTP_ROUTE(`{ hostnames: [${host}], parentRefs: [{ name: public }] }`))]);
    expect(found.filter((finding) => finding.startsWith('traffic/'))).toEqual([]);
  });

  it('finds one for callers of the same Service', () => {
    const yaml = SERVICE() + ROUTE(`{ hosts: [chat], http: [{ ${TO_CHAT} }] }`);
    expect(judge(yaml + HTTP_ROUTE('{ parentRefs: [{ kind: Service, name: chat }] }'))).toEqual([
      'traffic/one-router-per-host VirtualService/chat /spec/hosts/0: HTTPRoute/chat of the Gateway API routes chat, too.',
    ]);
  });

  it('accepts another host', () => {
    const yaml = SERVICE() + ROUTE(`{ hosts: ["*"], gateways: [public], http: [{ ${TO_CHAT} }] }`);
    expect(judge(yaml + HTTP_ROUTE('{ hostnames: [chat.example.com] }'))).toEqual([]);
  });
});

describe('traffic/one-owner-of-route', () => {
  const sets = (first: string, second: string) =>
    judgeCluster(oneOwnerOfRoute, { 'a.yaml': ROUTE(first, 'a'), 'b.yaml': ROUTE(second, 'b') });
  const match = (path: string) => `{ match: [{ uri: { exact: ${path} } }], ${TO_CHAT} }`;
  const at = (host: string, http: string) =>
    `{ hosts: [${host}], gateways: [istio/public], http: [${http}] }`;

  it('finds the same request of a host at one gateway', () => {
    expect(
      sets(at('a.example.com', match('/a')), at('a.example.com', `${match('/b')}, ${match('/a')}`)),
    ).toEqual([
      'VirtualService/b in b.yaml /spec/hosts/0: VirtualService/a of namespace ml routes /a of a.example.com at istio/public, too.',
    ]);
  });

  it('finds two for one Service in the mesh, whatever they match', () => {
    expect(
      sets(
        `{ hosts: [chat], http: [${match('/a')}] }`,
        `{ hosts: [chat.ml.svc.cluster.local], http: [${match('/b')}] }`,
      ),
    ).toEqual([
      'VirtualService/b in b.yaml /spec/hosts/0: VirtualService/a of namespace ml routes requests of chat.ml.svc at mesh, too.',
    ]);
  });

  it.each([
    ['another path', at('a.example.com', match('/a')), at('a.example.com', match('/b'))],
    ['another host', at('a.example.com', match('/a')), at('b.example.com', match('/a'))],
    [
      'another gateway',
      at('a.example.com', match('/a')),
      at('a.example.com', match('/a')).replace('public', 'private'),
    ],
  ])('accepts %s', (_title, first, second) => {
    expect(sets(first, second)).toEqual([]);
  });
});
