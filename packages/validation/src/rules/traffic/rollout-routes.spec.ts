import { describe, expect, it } from 'vitest';
import { judgeForeign } from '../../testing-foreign.ts';
import { judgeService, remove, set } from '../../testing.ts';

const judge = (yaml: string, facts = {}) => judgeForeign(yaml, ['traffic'], facts);
const ROUTES = 'VirtualService/image-classification';
const ROLLOUT = 'Rollout/image-classification';
const ISTIO = '/spec/strategy/canary/trafficRouting/istio/virtualService';

const foreign = ({
  http,
  routes = '',
  name = 'chat',
  namespace = 'ml',
}: {
  http: string;
  routes?: string;
  name?: string;
  namespace?: string;
}) => `
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: chat, namespace: ml }
spec:
  strategy: { canary: { stableService: chat, canaryService: chat-canary,
    trafficRouting: { istio: { virtualService: { name: ${name}${routes} } } } } }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: chat, namespace: ${namespace} }
spec: { hosts: [chat.example.com], gateways: [public], http: [${http}] }
---
apiVersion: v1
kind: Service
metadata: { name: chat, namespace: ml }
spec: { ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: chat-canary, namespace: ml }
spec: { ports: [{ port: 80 }] }
---`;

const SPLIT =
  '{ destination: { host: chat }, weight: 100 }, { destination: { host: chat-canary }, weight: 0 }';

describe('traffic/weights-at-rest', () => {
  it('finds a canary that is committed with a share', () => {
    expect(
      judgeService([
        set(ROUTES, '/spec/http/0/route/0/weight', 80),
        set(ROUTES, '/spec/http/0/route/1/weight', 20),
      ]),
    ).toEqual([
      'traffic/weights-at-rest VirtualService/image-classification /spec/http/0/route/0: The committed weights are stable 80, canary 20; Rollout/image-classification moves them from stable 100, canary 0.',
    ]);
  });

  it('finds weights that are missing', () => {
    expect(
      judge(
        foreign({
          http: '{ route: [{ destination: { host: chat } }, { destination: { host: chat-canary } }] }',
        }),
      ),
    ).toEqual([
      'traffic/weights-at-rest VirtualService/chat /spec/http/0/route/0: The committed weights are stable 0, canary 0; Rollout/chat moves them from stable 100, canary 0.',
    ]);
  });

  it('finds a route of anybody whose weights are all 0', () => {
    expect(
      judge(
        foreign({
          http: `{ name: b, match: [{ uri: { exact: /b } }], route: [{ destination: { host: chat }, weight: 0 }, { destination: { host: chat } }] }, { name: a, route: [${SPLIT}] }`,
          routes: ', routes: [a]',
        }),
      ),
    ).toEqual([
      'traffic/weights-at-rest VirtualService/chat /spec/http/0/route: The 2 destinations of the route have weights of 0 or none.',
    ]);
  });

  it('accepts the weights at rest', () => {
    expect(judge(foreign({ http: `{ route: [${SPLIT}] }` }))).toEqual([]);
  });
});

describe('traffic/rollout-routes-exist', () => {
  it('finds a route that the VirtualService names otherwise', () => {
    expect(judgeService([set(ROUTES, '/spec/http/1/name', 'rest')])).toEqual([
      'traffic/rollout-routes-exist Rollout/image-classification /spec/strategy/canary/trafficRouting/istio/virtualService/routes/0: VirtualService/image-classification has no route named http; it has grpc, rest.',
    ]);
  });

  it('finds a route to the canary that the list leaves out', () => {
    expect(judgeService([remove(ROLLOUT, `${ISTIO}/routes/1`)])).toEqual([
      'traffic/rollout-routes-exist VirtualService/image-classification /spec/http/0: The route grpc leads to the canary of Rollout/image-classification, which does not list it.',
    ]);
  });

  it('finds a VirtualService that is not there', () => {
    expect(judgeService([set(ROLLOUT, `${ISTIO}/name`, 'image-classifier')])).toEqual([
      'traffic/rollout-routes-exist Rollout/image-classification /spec/strategy/canary/trafficRouting/istio/virtualService/name: There is no VirtualService image-classifier in namespace ml-inference.',
    ]);
  });

  it('finds a list that is missing before two routes', () => {
    expect(judgeService([remove(ROLLOUT, `${ISTIO}/routes`)])).toEqual([
      'traffic/rollout-routes-exist Rollout/image-classification /spec/strategy/canary/trafficRouting/istio/virtualService: VirtualService/image-classification has 2 HTTP routes, and the Rollout lists none of them.',
    ]);
  });

  it('finds a name that two routes have', () => {
    const http = `{ name: a, match: [{ uri: { exact: /a } }], route: [${SPLIT}] }, { name: a, route: [${SPLIT}] }`;
    expect(judge(foreign({ http, routes: ', routes: [a]' }))).toEqual([
      'traffic/rollout-routes-exist Rollout/chat /spec/strategy/canary/trafficRouting/istio/virtualService/routes/0: VirtualService/chat has 2 routes named a: only the first is steered.',
    ]);
  });

  it('accepts no list before one route', () => {
    expect(judge(foreign({ http: `{ route: [${SPLIT}] }` }))).toEqual([]);
  });
});

