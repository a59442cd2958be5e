import { describe, expect, it } from 'vitest';
import { planInputsFixture, type InputTexts } from './plan-inputs-fixture.ts';
import { resolvePlan } from './resolve-plan.ts';

type Role = keyof InputTexts;

const FILES: Record<Role, string> = {
  service: 'apps/image-classification/model-service.yaml',
  environment: 'environments/production/environment.yaml',
  images: 'environments/production/images.yaml',
  cluster: 'clusters/prod-us-east/cluster.yaml',
};

/** An edit of one input: what stands there is replaced. */
type Edit = [role: Role, from: string, to: string];

const NO_GATEWAY: Edit = [
  'cluster',
  `  gateway:
    name: istio-ingress/public
    serviceAccount: istio-ingress/public-gateway
    hosts: ['*.ml.example.com']
    prometheusJob: istio-ingress
`,
  '',
];
const NO_MESH: Edit = [
  'cluster',
  `  mesh:
    mode: sidecar
    cni: true
    nativeSidecars: true
    controlPlane: { namespace: istio-system, podLabels: { app: istiod } }
`,
  '  mesh: { mode: none }\n',
];
const NO_ROLLOUTS: Edit = ['cluster', 'rollouts: { enabled: true }', 'rollouts: { enabled: false }'];
const NO_STEPS: Edit = [
  'service',
  `  rollout:
    canary:
      steps: [{ setWeight: 20 }, { pause: { duration: 10m } }, { setWeight: 50 }, { pause: { duration: 10m } }]
`,
  '',
];
const JUDGED: Edit = ['environment', 'maxFirstWeight: 20', 'maxFirstWeight: 20, requireAnalysis: true'];
const FIXED: Edit = ['cluster', 'controller: keda', 'controller: none'];
const IMAGE_VOLUME: Edit[] = [
  ['cluster', 'mode: fetch', 'mode: image-volume'],
  ['cluster', 'uri: s3://ml-models-us-east-1', 'uri: oci://registry.example.com/models'],
];
const DIGEST: Edit = [
  'service',
  'size: 98Mi',
  `size: 98Mi\n              imageDigest: sha256:${'d'.repeat(64)}`,
];
const REMOTE: Edit = ['cluster', 'mode: fetch', 'mode: remote'];
const REPOSITORY: Edit = ['service', '  models:', '  modelRepository: store://models/x\n  models:'];
const KUBERNETES = (version: string): Edit => ['cluster', "kubernetes: '1.34'", `kubernetes: '${version}'`];

/** The text of the line that each place points at, so that a table of numbers cannot rot unread. */
function placesOf(rule: string, edits: readonly Edit[]): string[] {
  const texts = {} as InputTexts;
  const inputs = planInputsFixture((base) => {
    Object.assign(texts, base);
    for (const [role, from, to] of edits) {
      if (!texts[role].includes(from)) throw new Error(`no ${from} in ${role}`);
      texts[role] = texts[role].replace(from, to);
    }
    return texts;
  });
  const findings = resolvePlan(inputs).findings.filter((finding) => finding.rule === rule);
  expect(findings).toHaveLength(1);
  const [finding] = findings as [(typeof findings)[0]];
  return [finding, ...(finding.related ?? [])].map(({ file, line, column, message }) => {
    const role = (Object.keys(FILES) as Role[]).find((one) => FILES[one] === file)!;
    const text = texts[role].split('\n')[line! - 1]!;
    return `${role}:${line}:${column} ${text.slice(column! - 1, column! + 11)} | ${message}`;
  });
}

