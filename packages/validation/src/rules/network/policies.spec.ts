import { planInputsFixture } from '@fleetwright/plan/testing-inputs';
import { describe, expect, it } from 'vitest';
import { drop, judgeService, judgeYaml, remove, set } from '../../testing.ts';
import { deploymentWith, type Replacement } from '../../testing-deployment.ts';

/** What is found on the sound deployment of somebody else after replacements. */
function judge(...edits: readonly Replacement[]): string[] {
  return judgeYaml(deploymentWith(...edits), { advice: true });
}

describe('network/dns-open', () => {
  it('finds calls without names', () => {
    expect(
      judge(['ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]', 'ports: [{ port: 443 }]']),
    ).toEqual([
      'network/dns-open NetworkPolicy/vision /spec/egress: No egress rule lets the pods of Deployment/vision ask for addresses: port 53 by UDP is closed.',
    ]);
  });

  it('finds DNS by TCP alone', () => {
    expect(
      judge([
        'ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]',
        'ports: [{ port: 53, protocol: TCP }]',
      ]),
    ).toEqual([
      'network/dns-open NetworkPolicy/vision /spec/egress: No egress rule lets the pods of Deployment/vision ask for addresses: port 53 by UDP is closed.',
    ]);
  });

  it('finds calls without names in a service of ours', () => {
    expect(judgeService([remove('NetworkPolicy/image-classification', '/spec/egress/0')])).toEqual([
      'network/dns-open NetworkPolicy/image-classification /spec/egress: No egress rule lets the pods of Rollout/image-classification ask for addresses: port 53 by UDP is closed.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'pods that may call nobody',
      [
        [
          `  egress:
    - to:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }
          podSelector: { matchLabels: { k8s-app: kube-dns } }
      ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]
`,
          `  egress: []
`,
        ],
      ],
    ],
    [
      'a range of ports',
      [
        [
          'ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]',
          'ports: [{ port: 50, endPort: 60, protocol: UDP }, { port: 53, protocol: TCP }]',
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('network/dns-over-tcp', () => {
  it('finds DNS by UDP alone', () => {
    expect(
      judge([
        'ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]',
        'ports: [{ port: 53, protocol: UDP }]',
      ]),
    ).toEqual([
      'network/dns-over-tcp NetworkPolicy/vision /spec/egress/0/ports: The pods of Deployment/vision may ask for addresses by UDP, and not by TCP.',
    ]);
  });

  it('finds DNS by UDP alone in a service of ours', () => {
    expect(judgeService([remove('NetworkPolicy/image-classification', '/spec/egress/0/ports/1')])).toEqual([
      'network/dns-over-tcp NetworkPolicy/image-classification /spec/egress/0/ports: The pods of Rollout/image-classification may ask for addresses by UDP, and not by TCP.',
    ]);
  });
});

describe('network/dns-admitted', () => {
  it('finds other pods at the port of DNS in a service of ours', () => {
    expect(
      judgeService([
        set(
          'NetworkPolicy/image-classification',
          '/spec/egress/0/to/0/podSelector/matchLabels/k8s-app',
          'coredns',
        ),
      ]),
    ).toEqual([
      'network/dns-admitted NetworkPolicy/image-classification /spec/egress/0/to: The pods of Rollout/image-classification may not ask the DNS of cluster prod-us-east, which is k8s-app=kube-dns in namespace kube-system.',
    ]);
  });

  it('finds another namespace in a service of ours', () => {
    expect(
      judgeService([
        set(
          'NetworkPolicy/image-classification',
          '/spec/egress/0/to/0/namespaceSelector/matchLabels/kubernetes.io~1metadata.name',
          'dns',
        ),
      ]),
    ).toEqual([
      'network/dns-admitted NetworkPolicy/image-classification /spec/egress/0/to: The pods of Rollout/image-classification may not ask the DNS of cluster prod-us-east, which is k8s-app=kube-dns in namespace kube-system.',
    ]);
  });
});

describe('network/egress-named', () => {
  it('finds an empty list of peers, which is everybody', () => {
    expect(
      judge([
        `    - to:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }
          podSelector: { matchLabels: { k8s-app: kube-dns } }
`,
        `    - to: []
`,
      ]),
    ).toEqual([
      'network/egress-named NetworkPolicy/vision /spec/egress/0: The rule lets pods call every address at port 53 UDP, 53 TCP.',
    ]);
  });

  it('finds the whole internet', () => {
    expect(
      judge([
        `  egress:
    - to:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }
          podSelector: { matchLabels: { k8s-app: kube-dns } }
      ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]
`,
        `  egress:
    - to:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }
          podSelector: { matchLabels: { k8s-app: kube-dns } }
      ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]
    - to: [{ ipBlock: { cidr: 0.0.0.0/0 } }]
      ports: [{ port: 443 }]
`,
      ]),
    ).toEqual([
      'network/egress-named NetworkPolicy/vision /spec/egress/1/to/0: The rule lets pods call every address at port 443 TCP.',
    ]);
  });

  it('finds an egress rule without peers in a service of ours', () => {
    expect(judgeService([remove('NetworkPolicy/image-classification', '/spec/egress/2/to')])).toEqual([
      'network/egress-named NetworkPolicy/image-classification /spec/egress/2: The rule lets pods call every address at port 443 TCP.',
    ]);
  });
});

describe('network/egress-narrow', () => {
  it('finds pods of every namespace', () => {
    expect(
      judge([
        `        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }
          podSelector`,
        `        - namespaceSelector: {}
          podSelector`,
      ]),
    ).toEqual([
      'network/egress-narrow NetworkPolicy/vision /spec/egress/0/to/0: The rule leads to pods with k8s-app=kube-dns of every namespace.',
    ]);
  });

  it('finds every pod of a namespace', () => {
    expect(
      judge([
        `          podSelector: { matchLabels: { k8s-app: kube-dns } }
`,
        '',
      ]),
    ).toEqual([
      'network/egress-narrow NetworkPolicy/vision /spec/egress/0/to/0: The rule leads to every pod of the namespaces with kubernetes.io/metadata.name=kube-system.',
    ]);
  });

  it('finds the control plane without its pods in a service of ours', () => {
    expect(
      judgeService([remove('NetworkPolicy/image-classification', '/spec/egress/1/to/0/podSelector')]),
    ).toEqual([
      'network/egress-narrow NetworkPolicy/image-classification /spec/egress/1/to/0: The rule leads to every pod of the namespaces with kubernetes.io/metadata.name=istio-system.',
      'network/peers-as-stated NetworkPolicy/image-classification /spec/egress/1/to: The rule that leads to the control plane of the mesh fits other pods too; on cluster prod-us-east it is app=istiod in namespace istio-system.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'pods of its own namespace',
      [
        [
          `        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }
          podSelector: { matchLabels: { k8s-app: kube-dns } }
`,
          `        - podSelector: { matchLabels: { app: vision } }
`,
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('network/ingress-named', () => {
  it('finds everybody at the ports of inference', () => {
    expect(
      judge([
        `    - from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } } }]
      ports: [{ port: 8000 }`,
        '    - ports: [{ port: 8000 }',
      ]),
    ).toEqual([
      'network/ingress-named NetworkPolicy/vision /spec/ingress/0: The rule lets everybody in at port 8000, grpc.',
    ]);
  });

  it('finds every namespace', () => {
    expect(
      judge([
        'kubernetes.io/metadata.name: shop } } }]',
        'kubernetes.io/metadata.name: shop } } }, { namespaceSelector: { matchLabels: {} } }]',
      ]),
    ).toEqual([
      'network/ingress-named NetworkPolicy/vision /spec/ingress/0/from/1: The rule lets everybody in at port 8000, grpc.',
    ]);
  });

  it('finds a rule without peers in a service of ours', () => {
    expect(judgeService([remove('NetworkPolicy/image-classification', '/spec/ingress/1/from')])).toEqual([
      'network/ingress-named NetworkPolicy/image-classification /spec/ingress/1: The rule lets everybody in at port 8002.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'pods of every namespace that have a label',
      [
        [
          'namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } }',
          'namespaceSelector: {}, podSelector: { matchLabels: { role: client } }',
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('network/ports-named', () => {
  it('finds a rule without ports', () => {
    expect(
      judge([
        `      ports: [{ port: 8000 }, { port: grpc }]
`,
        '',
      ]),
    ).toEqual([
      'network/ports-named NetworkPolicy/vision /spec/ingress/0: The ingress rule opens every port.',
    ]);
  });

  it('finds a protocol without a port', () => {
    expect(
      judge([
        'ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]',
        'ports: [{ protocol: UDP }, { port: 53, protocol: TCP }]',
      ]),
    ).toEqual([
      'network/ports-named NetworkPolicy/vision /spec/egress/0/ports/0: The egress rule opens every port by UDP.',
    ]);
  });

  it('finds a rule without ports in a service of ours', () => {
    expect(judgeService([remove('NetworkPolicy/image-classification', '/spec/egress/2/ports')])).toEqual([
      'network/ports-named NetworkPolicy/image-classification /spec/egress/2: The egress rule opens every port.',
    ]);
  });
});

describe('network/namespace-by-name', () => {
  it('finds a label that somebody must have set', () => {
    expect(judge(['kubernetes.io/metadata.name: shop', 'name: api-gateway'])).toEqual([
      'network/namespace-by-name NetworkPolicy/vision /spec/ingress/0/from/0/namespaceSelector: The peer is selected by name=api-gateway, which no given namespace has.',
    ]);
  });

  it('finds a label that somebody must have set in a service of ours', () => {
    expect(
      judgeService([
        set('NetworkPolicy/image-classification', '/spec/ingress/0/from/0/namespaceSelector/matchLabels', {
          team: 'shop',
        }),
      ]),
    ).toEqual([
      'network/namespace-by-name NetworkPolicy/image-classification /spec/ingress/0/from/0/namespaceSelector: The peer is selected by team=shop, which no given namespace has.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'a label that a given namespace has',
      [
        ['kubernetes.io/metadata.name: shop', 'team: shop'],
        [
          'metadata: { name: ml }',
          `metadata: { name: ml }
---
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { team: shop } }`,
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('network/service-ports-open', () => {
  it('finds ports of Services that nobody may reach', () => {
    expect(
      judge(
        [
          `    - from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } } }]
      ports: [{ port: 8002 }]
`,
          '',
        ],
        ['[{ port: 8000 }, { port: grpc }]', '[{ port: 8000 }]'],
      ),
    ).toEqual([
      'network/service-ports-open NetworkPolicy/vision /spec/ingress: No ingress rule opens port 8001 of Deployment/vision, to which Service/vision leads.',
      'network/service-ports-open NetworkPolicy/vision /spec/ingress: No ingress rule opens port 8002 of Deployment/vision, to which Service/vision-metrics leads.',
    ]);
  });

  it('finds a port of a Service that nobody may reach in a service of ours', () => {
    expect(judgeService([remove('NetworkPolicy/image-classification', '/spec/ingress/0/ports/1')])).toEqual([
      'network/service-ports-open NetworkPolicy/image-classification /spec/ingress: No ingress rule opens port 8001 of Rollout/image-classification, to which Service/image-classification leads.',
    ]);
  });
});

describe('network/metrics-open', () => {
  it('finds a port that is scraped and closed in a service of ours', () => {
    expect(judgeService([remove('NetworkPolicy/image-classification', '/spec/ingress/1')])).toEqual([
      'network/metrics-open NetworkPolicy/image-classification /spec/ingress: No ingress rule opens port 8002 of Rollout/image-classification, which ServiceMonitor/image-classification scrapes.',
    ]);
  });
});

describe('network/prometheus-admitted', () => {
  it('finds another namespace than that of Prometheus in a service of ours', () => {
    expect(
      judgeService([
        set(
          'NetworkPolicy/image-classification',
          '/spec/ingress/1/from/0/namespaceSelector/matchLabels/kubernetes.io~1metadata.name',
          'observability',
        ),
      ]),
    ).toEqual([
      'network/prometheus-admitted NetworkPolicy/image-classification /spec/ingress: Prometheus in namespace monitoring may not reach port 8002 of Rollout/image-classification, which ServiceMonitor/image-classification scrapes.',
    ]);
  });
});

describe('network/gateway-admitted', () => {
  it('finds another namespace than that of the gateway in a service of ours', () => {
    expect(
      judgeService([
        set(
          'NetworkPolicy/image-classification',
          '/spec/ingress/0/from/0/namespaceSelector/matchLabels/kubernetes.io~1metadata.name',
          'ingress',
        ),
      ]),
    ).toEqual([
      'network/gateway-admitted NetworkPolicy/image-classification /spec/ingress: The gateway istio-ingress/public may not reach port 8000, 8001 of Rollout/image-classification, to which VirtualService/image-classification leads.',
    ]);
  });
});

describe('network/control-plane-open', () => {
  it('finds proxies that do not reach istiod in a service of ours', () => {
    expect(judgeService([remove('NetworkPolicy/image-classification', '/spec/egress/1')])).toEqual([
      'network/control-plane-open NetworkPolicy/image-classification /spec/egress: The proxies of Rollout/image-classification may not reach istiod in namespace istio-system at port 15012.',
    ]);
  });
});

describe('network/stores-open', () => {
  it('finds a store that cannot be reached in a service of ours', () => {
    expect(
      judgeService([
        set('NetworkPolicy/image-classification', '/spec/egress/2/to/0/ipBlock/cidr', '10.21.0.0/16'),
      ]),
    ).toEqual([
      'network/stores-open NetworkPolicy/image-classification /spec/egress: The pods of Rollout/image-classification may not reach the store models at 10.20.0.0/16, port 443.',
    ]);
  });
});

describe('network/policy-types', () => {
  it('finds egress rules that are ignored', () => {
    expect(judge(['policyTypes: [Ingress, Egress]', 'policyTypes: [Ingress]'])).toEqual([
      'network/pods-isolated Deployment/vision /spec/template/metadata/labels: No network policy restricts the egress of the pods of Deployment/vision.',
      'network/policy-types NetworkPolicy/vision /spec/policyTypes: The policy has egress rules; policyTypes is [Ingress].',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'types that follow from the rules',
      [
        [
          `  policyTypes: [Ingress, Egress]
`,
          '',
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('network/pod-ports', () => {
  it('finds the port of the Service, and a name of no port', () => {
    expect(
      judge([
        '[{ port: 8000 }, { port: grpc }]',
        '[{ port: 80 }, { port: web }, { port: 8000 }, { port: 8001 }]',
      ]),
    ).toEqual([
      'network/pod-ports NetworkPolicy/vision /spec/ingress/0/ports/0/port: Port 80 is that of a Service; it leads to port 8000 of Deployment/vision.',
      'network/pod-ports NetworkPolicy/vision /spec/ingress/0/ports/1/port: No port of Deployment/vision is named web.',
    ]);
  });

  it('finds a name of no port in a service of ours', () => {
    expect(
      judgeService([
        set('NetworkPolicy/image-classification', '/spec/ingress/0/ports/-', {
          protocol: 'TCP',
          port: 'web',
        }),
      ]),
    ).toEqual([
      'network/pod-ports NetworkPolicy/image-classification /spec/ingress/0/ports/2/port: No port of Rollout/image-classification is named web.',
    ]);
  });
});

describe('network/pods-isolated', () => {
  it('finds pods that may call everybody', () => {
    expect(
      judge(
        ['policyTypes: [Ingress, Egress]', 'policyTypes: [Ingress]'],
        [
          `  egress:
    - to:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }
          podSelector: { matchLabels: { k8s-app: kube-dns } }
      ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]
`,
          '',
        ],
      ),
    ).toEqual([
      'network/pods-isolated Deployment/vision /spec/template/metadata/labels: No network policy restricts the egress of the pods of Deployment/vision.',
    ]);
  });

  it('finds a policy of another namespace', () => {
    expect(
      judge([
        `kind: NetworkPolicy
metadata: { name: vision, namespace: ml }`,
        `kind: NetworkPolicy
metadata: { name: vision, namespace: shop }`,
      ]),
    ).toEqual([
      'identity/policy-selects-pods NetworkPolicy/vision /spec/podSelector: NetworkPolicy/vision selects pods by app=vision; no workload in namespace shop has such pods.',
      'network/pods-isolated Deployment/vision /spec/template/metadata/labels: No network policy restricts the ingress and egress of the pods of Deployment/vision.',
    ]);
  });
});

describe('network/calls-authorized', () => {
  it('finds no policy about callers in a service of ours', () => {
    expect(judgeService([drop('AuthorizationPolicy/image-classification')])).toEqual([
      'network/calls-authorized Rollout/image-classification /spec/template/metadata/labels: The pods of Rollout/image-classification have no AuthorizationPolicy.',
    ]);
  });

  it('finds callers without identities in a service of ours', () => {
    expect(judgeService([drop('PeerAuthentication/image-classification')])).toEqual([
      'network/calls-authorized Rollout/image-classification /spec/template/metadata/labels: The pods of Rollout/image-classification have no PeerAuthentication.',
    ]);
  });
});

describe('network/mesh-admitted', () => {
  const without = planInputsFixture(({ cluster }) => ({
    cluster: cluster.replace('cni: true', 'cni: false'),
  }));
  const facts = { cluster: without.cluster.content };

  it('finds a namespace that refuses the init container of the proxy', () => {
    expect(judgeService([], { facts })).toEqual([
      'network/mesh-admitted Rollout/image-classification /spec/template/metadata/labels: The pods of Rollout/image-classification get a sidecar without istio-cni, and namespace ml-inference enforces restricted.',
    ]);
  });

  it('accepts pods without a proxy', () => {
    const labels = '/spec/template/metadata/labels/sidecar.istio.io~1inject';
    const found = judgeService([set('Rollout/image-classification', labels, 'false')], { facts });
    expect(found.filter((finding) => finding.startsWith('network/mesh-admitted'))).toEqual([]);
  });
});

describe('network/ambient-open', () => {
  const inputs = planInputsFixture(({ cluster }) => ({
    cluster: cluster.replace(/mesh:\n(?: {4}.*\n)+/, 'mesh: { mode: ambient }\n'),
  }));
  const policy = 'NetworkPolicy/image-classification';

  it('accepts a policy that lets the tunnel and the probes in', () => {
    expect(judgeService([], { inputs })).toEqual([]);
  });

  it('finds a rule without the tunnel', () => {
    expect(judgeService([remove(policy, '/spec/ingress/0/ports/2')], { inputs })).toEqual([
      'network/ambient-open NetworkPolicy/image-classification /spec/ingress/0/ports: The rule opens 8000, 8001; what its peers send through the mesh arrives at 15008.',
    ]);
  });

  it('finds probes from an address that is closed', () => {
    expect(judgeService([remove(policy, '/spec/ingress/2')], { inputs })).toEqual([
      "network/ambient-open NetworkPolicy/image-classification /spec/ingress: The kubelet's probes of Rollout/image-classification come from 169.254.7.127/32, which port 8000 is not open to.",
    ]);
  });
});

describe('one policy for two workloads', () => {
  it('is told once what it lacks', () => {
    const twin = `
---
apiVersion: v1
kind: Pod
metadata: { name: twin, namespace: ml, labels: { app: vision } }
spec: { containers: [{ name: a }] }
---
apiVersion: policy/v1`;
    const found = judgeYaml(
      deploymentWith(
        ['[{ port: 8000 }, { port: grpc }]', '[{ port: 8000 }]'],
        ['[{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]', '[{ port: 443 }]'],
        ['\n---\napiVersion: policy/v1', twin],
      ),
    );
    expect(found.filter((line) => line.startsWith('network/'))).toEqual([
      'network/dns-open NetworkPolicy/vision /spec/egress: No egress rule lets the pods of Deployment/vision ask for addresses: port 53 by UDP is closed.',
      'network/service-ports-open NetworkPolicy/vision /spec/ingress: No ingress rule opens port 8001 of Deployment/vision, to which Service/vision leads.',
    ]);
  });
});

describe('monitored pods of somebody else', () => {
  const monitored = (...edits: Replacement[]) =>
    judge(...edits, ['\n---\napiVersion: policy/v1', MONITOR]).filter((line) => line.startsWith('network/'));
  const MONITOR = `
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: vision, namespace: ml }
spec:
  selector: { matchLabels: { app: vision } }
  podMetricsEndpoints: [{ port: metrics }]
---
apiVersion: policy/v1`;

  it('are found when their metrics are closed', () => {
    expect(monitored(['      ports: [{ port: 8002 }]', '      ports: [{ port: 9002 }]'])).toEqual([
      'network/metrics-open NetworkPolicy/vision /spec/ingress: No ingress rule opens port 8002 of Deployment/vision, which PodMonitor/vision scrapes.',
    ]);
  });

  it('are sound when the port of the metrics is open by its name', () => {
    expect(monitored(['      ports: [{ port: 8002 }]', '      ports: [{ port: metrics }]'])).toEqual([]);
  });
});
