import { describe, expect, it } from 'vitest';
import { planInputsFixture } from '@fleetwright/plan/testing-inputs';
import { drop, judgeService, judgeYaml, remove, set } from '../../testing.ts';

const ROLLOUT = 'Rollout/image-classification';
const POD = '/spec/template/spec';
const TEMPLATE = 'ResourceClaimTemplate/image-classification-gpu.nvidia.com-1';
const CLAIMED = planInputsFixture(({ cluster }) => ({
  cluster: cluster
    .replace('allocatable: { nvidia.com/gpu: 8,', 'allocatable: {')
    .replace('gpu: { resource: nvidia.com/gpu,', 'gpu: { deviceClass: gpu.nvidia.com, devices: 8,'),
}));
const ON_CLAIM = planInputsFixture(({ cluster }) => ({
  cluster: cluster
    .replace(/uri: s3[^]*?egress: [^\n]*/, 'uri: pvc://models/production')
    .replace('mode: fetch', 'mode: pvc'),
}));

function judge(spec: string, more = '', facts: Parameters<typeof judgeYaml>[1] = {}): string[] {
  return judgeYaml(
    `
apiVersion: v1
kind: Pod
metadata: { name: chat, namespace: ml }
spec: { containers: [{ name: server, image: b, resources: { claims: [{ name: gpu }] } }], ${spec} }
---
${more}`,
    { advice: true, ...facts },
  ).filter((finding) => /^workload\/(?:claim|image-volume|volume-claim)/.test(finding));
}

const claimTemplate = (request: string) => `
apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata: { name: one, namespace: ml }
spec: { spec: { devices: { requests: [{ name: a, ${request} }] } } }
---
`;
const GPU = claimTemplate('exactly: { deviceClassName: gpu.nvidia.com }');

describe('a sound service on claimed GPUs', () => {
  it('has nothing', () => {
    expect(judgeService([], { inputs: CLAIMED })).toEqual([]);
  });
});

describe('workload/claim-template-exists', () => {
  const RULE = 'workload/claim-template-exists';

  it('finds a template that is not there', () => {
    expect(judge('resourceClaims: [{ name: gpu, resourceClaimTemplateName: two }]', GPU)).toEqual([
      `${RULE} Pod/chat /spec/resourceClaims/0/resourceClaimTemplateName: Pod/chat names the ResourceClaimTemplate two; namespace ml has one.`,
    ]);
  });

  it('finds one that is gone from a service of ours', () => {
    expect(judgeService([drop(TEMPLATE)], { inputs: CLAIMED })).toContain(
      `${RULE} ${ROLLOUT} ${POD}/resourceClaims/0/resourceClaimTemplateName: ${ROLLOUT} names the ResourceClaimTemplate image-classification-gpu.nvidia.com-1; namespace ml-inference has none.`,
    );
  });

  it.each(['resourceClaimTemplateName: one', 'resourceClaimName: mine'])('accepts %s', (source) => {
    expect(judge(`resourceClaims: [{ name: gpu, ${source} }]`, GPU)).toEqual([]);
  });
});

describe('workload/claim-used', () => {
  const RULE = 'workload/claim-used';
  const OTHER = 'resourceClaims: [{ name: other, resourceClaimTemplateName: one }]';

  it.each([
    'exactly: { deviceClassName: gpu.nvidia.com }',
    'firstAvailable: [{ name: x, deviceClassName: mig.nvidia.com }]',
  ])('finds GPUs that no container gets: %s', (request) => {
    expect(judge(OTHER, claimTemplate(request))).toEqual([
      `${RULE} Pod/chat /spec/resourceClaims/0/name: No container has the claim other of its pod in resources.claims.`,
    ]);
  });

  it('finds that the server of ours gets none', () => {
    expect(
      judgeService([remove(ROLLOUT, `${POD}/containers/0/resources/claims`)], { inputs: CLAIMED }),
    ).toContain(
      `${RULE} ${ROLLOUT} ${POD}/resourceClaims/0/name: No container has the claim gpu of its pod in resources.claims.`,
    );
  });

  it('accepts a network device, which the pod has as a whole', () => {
    expect(judge(OTHER, claimTemplate('exactly: { deviceClassName: dranet }'))).toEqual([]);
  });
});

describe('workload/image-volume-named', () => {
  const RULE = 'workload/image-volume-named';

  it('finds a volume of no image', () => {
    expect(judge('volumes: [{ name: models, image: { pullPolicy: Always } }]')).toEqual([
      `${RULE} Pod/chat /spec/volumes/0/image: The volume models of Pod/chat shows an image and names none.`,
    ]);
  });

  it('finds one in a service of ours', () => {
    const volume = set(ROLLOUT, `${POD}/volumes/2`, { name: 'scratch', image: {} });
    expect(judgeService([volume])).toContain(
      `${RULE} ${ROLLOUT} ${POD}/volumes/2/image: The volume scratch of ${ROLLOUT} shows an image and names none.`,
    );
  });

  it('accepts an image', () => {
    expect(judge('volumes: [{ name: models, image: { reference: example.com/models:1 } }]')).toEqual([]);
  });
});

describe('workload/volume-claim-known', () => {
  const RULE = 'workload/volume-claim-known';
  const { cluster } = planInputsFixture();
  const MOUNTED = 'volumes: [{ name: models, persistentVolumeClaim: { claimName: models } }]';

  it('finds a claim that neither the objects nor the stores have', () => {
    expect(judge(MOUNTED, '', { cluster: cluster.content })).toEqual([
      `${RULE} Pod/chat /spec/volumes/0/persistentVolumeClaim/claimName: Pod/chat mounts the claim models, which is not among the objects; the stores of cluster prod-us-east are on no claims.`,
    ]);
  });

  it('finds another claim than that of the store in a service of ours', () => {
    expect(
      judgeService([set(ROLLOUT, `${POD}/volumes/2/persistentVolumeClaim/claimName`, 'model')], {
        inputs: ON_CLAIM,
      }),
    ).toEqual([
      `${RULE} ${ROLLOUT} ${POD}/volumes/2/persistentVolumeClaim/claimName: ${ROLLOUT} mounts the claim model, which is not among the objects; the stores of cluster prod-us-east are on the claims models.`,
    ]);
  });

  it('accepts the claim of a store, one among the objects, and any where the cluster is not known', () => {
    const claim = `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: models, namespace: ml }
spec: { accessModes: [ReadOnlyMany], resources: { requests: { storage: 1Gi } } }
`;
    expect(judge(MOUNTED, '', { cluster: ON_CLAIM.cluster.content })).toEqual([]);
    expect(judge(MOUNTED, claim, { cluster: cluster.content })).toEqual([]);
    expect(judge(MOUNTED)).toEqual([]);
  });
});