describe('a combination that cannot work names the lines of all who take part', () => {
  it.each<[string, string, Edit[], string[]]>([
    [
      'canary steps without Argo Rollouts',
      'plan/canary-impossible',
      [NO_ROLLOUTS],
      [
        'service:38:14 [{ setWeight | The spec asks for canary steps, but on prod-us-east Argo Rollouts does not run there.',
        'cluster:15:24 false } | Argo Rollouts is off',
      ],
    ],
    [
      'canary steps without gateway or callers with sidecars',
      'plan/canary-impossible',
      [NO_GATEWAY],
      [
        'service:38:14 [{ setWeight | The spec asks for canary steps, but on prod-us-east nothing there moves traffic by weight: no gateway, and no callers with sidecars.',
        'cluster:11:11 sidecar | the mesh mode is sidecar, and there is no spec.gateway',
        'service:31:12 { protocols: | there is no caller',
      ],
    ],
    [
      'canary steps without gateway or mesh',
      'plan/canary-impossible',
      [NO_GATEWAY, NO_MESH],
      [
        'service:38:14 [{ setWeight | The spec asks for canary steps, but on prod-us-east nothing there moves traffic by weight: no gateway, and no callers with sidecars.',
        'cluster:10:17 none } | the mesh mode is none, and there is no spec.gateway',
      ],
    ],
    [
      'no canary where the policy asks for one, without Argo Rollouts',
      'policy/require-analysis',
      [NO_ROLLOUTS, NO_STEPS, JUDGED],
      [
        'service:7:3 triton: { re | On prod-us-east a new version replaces pods one by one; the policy asks for a canary that is judged.',
        'environment:13:53 true } | the bound of production',
        'cluster:15:24 false } | Argo Rollouts is off',
      ],
    ],
    [
      'no canary where the policy asks for one, without a gateway',
      'policy/require-analysis',
      [NO_GATEWAY, NO_STEPS, JUDGED],
      [
        'service:7:3 triton: { re | On prod-us-east a new version replaces pods one by one; the policy asks for a canary that is judged.',
        'environment:13:53 true } | the bound of production',
        'cluster:11:11 sidecar | the mesh mode is sidecar, and there is no spec.gateway',
        'service:31:12 { protocols: | there is no caller',
      ],
    ],
    [
      'a canary that a cluster goes without',
      'plan/no-canary',
      [NO_GATEWAY, NO_STEPS],
      [
        'cluster:11:11 sidecar | On prod-us-east a new version replaces pods one by one: nothing there moves traffic by weight: no gateway, and no callers with sidecars.',
        'service:31:12 { protocols: | there is no caller',
      ],
    ],
    [
      'a service that nobody may call',
      'plan/unreachable',
      [NO_GATEWAY, NO_STEPS],
      [
        'service:31:12 { protocols: | On prod-us-east nobody may call the service: the cluster has no gateway, and the spec names no callers.',
        'cluster:11:11 sidecar | the mesh mode is sidecar, and there is no spec.gateway',
      ],
    ],
    [
      'a latency of streams without a gateway',
      'plan/latency-not-measured',
      [
        NO_GATEWAY,
        NO_STEPS,
        [
          'service',
          '        max_batch_size: 8',
          '        max_batch_size: 8\n        model_transaction_policy: { decoupled: true }',
        ],
      ],
      [
        'service:31:14 [{ threshold | An objective for the latency is set, but on prod-us-east nothing measures whole responses of these models.',
        'cluster:11:11 sidecar | the mesh mode is sidecar, and there is no spec.gateway',
        'service:19:48 true } | image_classification sends several responses, of which Triton times the first',
      ],
    ],
    [
      'a latency of a remote repository without a gateway',
      'plan/latency-not-measured',
      [NO_GATEWAY, NO_STEPS, REMOTE, REPOSITORY],
      [
        'service:31:14 [{ threshold | An objective for the latency is set, but on prod-us-east nothing measures whole responses of these models.',
        'cluster:11:11 sidecar | the mesh mode is sidecar, and there is no spec.gateway',
        'cluster:29:26 remote } | delivery is remote',
      ],
    ],
    [
      'a first token of a remote repository',
      'plan/first-token-not-measured',
      [REMOTE, REPOSITORY, ['service', 'latency: [', 'firstToken: [']],
      [
        'service:31:17 [{ threshold | An objective for the first token is set, but on prod-us-east Triton reads its configuration from the bucket, so that no bucket of the histogram need contain it.',
        'cluster:34:26 remote } | delivery is remote',
      ],
    ],
    [
      'image volumes before Kubernetes has them',
      'plan/image-volume-version',
      [...IMAGE_VOLUME, DIGEST, KUBERNETES('1.32')],
      [
        'cluster:34:26 image-volume | prod-us-east mounts models as image volumes, which Kubernetes 1.32 does not have.',
        "cluster:9:27 '1.32', isti | Kubernetes is 1.32",
        'service:13:13 - storageUri | image_classification/1 is mounted so',
      ],
    ],
    [
      'image volumes before Kubernetes has them on',
      'plan/image-volume-gate',
      [...IMAGE_VOLUME, DIGEST],
      [
        'cluster:34:26 image-volume | prod-us-east mounts models as image volumes, which Kubernetes 1.34 leaves off: without the feature gate ImageVolume the volumes are empty.',
        "cluster:9:27 '1.34', isti | Kubernetes is 1.34",
        'service:13:13 - storageUri | image_classification/1 is mounted so',
      ],
    ],
    [
      'image volumes of an artifact without a digest',
      'plan/image-digest',
      IMAGE_VOLUME,
      [
        'service:13:13 - storageUri | The artifact has no imageDigest, by which an image volume is pinned.',
        'cluster:34:26 image-volume | delivery is image-volume',
      ],
    ],
    [
      'a remote repository that the spec does not name',
      'plan/remote-repository',
      [REMOTE],
      [
        'service:9:5 - name: imag | prod-us-east lets Triton read the bucket itself, but the service names no repository.',
        'cluster:34:26 remote } | delivery is remote',
      ],
    ],
    [
      'unverified delivery where the policy asks for verified artifacts',
      'policy/verified-artifacts',
      [REMOTE, REPOSITORY, ['environment', 'stores: [models]', 'verified: true']],
      [
        'service:8:20 store://mode | On prod-us-east Triton reads the bucket itself, so that nothing verifies its artifacts; the policy asks for verified ones.',
        'environment:12:28 true } | the bound of production',
        'cluster:34:26 remote } | delivery is remote',
      ],
    ],
    [
      'device claims before Kubernetes has them',
      'plan/device-class-version',
      [
        KUBERNETES('1.33'),
        ['cluster', 'gpu: { resource: nvidia.com/gpu,', 'gpu: { deviceClass: gpu.nvidia.com, devices: 8,'],
      ],
      [
        'cluster:27:27 gpu.nvidia.c | The node pool a100 gives devices by claims, which Kubernetes 1.33 does not have as resource.k8s.io/v1.',
        "cluster:9:27 '1.33', isti | Kubernetes is 1.33",
        'service:27:17 1, minMemory | a replica needs 1 of them',
      ],
    ],
    [
      'a MIG profile with too little memory',
      'plan/no-node-pool',
      [
        ['service', 'minMemory: 8Gi', 'minMemory: 20Gi, sharing: [mig]'],
        [
          'cluster',
          "memory: 80Gi, computeCapability: '8.0', sharing: none",
          "memory: 10Gi, computeCapability: '8.0', sharing: mig",
        ],
      ],
      [
        'service:27:31 20Gi, sharin | No node pool of prod-us-east fits: a100 has GPUs of 10Gi, 20Gi are needed.',
        'cluster:27:48 10Gi, comput | a100 has GPUs of 10Gi, 20Gi are needed',
      ],
    ],
    [
      'MIG that no pool offers',
      'plan/no-node-pool',
      [['service', 'minMemory: 8Gi', 'sharing: [mig]']],
      [
        'service:27:29 [mig], minCo | No node pool of prod-us-east fits: a100 has whole GPUs, which spec.gpu.sharing does not accept.',
        'cluster:27:89 none } | a100 has whole GPUs, which spec.gpu.sharing does not accept',
      ],
    ],
    [
      'more slices than a process can use',
      'plan/no-node-pool',
      [
        ['service', 'count: 1, minMemory: 8Gi', 'count: 2, sharing: [mig]'],
        ['cluster', 'sharing: none', 'sharing: mig'],
      ],
      [
        'service:27:17 2, sharing:  | No node pool of prod-us-east fits: a100 has slices (mig), of which a process uses one, 2 are needed.',
        'cluster:27:89 mig } | a100 has slices (mig), of which a process uses one, 2 are needed',
      ],
    ],
    [
      'a store that the cluster does not have',
      'plan/unknown-store',
      [['cluster', '    models:\n', '    weights:\n']],
      [
        'service:13:13 - storageUri | The artifact is in the store models, which prod-us-east does not have (it has weights).',
        'cluster:29:5 weights: | the stores of the cluster',
      ],
    ],
    [
      'more replicas than the pool holds',
      'plan/pool-capacity',
      [['service', 'maxReplicas: 6', 'maxReplicas: 49']],
      [
        'service:34:18 49 | scaling.maxReplicas is 49, but the node pool a100 holds at most 48 replicas of 1 GPU(s).',
        'cluster:25:29 6, provision | nodes of the pool',
      ],
    ],
    [
      'more derived replicas than the pool holds',
      'plan/pool-capacity',
      [['service', 'minReplicas: 2\n    maxReplicas: 6', 'minReplicas: 25']],
      [
        'service:33:18 25 | scaling.maxReplicas is 50, but the node pool a100 holds at most 48 replicas of 1 GPU(s).',
        'cluster:25:29 6, provision | nodes of the pool',
      ],
    ],
    [
      'more replicas than the pool holds, and not fewer than the policy asks for',
      'plan/pool-capacity',
      [
        FIXED,
        ['service', 'minReplicas: 2\n    maxReplicas: 6', 'minReplicas: 60'],
        ['environment', 'minReplicas: 2', 'minReplicas: 50'],
      ],
      [
        'service:33:18 60 | scaling.minReplicas is 60, but the node pool a100 holds at most 48 replicas of 1 GPU(s).',
        'cluster:25:29 6, provision | nodes of the pool',
        'environment:10:18 50 | the policy of production asks for at least 50',
      ],
    ],
    [
      'a first step above the bound',
      'policy/max-first-weight',
      [['environment', 'maxFirstWeight: 20', 'maxFirstWeight: 5']],
      [
        'service:38:28 20 }, { paus | The first canary step moves 20 % of the traffic; the policy allows 5 %.',
        'environment:13:32 5 } | the bound of production',
      ],
    ],
    [
      'fewer replicas than the bound',
      'policy/min-replicas',
      [['environment', 'minReplicas: 2', 'minReplicas: 3']],
      [
        'service:33:18 2 | scaling.minReplicas is 2; the policy asks for at least 3.',
        'environment:10:18 3 | the bound of production',
      ],
    ],
    [
      'a bound that a default of the environment breaks',
      'policy/min-replicas',
      [
        ['service', 'minReplicas: 2\n    maxReplicas: 6', 'maxReplicas: 6'],
        ['environment', '    slo: { window: 30d }', '    scaling: { minReplicas: 1 }'],
      ],
      [
        'environment:8:29 1 } | scaling.minReplicas is 1; the policy asks for at least 2.',
        'environment:10:18 2 | the bound of production',
      ],
    ],
  ])('%s', (_, rule, edits, expected) => {
    expect(placesOf(rule, edits)).toEqual(expected);
  });
});
