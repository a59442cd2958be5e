import { describe, expect, it } from 'vitest';
import { planInputsFixture } from '@fleetwright/plan/testing-inputs';
import { judgeService, judgeYaml, remove, set } from '../../testing.ts';

const ROLLOUT = 'Rollout/image-classification';
const RESOURCES = '/spec/template/spec/containers/0/resources';
const found = (...args: Parameters<typeof judgeService>) =>
  judgeService(...args).filter((finding) => finding.startsWith('capacity/'));

function deployment(container: string, spec = ''): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: chat, namespace: ml }
spec:
  replicas: 2
  selector: { matchLabels: { app: chat } }
  template:
    metadata: { labels: { app: chat } }
    spec: { ${spec}containers: [{ name: server, image: example.com/server, ${container} }] }
`;
}

const foreign = (container: string, spec?: string, facts?: Parameters<typeof judgeYaml>[1]) =>
  judgeYaml(deployment(container, spec), facts).filter((finding) => finding.startsWith('capacity/'));

const { cluster, environment } = planInputsFixture();
const FACTS = { cluster: cluster.content, environment: environment.content };

describe('capacity/one-device-resource', () => {
  it('accepts one kind of GPU with a limit alone', () => {
    expect(foreign("resources: { limits: { nvidia.com/gpu: '1' } }")).toEqual([]);
  });

  it.each([
    ["limits: { nvidia.com/gpu: '0' }", 'has a limit of 0'],
    ["limits: { nvidia.com/gpu: '1.5' }", 'has a limit of 1.5'],
    ["requests: { nvidia.com/gpu: '1' }", 'requests 1 without a limit'],
    ["limits: { nvidia.com/gpu: '2' }, requests: { nvidia.com/gpu: '1' }", 'requests 1 with a limit of 2'],
  ])('refuses %s', (resources, problem) => {
    expect(foreign(`resources: { ${resources} }`)).toEqual([
      `capacity/one-device-resource Deployment/chat /spec/template/spec/containers/0/resources: The container server ${problem} of nvidia.com/gpu; expected a limit that is a whole number of at least 1, and no other request.`,
    ]);
  });

  it('refuses two kinds of GPU in one container', () => {
    expect(foreign("resources: { limits: { nvidia.com/gpu: '1', nvidia.com/mig-1g.10gb: '1' } }")).toEqual([
      'capacity/one-device-resource Deployment/chat /spec/template/spec/containers/0/resources: The container server asks for nvidia.com/gpu and nvidia.com/mig-1g.10gb; expected one of them.',
    ]);
  });
});

describe('capacity/pool-offers', () => {
  it('names what there is when no pool has the device', () => {
    expect(foreign("resources: { limits: { nvidia.com/mig-2g.20gb: '1' } }", '', FACTS)).toEqual([
      'capacity/pool-offers Deployment/chat /spec/template/spec/nodeSelector: No node pool of prod-us-east offers nvidia.com/mig-2g.20gb; it has nvidia.com/gpu.',
    ]);
  });

  it('names the pools when the selector fits none', () => {
    expect(
      found([set(ROLLOUT, '/spec/template/spec/nodeSelector', { 'nvidia.com/gpu.product': 'H100' })]),
    ).toEqual([
      'capacity/pool-offers Rollout/image-classification /spec/template/spec/nodeSelector: No node pool of prod-us-east fits: the pod selects nodes with nvidia.com/gpu.product=H100 and needs nvidia.com/gpu; there are a100.',
    ]);
  });

  it('asks for the tolerations of the pool', () => {
    expect(found([remove(ROLLOUT, '/spec/template/spec/tolerations')])).toEqual([
      'capacity/pool-offers Rollout/image-classification /spec/template/spec/tolerations: The pods of the pool a100 need a toleration of nvidia.com/gpu (NoSchedule); the pod has none.',
    ]);
  });

  it('accepts a pod that tolerates everything', () => {
    expect(found([set(ROLLOUT, '/spec/template/spec/tolerations', [{ operator: 'Exists' }])])).toEqual([
      'capacity/tolerations-as-stated Rollout/image-classification /spec/template/spec/tolerations/0: The pods tolerate every taint, whatever its key; the pool needs nvidia.com/gpu:NoSchedule.',
    ]);
  });

  it('has nothing to say where the cluster is not known', () => {
    expect(foreign("resources: { limits: { nvidia.com/mig-2g.20gb: '1' } }")).toEqual([]);
  });
});

describe('capacity/pod-fits-node', () => {
  it('refuses a pod that asks for more than a node has', () => {
    expect(
      found([
        set(ROLLOUT, `${RESOURCES}/requests/memory`, '2Ti'),
        set(ROLLOUT, `${RESOURCES}/limits/memory`, '2Ti'),
      ]),
    ).toEqual([
      expect.stringContaining(
        'capacity/pod-fits-node Rollout/image-classification /spec/template/spec: A pod requests 2',
      ),
    ]);
  });
});

describe('capacity/memory-volume-fits', () => {
  const pod = (size: string) =>
    foreign(
      'volumeMounts: [{ name: shm, mountPath: /dev/shm }], resources: { limits: { memory: 4Gi } }',
      `volumes: [{ name: shm, emptyDir: { medium: Memory, sizeLimit: ${size} } }], `,
    );

  it('accepts a volume that leaves memory for the process', () => {
    expect(pod('1Gi')).toEqual([]);
  });

  it('refuses one that may take all of it', () => {
    expect(pod('4Gi')).toEqual([
      'capacity/memory-volume-fits Deployment/chat /spec/template/spec/volumes/0/emptyDir/sizeLimit: The volume shm may hold 4Gi in memory; the container server has a limit of 4Gi for all its memory.',
    ]);
  });
});

// The sound service takes 2 to 6 GPUs; what differs is how many nodes of 8 GPUs the pool has.
function onNodes(nodes: string, quota = ''): string[] {
  const inputs = planInputsFixture(({ cluster, environment }) => ({
    cluster: cluster.replace(
      'nodes: { min: 2, max: 6, provisioning: 6m }',
      `nodes: { min: 1, max: ${nodes} }`,
    ),
    environment: `${environment}${quota}`,
  }));
  return found([], { inputs });
}

// The facts are those of smaller nodes: a plan would refuse them before anything is rendered.
function onSmallNodes(nodes: number): string[] {
  const { cluster: small } = planInputsFixture(({ cluster: text }) => ({
    cluster: text
      .replace('nodes: { min: 2, max: 6, provisioning: 6m }', `nodes: { min: 1, max: ${nodes} }`)
      .replace('nvidia.com/gpu: 8,', 'nvidia.com/gpu: 1,'),
  }));
  return found([], { facts: { cluster: small.content } });
}

describe('capacity over a cluster', () => {
  it('has nothing to say where a rollout fits at the highest number of replicas', () => {
    expect(onNodes('2')).toEqual([]);
  });

  it('warns where a rollout at full load does not fit', () => {
    expect(onNodes('1')).toEqual([
      'capacity/rollout-fits Rollout/image-classification /spec/template: At the step "promoted" Rollout/image-classification holds 6 stable, 6 new and 0 stopping pods; with all else at its highest number of replicas a100 then needs 12 of nvidia.com/gpu, and has 8.',
    ]);
  });

  it('refuses autoscaling beyond the pool', () => {
    expect(found([set('ScaledObject/image-classification', '/spec/maxReplicaCount', 60)])).toEqual([
      'capacity/steady-fits Rollout/image-classification /spec/template: The workloads of a100 take 60 of nvidia.com/gpu at their highest numbers of replicas; its nodes have 48: Rollout/image-classification 60 × 1.',
    ]);
  });

  it('warns where the loss of a node leaves too little', () => {
    expect(onSmallNodes(2)).toContain(
      'capacity/survives-node-loss Rollout/image-classification /spec/template: Without one of its nodes a100 has 1 of nvidia.com/gpu; its workloads need 2 at their lowest numbers of replicas: Rollout/image-classification 2 × 1.',
    );
  });

  it('refuses a quota that a rollout at the lowest number of replicas exceeds', () => {
    expect(onNodes('2', "  quota: { requests.nvidia.com/gpu: '3' }\n")).toEqual([
      'capacity/quota-covers-rollout Rollout/image-classification /spec/template: The quota of ml-inference allows 3 of requests.nvidia.com/gpu; its workloads need 2 at their lowest numbers of replicas, and 2 more while Rollout/image-classification is rolled out.',
    ]);
    expect(onNodes('2', "  quota: { requests.nvidia.com/gpu: '4' }\n")).toEqual([]);
  });
});