describe('traffic/route-splits', () => {
  it('finds a route without the canary', () => {
    expect(judgeService([remove(ROUTES, '/spec/http/0/route/1')])).toEqual([
      'traffic/route-splits VirtualService/image-classification /spec/http/0/route: The route grpc has no canary destination of Rollout/image-classification.',
    ]);
  });

  it('finds a destination that Argo Rollouts would remove', () => {
    const http = `{ route: [${SPLIT}, { destination: { host: other.example.com }, weight: 0 }] }`;
    expect(judge(foreign({ http }))).toEqual([
      'traffic/route-splits VirtualService/chat /spec/http/0/route: The route without a name leads to other.example.com, which is neither stable nor canary of Rollout/chat.',
    ]);
  });
});

describe('traffic/rollout-namespace', () => {
  const http = `{ route: [${SPLIT}] }`;

  it('finds a VirtualService of another namespace that is named without it', () => {
    const full = http
      .replace('host: chat }', 'host: chat.ml.svc.cluster.local }')
      .replace('host: chat-canary }', 'host: chat-canary.ml.svc.cluster.local }');
    expect(judge(foreign({ http: full, namespace: 'istio' }))).toEqual([
      'traffic/rollout-namespace Rollout/chat /spec/strategy/canary/trafficRouting/istio/virtualService/name: VirtualService/chat stands in namespace istio, not in ml.',
    ]);
    expect(judge(foreign({ http: full, namespace: 'istio', name: 'chat.istio' }))).toEqual([]);
  });

  it('finds destinations that mean the other namespace, where such Services are not', () => {
    expect(judge(foreign({ http, namespace: 'istio', name: 'chat.istio' }))).toEqual([
      'traffic/destination-exists VirtualService/chat /spec/http/0/route/0/destination/host: There is no Service for the host chat.',
      'traffic/destination-exists VirtualService/chat /spec/http/0/route/1/destination/host: There is no Service for the host chat-canary.',
      'traffic/rollout-namespace VirtualService/chat /spec/http/0/route: Without a namespace, chat, chat-canary are Services of namespace istio; Rollout/chat is in ml.',
    ]);
  });
});

describe('traffic/canary-same-policy', () => {
  const RULE = 'DestinationRule/image-classification-canary';

  it('finds limits that only the canary has', () => {
    expect(
      judgeService([set(RULE, '/spec/trafficPolicy/connectionPool/http/http1MaxPendingRequests', 1)]),
    ).toEqual([
      'traffic/canary-same-policy DestinationRule/image-classification-canary /spec/trafficPolicy: DestinationRule/image-classification-canary (canary) and DestinationRule/image-classification (stable) set different policies.',
    ]);
  });

  const RULE_OF = (host: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: ${host}, namespace: ml }
spec: { host: ${host}, trafficPolicy: { tls: { mode: ISTIO_MUTUAL } } }
---`;
  const http = `{ route: [${SPLIT}] }`;

  it('finds a policy of the stable Service alone', () => {
    expect(judge(foreign({ http }) + RULE_OF('chat'))).toEqual([
      'traffic/canary-same-policy DestinationRule/chat /spec/host: DestinationRule/chat sets a policy for one side of Rollout/chat; the Service chat-canary has none.',
    ]);
  });

  it('accepts the same policy for both', () => {
    expect(judge(foreign({ http }) + RULE_OF('chat') + RULE_OF('chat-canary'))).toEqual([]);
  });
});

describe('traffic/destination-rule-host', () => {
  it('finds a host that nobody has, and the canary without a policy', () => {
    expect(
      judgeService([
        set('DestinationRule/image-classification-canary', '/spec/host', 'image-classification-canry'),
      ]),
    ).toEqual([
      'traffic/destination-rule-host DestinationRule/image-classification-canary /spec/host: There is no Service for the host image-classification-canry.',
      'traffic/canary-same-policy DestinationRule/image-classification /spec/host: DestinationRule/image-classification sets a policy for one side of Rollout/image-classification; the Service image-classification-canary has none.',
    ]);
  });

  const RULE = (host: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: chat, namespace: ml }
spec: { host: ${host} }
---`;

  it('finds another domain than that of all other hosts', () => {
    const host = 'image-classification.ml-inference.svc.cluster.locale';
    expect(judgeService([set('DestinationRule/image-classification', '/spec/host', host)])).toEqual([
      'traffic/destination-rule-host DestinationRule/image-classification /spec/host: image-classification.ml-inference.svc.cluster.locale ends with the domain cluster.locale, other hosts with cluster.local.',
    ]);
  });

  it('finds one of anybody', () => {
    expect(judge(RULE('chat'))).toEqual([
      'traffic/destination-rule-host DestinationRule/chat /spec/host: There is no Service for the host chat.',
    ]);
  });

  it.each(['"*.ml.svc.cluster.local"', 'api.example.com', '"*.local"'])('accepts the host %s', (host) => {
    expect(judge(RULE(host))).toEqual([]);
  });
});
