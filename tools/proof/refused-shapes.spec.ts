import { createRenderer } from '@fleetwright/fleet';
import { describe, expect, it } from 'vitest';
import { readGoldenInput } from './golden-inputs.ts';

const ROLES = {
  service: 'apps/',
  cluster: 'clusters/east/cluster.yaml',
  environment: 'environments/production/environment.yaml',
  images: 'environments/production/images.yaml',
};

type Role = keyof typeof ROLES;
type Edit = [role: Role, from: string | RegExp, to: string];

interface Refusal {
  title: string;
  /** The golden case that works. */
  golden: string;
  /** What makes it impossible. */
  edits: Edit[];
  /** `<file>:<line> <rule> <message>`, then the other places. */
  expected: string[];
}

const REFUSALS: Refusal[] = [
  {
    title: 'canary steps without a gateway or callers that have sidecars',
    golden: 'a-spec-of-a-dozen-lines',
    edits: [
      ['service', 'spec:\n', 'spec:\n  rollout: { canary: { steps: [{ setWeight: 20 }] } }\n'],
      ['cluster', /  gateway:\n(?: {4}.*\n)+/, ''],
    ],
    expected: [
      'apps/sentiment/model-service.yaml:5 plan/canary-impossible The spec asks for canary steps, but on east nothing there moves traffic by weight: no gateway, and no callers with sidecars.',
      '  clusters/east/cluster.yaml:9 the mesh mode is sidecar, and there is no spec.gateway',
      '  apps/sentiment/model-service.yaml:5 there is no caller',
    ],
  },
  {
    title: 'canary steps without Argo Rollouts',
    golden: 'a-spec-of-a-dozen-lines',
    edits: [
      ['service', 'spec:\n', 'spec:\n  rollout: { canary: { steps: [{ setWeight: 20 }] } }\n'],
      ['cluster', 'rollouts: { enabled: true }', 'rollouts: { enabled: false }'],
    ],
    expected: [
      'apps/sentiment/model-service.yaml:5 plan/canary-impossible The spec asks for canary steps, but on east Argo Rollouts does not run there.',
      '  clusters/east/cluster.yaml:13 Argo Rollouts is off',
    ],
  },
  {
    title: 'image volumes on Kubernetes 1.32',
    golden: 'an-ambient-mesh-without-a-waypoint-and-slices-of-mig-gpus',
    edits: [['cluster', "kubernetes: '1.33'", "kubernetes: '1.32'"]],
    expected: [
      'clusters/east/cluster.yaml:23 plan/image-volume-version east mounts models as image volumes, which Kubernetes 1.32 does not have.',
      '  clusters/east/cluster.yaml:7 Kubernetes is 1.32',
      '  apps/image-classification/model-service.yaml:12 image_classification/3 is mounted so',
    ],
  },
  {
    title: 'an image volume without a digest',
    golden: 'an-ambient-mesh-without-a-waypoint-and-slices-of-mig-gpus',
    edits: [['service', /, imageDigest: '[^']*'/, '']],
    expected: [
      'apps/image-classification/model-service.yaml:12 plan/image-digest The artifact has no imageDigest, by which an image volume is pinned.',
      '  clusters/east/cluster.yaml:23 delivery is image-volume',
    ],
  },
  {
    title: 'claimed devices on Kubernetes 1.33',
    golden: 'llama2-chat-on-claimed-gpus-behind-a-waypoint',
    edits: [['cluster', "kubernetes: '1.35'", "kubernetes: '1.33'"]],
    expected: [
      'clusters/east/cluster.yaml:20 plan/device-class-version The node pool l40s gives devices by claims, which Kubernetes 1.33 does not have as resource.k8s.io/v1.',
      '  clusters/east/cluster.yaml:7 Kubernetes is 1.33',
      '  apps/llama2-chat/model-service.yaml:5 a replica needs 1 of them',
    ],
  },
  {
    title: 'a slice larger than those of any pool',
    golden: 'a-rollout-of-fixed-size-on-mig-slices-with-models-on-a-claim',
    edits: [['service', 'sharing: [mig]', 'sharing: [mig], minMemory: 20Gi']],
    expected: [
      'apps/sentiment/model-service.yaml:5 plan/no-node-pool No node pool of east fits: a100-slices has GPUs of 10Gi, 20Gi are needed.',
      '  clusters/east/cluster.yaml:24 a100-slices has GPUs of 10Gi, 20Gi are needed',
    ],
  },
  {
    title: 'slices for a service that wants whole GPUs',
    golden: 'a-rollout-of-fixed-size-on-mig-slices-with-models-on-a-claim',
    edits: [['service', '  gpu: { sharing: [mig] }\n', '']],
    expected: [
      'apps/sentiment/model-service.yaml:5 plan/no-node-pool No node pool of east fits: a100-slices shares its GPUs (mig), which spec.gpu.sharing does not accept.',
      '  clusters/east/cluster.yaml:24 a100-slices shares its GPUs (mig), which spec.gpu.sharing does not accept',
    ],
  },
  {
    title: 'two slices for one process',
    golden: 'a-rollout-of-fixed-size-on-mig-slices-with-models-on-a-claim',
    edits: [['service', 'sharing: [mig]', 'sharing: [mig], count: 2']],
    expected: [
      'apps/sentiment/model-service.yaml:5 plan/no-node-pool No node pool of east fits: a100-slices has slices (mig), of which a process uses one, 2 are needed.',
      '  clusters/east/cluster.yaml:24 a100-slices has slices (mig), of which a process uses one, 2 are needed',
    ],
  },
  {
    title: 'two turns on a GPU for one process',
    golden: 'a-deployment-behind-a-gateway-without-a-mesh',
    edits: [['service', 'sharing: [none, time-slicing]', 'sharing: [none, time-slicing], count: 2']],
    expected: [
      'apps/sentiment/model-service.yaml:5 plan/no-node-pool No node pool of east fits: t4-shared has slices (time-slicing), of which a process uses one, 2 are needed.',
      '  clusters/east/cluster.yaml:20 t4-shared has slices (time-slicing), of which a process uses one, 2 are needed',
    ],
  },
  {
    title: 'more replicas than the slices of a pool',
    golden: 'a-rollout-of-fixed-size-on-mig-slices-with-models-on-a-claim',
    edits: [
      ['cluster', 'nodes: { min: 1, max: 8 }', 'nodes: { min: 1, max: 1 }'],
      ['cluster', 'mig-1g.10gb: 56', 'mig-1g.10gb: 2'],
    ],
    expected: [
      'apps/sentiment/model-service.yaml:6 plan/pool-capacity scaling.minReplicas is 3, but the node pool a100-slices holds at most 2 replicas of 1 GPU(s).',
      '  clusters/east/cluster.yaml:22 nodes of the pool',
    ],
  },
  {
    title: 'a remote repository that the spec does not name',
    golden: 'triton-reads-the-bucket-itself-for-callers-in-the-mesh',
    edits: [['service', /  modelRepository: .*\n/, '']],
    expected: [
      'apps/tagger/model-service.yaml:8 plan/remote-repository east lets Triton read the bucket itself, but the service names no repository.',
      '  clusters/east/cluster.yaml:25 delivery is remote',
    ],
  },
  {
    title: 'a latency objective of streams that nothing measures',
    golden: 'an-ensemble-of-image-volumes-for-callers-behind-a-waypoint',
    edits: [
      [
        'service',
        'spec:\n',
        "spec:\n  slo: { latency: [{ threshold: 1s, target: 99 }] }\n  triton: { release: '25.12' }\n",
      ],
      ['images', '26.07', '25.12'],
    ],
    expected: [
      'apps/search/model-service.yaml:5 plan/latency-not-measured An objective for the latency is set, but on east nothing measures whole responses of these models.',
      '  clusters/east/cluster.yaml:8 the mesh mode is ambient, and there is no spec.gateway',
      '  apps/search/model-service.yaml:6 the release',
    ],
  },
  {
    title: 'fewer replicas than the policy asks for',
    golden: 'a-rollout-of-fixed-size-on-mig-slices-with-models-on-a-claim',
    edits: [['environment', '  namespace: ml\n', '  namespace: ml\n  policy: { minReplicas: 4 }\n']],
    expected: [
      'apps/sentiment/model-service.yaml:6 policy/min-replicas scaling.minReplicas is 3; the policy asks for at least 4.',
      '  environments/production/environment.yaml:6 the bound of production',
    ],
  },
  {
    title: 'a first step above the bound of the policy',
    golden: 'a-rollout-of-fixed-size-on-mig-slices-with-models-on-a-claim',
    edits: [
      ['service', 'spec:\n', 'spec:\n  rollout: { canary: { steps: [{ setWeight: 50 }] } }\n'],
      [
        'environment',
        '  namespace: ml\n',
        '  namespace: ml\n  policy: { rollout: { maxFirstWeight: 20 } }\n',
      ],
    ],
    expected: [
      'apps/sentiment/model-service.yaml:5 policy/max-first-weight The first canary step moves 50 % of the traffic; the policy allows 20 %.',
      '  environments/production/environment.yaml:6 the bound of production',
    ],
  },
  {
    title: 'a Deployment where the policy asks for a canary',
    golden: 'a-deployment-behind-a-gateway-without-a-mesh',
    edits: [
      [
        'environment',
        '  namespace: ml\n',
        '  namespace: ml\n  policy: { rollout: { requireAnalysis: true } }\n',
      ],
    ],
    expected: [
      'apps/sentiment/model-service.yaml:5 policy/require-analysis On east a new version replaces pods one by one; the policy asks for a canary that is judged.',
      '  environments/production/environment.yaml:6 the bound of production',
      '  clusters/east/cluster.yaml:9 Argo Rollouts is off',
    ],
  },
];

function readTexts(golden: string, edits: readonly Edit[]): Record<Role, string> {
  const roles = Object.entries(ROLES).map(([role, path]) => [role, readGoldenInput(golden, path)]);
  const texts = Object.fromEntries(roles) as Record<Role, string>;
  for (const [role, from, to] of edits) {
    const edited = texts[role].replace(from, to);
    expect(edited, `${role} has ${String(from)}`).not.toBe(texts[role]);
    texts[role] = edited;
  }
  return texts;
}

async function refuse({ golden, edits }: Refusal): Promise<string[]> {
  const { service, cluster, environment, images } = readTexts(golden, edits);
  const name = /^metadata: \{ name: ([-a-z0-9]+)/m.exec(service)![1]!;
  const file = (path: string, text: string) => ({ path, text });
  const renderer = await createRenderer({
    services: new Map([[name, file(`apps/${name}/model-service.yaml`, service)]]),
    clusters: new Map([['east', file(ROLES.cluster, cluster)]]),
    environments: new Map([
      [
        'production',
        { environment: file(ROLES.environment, environment), images: file(ROLES.images, images) },
      ],
    ]),
    findings: [],
  });
  const { files, findings } = renderer.render(name, 'east', []);
  expect(files).toBeUndefined();
  return findings
    .filter(({ severity }) => severity === 'error')
    .flatMap(({ file: path, line, rule, message, related = [] }) => [
      `${path}:${line} ${rule} ${message}`,
      ...related.map((other) => `  ${other.file}:${other.line} ${other.message}`),
    ]);
}

describe('a combination that cannot work', () => {
  it.each(REFUSALS)('is refused with every place that takes part: $title', async (refusal) => {
    expect(await refuse(refusal)).toEqual(refusal.expected);
  });
});
