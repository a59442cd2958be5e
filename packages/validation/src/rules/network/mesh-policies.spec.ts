import { planInputsFixture } from '@fleetwright/plan/testing-inputs';
import { describe, expect, it } from 'vitest';
import { judgeService, judgeYaml, remove, set, type Edit } from '../../testing.ts';
import { BEHIND_WAYPOINT } from '../../testing-waypoint.ts';

const NAME = 'image-classification';
const POLICY = `AuthorizationPolicy/${NAME}`;
const PEERS = `PeerAuthentication/${NAME}`;
const GATEWAY = '/spec/rules/0/from/0/source/principals/0';

/** Triton of somebody else, a Service of its ports, and an AuthorizationPolicy. */
const foreign = (spec: string, more = '') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: vision, namespace: ml }
spec:
  selector: { matchLabels: { app: vision } }
  template:
    metadata: { labels: { app: vision } }
    spec: { containers: [{ name: triton, image: nvcr.io/nvidia/tritonserver:26.07-py3 }] }
---
apiVersion: v1
kind: Service
metadata: { name: vision, namespace: ml }
spec: { selector: { app: vision }, ports: [{ name: http, port: 80, targetPort: 8000 }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: vision, namespace: ml }
spec: ${spec}
---
${more}`;
const PODS = 'selector: { matchLabels: { app: vision } }';
const SHOP = 'from: [{ source: { principals: [cluster.local/ns/shop/sa/web] } }]';
const PORTS = "to: [{ operation: { ports: ['8000'] } }]";

function judge(rule: string, yaml: string): string[] {
  return judgeYaml(yaml, { advice: true }).filter((finding) => finding.startsWith(`network/${rule} `));
}

describe('network/callers-authorized', () => {
  const found = (text: string, policy = POLICY) => [
    `network/callers-authorized ${policy} /spec/rules: No policy lets ${text}.`,
  ];
  const gateway = (port: string) =>
    found(`the gateway istio-ingress/public reach port ${port} of Rollout/${NAME}`);

  it('finds another identity than that of the gateway', () => {
    expect(judgeService([set(POLICY, GATEWAY, 'cluster.local/ns/edge/sa/door')])).toEqual(
      gateway('8000, 8001'),
    );
  });

  it('finds a port of the routes that is closed to it', () => {
    const ports: Edit = set(POLICY, '/spec/rules/0/to/0/operation/ports', ['8000']);
    const others: Edit = set(POLICY, '/spec/rules/1/to/0/operation/ports', ['8001', '8002']);
    const named: Edit = set(POLICY, '/spec/rules/1/from', [{ source: { namespaces: ['monitoring'] } }]);
    expect(judgeService([ports, others, named])).toEqual(gateway('8001'));
  });

  it('finds Prometheus refused', () => {
    const source = { principals: ['cluster.local/ns/shop/sa/web'] };
    expect(judgeService([set(POLICY, '/spec/rules/1/from', [{ source }])])).toEqual(
      found(`Prometheus in namespace monitoring reach port 8002 of Rollout/${NAME}`),
    );
  });

  it.each([
    { principals: ['cluster.local/ns/monitoring/sa/prometheus'] },
    { principals: ['*/sa/prometheus'] },
    { principals: ['cluster.local/ns/monitoring/*'] },
    { principals: ['*'] },
    { namespaces: ['monitoring'] },
    { serviceAccounts: ['monitoring/prometheus'] },
    { ipBlocks: ['10.0.0.0/8'] },
  ])('takes Prometheus for let in by %j', (source) => {
    expect(judgeService([set(POLICY, '/spec/rules/1/from', [{ source }])])).toEqual([]);
  });

  it('takes the gateway for let in whatever the domain of trust', () => {
    expect(judgeService([set(POLICY, GATEWAY, 'td/ns/istio-ingress/sa/public-gateway')])).toEqual([]);
  });

  it('finds the waypoint refused by the pods', () => {
    expect(judgeService([], { inputs: BEHIND_WAYPOINT })).toEqual([]);
    const principal = '/spec/rules/2/from/0/source/principals/0';
    expect(
      judgeService([set(POLICY, principal, 'cluster.local/ns/shop/sa/other')], { inputs: BEHIND_WAYPOINT }),
    ).toEqual(found(`the waypoint wp reach port 8000, 8001 of Rollout/${NAME}`));
  });

  it('asks the waypoint where the gateway goes through it', () => {
    const through: Edit = (objects) => {
      for (const { kind, metadata } of objects)
        if (kind === 'Service') Object.assign(metadata.labels!, { 'istio.io/ingress-use-waypoint': 'true' });
    };
    const refused: Edit = remove(`${POLICY}-waypoint`, '/spec/rules/0');
    expect(judgeService([through], { inputs: BEHIND_WAYPOINT })).toEqual([]);
    expect(judgeService([through, refused], { inputs: BEHIND_WAYPOINT })).toEqual(
      found(
        `the gateway istio-ingress/public reach port 8000, 8001 of Service/${NAME}-canary`,
        `${POLICY}-waypoint`,
      ),
    );
    expect(judgeService([refused], { inputs: BEHIND_WAYPOINT })).toEqual([]);
  });
});

describe('network/service-ports-authorized', () => {
  const found = (what: string) => [
    `network/service-ports-authorized AuthorizationPolicy/vision /spec/rules: No rule of AuthorizationPolicy/vision lets anybody call ${what}.`,
  ];
  const PORT = 'port 8000 of Deployment/vision, to which Service/vision leads';

  it.each(["to: [{ operation: { ports: ['8001'] } }]", "to: [{ operation: { notPorts: ['8000'] } }]"])(
    'finds a port that nobody may call with %s',
    (to) => {
      expect(judge('service-ports-authorized', foreign(`{ ${PODS}, rules: [{ ${SHOP}, ${to} }] }`))).toEqual(
        found(PORT),
      );
    },
  );

  it('finds a policy without rules, of pods and of a Service', () => {
    expect(judge('service-ports-authorized', foreign(`{ ${PODS} }`))).toEqual(found(PORT));
    const target = '{ targetRefs: [{ kind: Service, name: vision }] }';
    expect(judge('service-ports-authorized', foreign(target))).toEqual(
      found('Service/vision through its waypoint'),
    );
  });

  it.each([
    `{ ${PODS}, rules: [{ ${SHOP} }] }`,
    `{ ${PODS}, rules: [{ ${SHOP}, ${PORTS} }] }`,
    `{ ${PODS}, action: DENY }`,
    '{ selector: { matchLabels: { app: other } } }',
    '{ targetRefs: [{ kind: Gateway, name: wp }] }',
  ])('accepts %s', (spec) => {
    expect(judge('service-ports-authorized', foreign(spec))).toEqual([]);
  });

  it('finds the rules of the service gone', () => {
    expect(judgeService([remove(POLICY, '/spec/rules')]).map((line) => line.split(':')[0])).toEqual(
      [8000, 8001, 8002].map(() => `network/service-ports-authorized ${POLICY} /spec/rules`),
    );
  });
});

describe('network/callers-named', () => {
  const EVERYBODY =
    'network/callers-named AuthorizationPolicy/vision /spec/rules/0: The rule lets everybody call Deployment/vision: it names no source.';

  it.each([`{ ${PORTS} }`, '{}', `{ from: [{ source: {} }], ${PORTS} }`])('finds the rule %s', (rule) => {
    expect(judge('callers-named', foreign(`{ ${PODS}, rules: [${rule}] }`))).toEqual([EVERYBODY]);
  });

  it('finds it at the waypoint', () => {
    const target = 'targetRefs: [{ kind: Service, name: vision }]';
    expect(judge('callers-named', foreign(`{ ${target}, rules: [{}] }`))).toEqual([EVERYBODY]);
    expect(judge('callers-named', foreign(`{ ${target}, rules: [{ ${SHOP} }] }`))).toEqual([]);
  });

  it('finds callers whom every port is open to', () => {
    expect(judge('callers-named', foreign(`{ ${PODS}, rules: [{ ${SHOP} }] }`))).toEqual([
      'network/callers-named AuthorizationPolicy/vision /spec/rules/0: The rule names no ports: whom it admits may call every port of Deployment/vision, that of its metrics (8002) too.',
    ]);
  });

  it.each([
    `{ ${PODS}, rules: [{ ${SHOP}, ${PORTS} }] }`,
    `{ ${PODS}, rules: [{ to: [{ operation: { ports: ['8002'] } }] }] }`,
    `{ ${PODS}, rules: [{ ${PORTS}, when: [{ key: 'request.auth.claims[iss]', values: [a] }] }] }`,
    `{ rules: [{ from: [{ source: { namespaces: [ml] } }] }] }`,
  ])('accepts %s', (spec) => {
    expect(judge('callers-named', foreign(spec))).toEqual([]);
  });

  it('says nothing of what is no Triton', () => {
    const yaml = foreign(`{ ${PODS}, rules: [{}] }`).replace('nvidia/tritonserver:26.07-py3', 'web:1');
    expect(judge('callers-named', yaml)).toEqual([]);
  });

  it('finds sources and ports of the service gone', () => {
    expect(judgeService([remove(POLICY, '/spec/rules/0/from')])).toEqual([
      `network/callers-named ${POLICY} /spec/rules/0: The rule lets everybody call Rollout/${NAME}: it names no source.`,
    ]);
    expect(judgeService([remove(POLICY, '/spec/rules/0/to')])).toEqual([
      `network/callers-named ${POLICY} /spec/rules/0: The rule names no ports: whom it admits may call every port of Rollout/${NAME}, that of its metrics (8002) too.`,
    ]);
  });
});

describe('network/principal-known', () => {
  const { cluster, environment } = planInputsFixture();
  const facts = { cluster: cluster.content, environment: environment.content };
  const principals = (principal: string) =>
    judgeYaml(
      foreign(`{ ${PODS}, rules: [{ from: [{ source: { principals: ['${principal}'] } }], ${PORTS} }] }`),
      { ...facts, advice: true },
    ).filter((finding) => finding.startsWith('network/principal-known'));
  const found = (principal: string, text: string) => [
    `network/principal-known AuthorizationPolicy/vision /spec/rules/0/from/0/source/principals/0: AuthorizationPolicy/vision names the principal ${principal}${text}.`,
  ];

  it.each([
    'spiffe://cluster.local/ns/shop/sa/web',
    'shop/web',
    'cluster.local/sa/web/ns/shop',
    'system:serviceaccount:shop:web',
  ])('finds %s, which is no identity of the mesh', (principal) => {
    expect(principals(principal)).toEqual(found(principal, ', which is none that the mesh gives out'));
  });

  it('finds the account of the gateway misspelt', () => {
    const principal = 'cluster.local/ns/istio-ingress/sa/public-gatway';
    expect(principals(principal)).toEqual(
      found(
        principal,
        '; the account that the facts of the cluster name in namespace istio-ingress is public-gateway',
      ),
    );
  });

  it.each([
    'cluster.local/ns/istio-ingress/sa/public-gateway',
    'cluster.local/ns/istio-ingress/sa/billing',
    'cluster.local/ns/shop/sa/public-gatway',
    '*',
    'cluster.local/ns/shop/*',
  ])('accepts %s', (principal) => {
    expect(principals(principal)).toEqual([]);
  });

  it('finds it in the service, at the waypoint too', () => {
    const wrong = 'cluster.local/ns/istio-ingress/sa/public-gatewayx';
    const policy = `${POLICY}-waypoint`;
    expect(judgeService([set(policy, GATEWAY, wrong)], { inputs: BEHIND_WAYPOINT })).toEqual([
      `network/principal-known ${policy} ${GATEWAY}: ${policy} names the principal ${wrong}; the account that the facts of the cluster name in namespace istio-ingress is public-gateway.`,
    ]);
  });
});

describe('network/peer-mode-stated', () => {
  const peers = (name: string, spec: string) => `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: ${name}, namespace: ml }
