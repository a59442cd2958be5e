import { describe, expect, it } from 'vitest';
import { planInputsFixture } from '@fleetwright/plan/testing-inputs';
import { judgeService, judgeYaml, remove, set } from '../../testing.ts';

const ROLLOUT = 'Rollout/image-classification';
const POD = '/spec/template/spec';
const { cluster } = planInputsFixture();
const POOLS = planInputsFixture((texts) => ({
  cluster: texts.cluster.replace(
    '  modelStores:',
    `    - name: l4
      nodeSelector: { nvidia.com/gpu.product: NVIDIA-L4, example.com/zone: a }
      nodes: { min: 1, max: 4 }
      allocatable: { nvidia.com/gpu: 1, cpu: '14', memory: 50Gi }
      gpu: { resource: nvidia.com/gpu, memory: 24Gi, computeCapability: '8.9', sharing: none }
    - name: general
      nodeSelector: { example.com/general: 'true', example.com/zone: a }
      nodes: { min: 1, max: 4 }
      allocatable: { cpu: '14', memory: 50Gi }
  modelStores:`,
  ),
}));
const found = (...args: Parameters<typeof judgeService>) =>
  judgeService(...args).filter((finding) => finding.startsWith('capacity/'));

function foreign(container: string, spec = '', facts = POOLS.cluster.content): string[] {
  return judgeYaml(
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: chat, namespace: ml }
spec:
  selector: { matchLabels: { app: chat } }
  template:
    metadata: { labels: { app: chat } }
    spec: { ${spec} containers: [{ name: server, image: example.com/server, ${container} }] }
`,
    { cluster: facts },
  ).filter((finding) => finding.startsWith('capacity/pool-selected'));
}

const GPU = "resources: { limits: { nvidia.com/gpu: '1' } }";

describe('capacity/pool-selected', () => {
  const RULE = 'capacity/pool-selected';

  it('finds pods of ours that any node with a GPU may get', () => {
    expect(found([remove(ROLLOUT, `${POD}/nodeSelector`)])).toEqual([
      `${RULE} ${ROLLOUT} ${POD}: The pods of ${ROLLOUT} need nvidia.com/gpu and may run on any node of a100, and of pools that the file does not list.`,
    ]);
  });

  it.each([
    [
      GPU,
      '',
      'need nvidia.com/gpu and may run on any node of a100, l4, and of pools that the file does not list',
    ],
    ['', 'nodeSelector: { example.com/zone: a },', 'need no GPU and may run on any node of l4, general'],
    ['', '', 'need no GPU and may run on any node of l4, general, and of pools that the file does not list'],
    [
      '',
      'tolerations: [{ operator: Exists }],',
      'need no GPU and may run on any node of a100, l4, general, and of pools that the file does not list',
    ],
  ])('finds pods with %s and %s', (container, spec, problem) => {
    expect(foreign(container, spec)).toEqual([
      `${RULE} Deployment/chat ${POD}: The pods of Deployment/chat ${problem}.`,
    ]);
  });

  it.each([
    [GPU, 'nodeSelector: { nvidia.com/gpu.product: NVIDIA-L4 },'],
    [GPU, 'nodeSelector: { example.com/zone: a },'],
    [GPU, 'nodeName: gpu-1,'],
    [GPU, 'affinity: { nodeAffinity: {} },'],
    ['', "nodeSelector: { example.com/general: 'true' },"],
    ['', 'nodeSelector: { nvidia.com/gpu.product: NVIDIA-L4 },'],
  ])('accepts pods with %s and %s', (container, spec) => {
    expect(foreign(container, spec).filter((finding) => !finding.includes('NVIDIA-L4'))).toEqual([]);
  });

  it('accepts pods without a GPU where there are no other nodes', () => {
    expect(foreign('', '', cluster.content)).toEqual([]);
  });
});

describe('capacity/tolerations-as-stated', () => {
  const RULE = 'capacity/tolerations-as-stated';
  const tolerate = (toleration: unknown) => [set(ROLLOUT, `${POD}/tolerations`, [toleration])];

  it.each([
    [{ operator: 'Exists' }, 'every taint, whatever its key'],
    [{ operator: 'Exists', effect: 'NoSchedule' }, 'every taint, whatever its key'],
    [{ key: 'nvidia.com/gpu', operator: 'Exists' }, 'nvidia.com/gpu with any effect'],
    [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }, "nvidia.com/gpu with the value '' alone"],
  ])('finds %j', (toleration, problem) => {
    expect(found(tolerate(toleration))).toEqual([
      `${RULE} ${ROLLOUT} ${POD}/tolerations/0: The pods tolerate ${problem}; the pool needs nvidia.com/gpu:NoSchedule.`,
    ]);
  });

  it('finds it in a Deployment of anybody', () => {
    const yaml = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: chat, namespace: ml }
spec:
  selector: { matchLabels: { app: chat } }
  template:
    metadata: { labels: { app: chat } }
    spec:
      nodeSelector: { nvidia.com/gpu.product: NVIDIA-A100-SXM4-80GB }
      tolerations: [{ key: spot, operator: Exists }, { operator: Exists }]
      containers: [{ name: server, image: b, ${GPU} }]
`;
    expect(
      judgeYaml(yaml, { cluster: cluster.content }).filter((finding) => finding.startsWith('capacity/')),
    ).toEqual([
      `${RULE} Deployment/chat ${POD}/tolerations/1: The pods tolerate every taint, whatever its key; the pool needs nvidia.com/gpu:NoSchedule.`,
    ]);
  });

  it('accepts tolerations of other taints beside', () => {
    const spot = set(ROLLOUT, `${POD}/tolerations/-`, { key: 'spot', operator: 'Exists' });
    expect(found([spot])).toEqual([]);
  });
});

describe('capacity/claim-asks-for-devices', () => {
  const RULE = 'capacity/claim-asks-for-devices';
  const claimTemplate = (spec: string) => `
apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata: { name: one, namespace: ml }
spec: { spec: ${spec} }
`;

  it.each(['{}', '{ devices: {} }', '{ devices: { requests: [] } }'])(
    'finds nothing asked for in %s',
    (spec) => {
      expect(judgeYaml(claimTemplate(spec))).toEqual([
        `${RULE} ResourceClaimTemplate/one /spec/spec: ResourceClaimTemplate/one asks for no device.`,
      ]);
    },
  );

  it('accepts one request', () => {
    const spec = '{ devices: { requests: [{ name: gpu, exactly: { deviceClassName: gpu.nvidia.com } }] } }';
    expect(judgeYaml(claimTemplate(spec))).toEqual([]);
  });
});
