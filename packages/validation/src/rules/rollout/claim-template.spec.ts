import { describe, expect, it } from 'vitest';
import { planInputsFixture } from '@fleetwright/plan/testing-inputs';
import { judgeService, judgeYaml, remove, set } from '../../testing.ts';

const RULE = 'rollout/claim-template-kept';
const TEMPLATE = 'ResourceClaimTemplate/image-classification-gpu.nvidia.com-1';
const SYNC = 'argocd.argoproj.io/sync-options';
const COMPARE = 'argocd.argoproj.io/compare-options';
const CLAIMED = planInputsFixture(({ cluster }) => ({
  cluster: cluster
    .replace('allocatable: { nvidia.com/gpu: 8,', 'allocatable: {')
    .replace('gpu: { resource: nvidia.com/gpu,', 'gpu: { deviceClass: gpu.nvidia.com, devices: 8,'),
}));

const at = (key: string) => `/metadata/annotations/${key.replace('/', '~1')}`;

describe(RULE, () => {
  it.each([
    [
      remove(TEMPLATE, '/metadata/annotations'),
      '/metadata',
      `${SYNC}: Prune=false and ${COMPARE}: IgnoreExtraneous`,
    ],
    [remove(TEMPLATE, at(SYNC)), '/metadata/annotations', `${SYNC}: Prune=false`],
    [
      set(TEMPLATE, at(COMPARE), 'ServerSideDiff=true'),
      '/metadata/annotations',
      `${COMPARE}: IgnoreExtraneous`,
    ],
  ])('finds a template of ours that Argo CD does not keep', (edit, pointer, missing) => {
    expect(judgeService([edit], { inputs: CLAIMED })).toEqual([
      `${RULE} ${TEMPLATE} ${pointer}: Pods of Rollout/image-classification name ${TEMPLATE}, which lacks ${missing}.`,
    ]);
  });

  it('accepts these options among others', () => {
    expect(judgeService([set(TEMPLATE, at(SYNC), 'Replace=true, Prune=false')], { inputs: CLAIMED })).toEqual(
      [],
    );
  });

  const judge = (kind: string, facts: Parameters<typeof judgeYaml>[1]) =>
    judgeYaml(
      `
apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata: { name: one, namespace: ml }
spec: { spec: { devices: { requests: [{ name: gpu, exactly: { deviceClassName: gpu.nvidia.com } }] } } }
---
apiVersion: apps/v1
kind: ${kind}
metadata: { name: chat, namespace: ml }
spec:
  selector: { matchLabels: { app: chat } }
  template:
    metadata: { labels: { app: chat } }
    spec:
      resourceClaims: [{ name: gpu, resourceClaimTemplateName: one }]
      containers: [{ name: server, image: b, resources: { claims: [{ name: gpu }] } }]
`,
      facts,
    ).filter((finding) => finding.startsWith(RULE));

  it('finds one of a Deployment', () => {
    expect(judge('Deployment', { cluster: CLAIMED.cluster.content })).toEqual([
      `${RULE} ResourceClaimTemplate/one /metadata: Pods of Deployment/chat name ResourceClaimTemplate/one, which lacks ${SYNC}: Prune=false and ${COMPARE}: IgnoreExtraneous.`,
    ]);
  });

  it('says nothing where no revisions run beside each other, or Argo CD is not known to sync', () => {
    expect(judge('DaemonSet', { cluster: CLAIMED.cluster.content })).toEqual([]);
    expect(judge('Deployment', {})).toEqual([]);
  });
});