spec: ${spec}
---
`;
  const judgePeers = (yaml: string) => judge('peer-mode-stated', yaml);
  const OPEN =
    'network/peer-mode-stated PeerAuthentication/vision /spec: PeerAuthentication/vision says no mode, and no PeerAuthentication of namespace ml or of the mesh does.';

  it.each([`{ ${PODS} }`, `{ ${PODS}, mtls: {} }`, '{}'])('finds %s, which demands nothing', (spec) => {
    expect(judgePeers(peers('vision', spec))).toEqual([OPEN]);
  });

  it('finds a port without a mode', () => {
    expect(
      judgePeers(peers('vision', `{ ${PODS}, mtls: { mode: STRICT }, portLevelMtls: { 8002: {} } }`)),
    ).toEqual([
      'network/peer-mode-stated PeerAuthentication/vision /spec/portLevelMtls/8002: PeerAuthentication/vision names port 8002 without a mode: nothing is different there.',
    ]);
  });

  it('accepts a mode, one that is left to the namespace, and one that the namespace has', () => {
    expect(judgePeers(peers('vision', '{ mtls: { mode: STRICT } }'))).toEqual([]);
    expect(judgePeers(peers('vision', `{ ${PODS}, mtls: { mode: UNSET } }`))).toEqual([]);
    const namespace = peers('default', '{ mtls: { mode: STRICT } }');
    const port = '{ portLevelMtls: { 8002: { mode: PERMISSIVE } } }'.replace('{', `{ ${PODS},`);
    expect(judgePeers(namespace + peers('vision', port))).toEqual([]);
    expect(
      judgePeers(namespace.replace('namespace: ml', 'namespace: istio-system') + peers('vision', port)),
    ).toEqual([]);
    expect(
      judgePeers(namespace.replace('namespace: ml', 'namespace: other') + peers('vision', port)),
    ).toEqual([OPEN]);
  });

  it('finds the mode of the service gone', () => {
    expect(judgeService([remove(PEERS, '/spec/mtls')])).toEqual([
      `network/peer-mode-stated ${PEERS} /spec: ${PEERS} says no mode, and no PeerAuthentication of namespace ml-inference or of the mesh does.`,
    ]);
  });
});

describe('network/scrape-admitted', () => {
  const MONITOR = `ServiceMonitor/${NAME}`;
  const POD = `Rollout/${NAME}`;
  const found = [
    `network/scrape-admitted ${PEERS} /spec: ${PEERS} demands mutual TLS at port 8002 of ${POD}, which ${MONITOR} scrapes in plain text.`,
  ];
  const strict = remove(PEERS, '/spec/portLevelMtls');
  const annotate = (key: string, value: string): Edit =>
    set(POD, `/spec/template/metadata/annotations/traffic.sidecar.istio.io~1${key}`, value);

  it('finds the exception for Prometheus gone', () => {
    expect(judgeService([strict])).toEqual(found);
    expect(judgeService([set(PEERS, '/spec/portLevelMtls/8002/mode', 'STRICT')])).toEqual(found);
  });

  it('accepts a port that passes the proxy by', () => {
    expect(judgeService([strict, annotate('excludeInboundPorts', '9000, 8002')])).toEqual([]);
    expect(judgeService([strict, annotate('includeInboundPorts', '8000')])).toEqual([]);
    expect(judgeService([strict, annotate('excludeInboundPorts', '9000')])).toEqual(found);
  });

  it('accepts a scrape with certificates', () => {
    const certificates = set(MONITOR, '/spec/endpoints/0/tlsConfig', { insecureSkipVerify: true });
    expect(judgeService([strict, certificates])).toEqual([]);
  });

  it('says nothing of an ambient mesh, which encrypts for Prometheus', () => {
    expect(judgeService([strict], { inputs: BEHIND_WAYPOINT })).toEqual([]);
  });
});

describe('network/policy-target-exists', () => {
  const found = (target: string) =>
    judge('policy-target-exists', foreign(`{ targetRefs: [${target}], rules: [{ ${SHOP} }] }`));

  it('finds a Service that is not there', () => {
    expect(found("{ kind: Service, group: '', name: visions }")).toEqual([
      'network/policy-target-exists AuthorizationPolicy/vision /spec/targetRefs/0/name: AuthorizationPolicy/vision targets Service/visions, and there is none in namespace ml.',
    ]);
  });

  it('accepts a Service that is there, and targets of other kinds', () => {
    expect(found("{ kind: Service, group: '', name: vision }")).toEqual([]);
    expect(found('{ kind: Gateway, group: gateway.networking.k8s.io, name: visions }')).toEqual([]);
  });
});
