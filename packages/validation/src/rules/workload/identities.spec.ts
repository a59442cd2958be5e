import { describe, expect, it } from 'vitest';
import { planInputsFixture } from '@fleetwright/plan/testing-inputs';
import { judgeService, judgeYaml, remove, set } from '../../testing.ts';

const ROLLOUT = 'Rollout/image-classification';
const ACCOUNT = 'ServiceAccount/image-classification';
const LABELS = '/spec/template/metadata/labels';
const USE = 'azure.workload.identity~1use';

describe('workload/azure-identity-asked', () => {
  const RULE = 'workload/azure-identity-asked';
  const AZURE = planInputsFixture(({ cluster }) => ({
    cluster: cluster
      .replace(
        'uri: s3://ml-models-us-east-1\n      region: us-east-1',
        'uri: azureblob://models\n      account: acmemodels',
      )
      .replace('provider: irsa', 'provider: azure-workload-identity')
      .replace(/eks\.amazonaws\.com.*?'arn[^']*'/, 'azure.workload.identity/client-id: 1-2-3'),
  }));

  function judge(
    labels: string,
    account = 'annotations: { azure.workload.identity/client-id: 1-2-3 }',
  ): string[] {
    return judgeYaml(
      `
apiVersion: v1
kind: ServiceAccount
metadata: { name: chat, namespace: ml, ${account} }
---
apiVersion: v1
kind: Pod
metadata: { name: chat, namespace: ml, labels: { ${labels} } }
spec: { serviceAccountName: chat, containers: [{ name: server, image: b }] }
`,
      { advice: true },
    ).filter((finding) => finding.startsWith(`${RULE} `));
  }

  it('has nothing on a sound service', () => {
    expect(judgeService([], { inputs: AZURE })).toEqual([]);
  });

  it('finds pods that do not ask for the identity of their account', () => {
    expect(judge('app: chat')).toEqual([
      `${RULE} Pod/chat /metadata: The pods of Pod/chat run under ServiceAccount/chat, which has the Azure identity 1-2-3, and lack the label azure.workload.identity/use.`,
    ]);
  });

  it('finds them in a service of ours', () => {
    expect(judgeService([remove(ROLLOUT, `${LABELS}/${USE}`)], { inputs: AZURE })).toEqual([
      `${RULE} ${ROLLOUT} /spec/template/metadata: The pods of ${ROLLOUT} run under ${ACCOUNT}, which has the Azure identity 1-2-3, and lack the label azure.workload.identity/use.`,
    ]);
  });

  it.each([
    [ROLLOUT, LABELS],
    [ACCOUNT, '/metadata/labels'],
  ])('finds another value of the label in %s of ours', (object, at) => {
    expect(judgeService([set(object, `${at}/${USE}`, 'yes')], { inputs: AZURE })).toEqual([
      `${RULE} ${object} ${at}/${USE}: The label azure.workload.identity/use: yes means nothing to the webhook of Azure; it looks for azure.workload.identity/use: true.`,
    ]);
  });

  it('finds another label of the prefix', () => {
    expect(
      judge("azure.workload.identity/use: 'true'", "labels: { azure.workload.identity/used: 'true' }"),
    ).toEqual([
      `${RULE} ServiceAccount/chat /metadata/labels/azure.workload.identity~1used: The label azure.workload.identity/used: true means nothing to the webhook of Azure; it looks for azure.workload.identity/use: true.`,
    ]);
  });

  it.each([
    ["azure.workload.identity/use: 'true'", undefined],
    ['app: chat', 'labels: { app: chat }'],
    ['app: chat', "labels: { azure.workload.identity/use: 'true' }"],
  ])('accepts pods with %s under an account with %s', (labels, account) => {
    expect(judge(labels, account)).toEqual([]);
  });
});

describe('workload/init-bypasses-proxy', () => {
  const RULE = 'workload/init-bypasses-proxy';
  const ANNOTATIONS = '/spec/template/metadata/annotations';
  const RANGES = `${ANNOTATIONS}/traffic.sidecar.istio.io~1excludeOutboundIPRanges`;
  const LATE = planInputsFixture(({ cluster }) => ({
    cluster: cluster.replace('nativeSidecars: true', 'nativeSidecars: false'),
  }));
  const FOUND = [
    `${RULE} ${ROLLOUT} /spec/template/metadata: The init container fetch-models of ${ROLLOUT} reads the store models, and 10.20.0.0/16 is led to the proxy, which starts later.`,
  ];

  it('has nothing on a sound service', () => {
    expect(judgeService([], { inputs: LATE })).toEqual([]);
  });

  it.each([
    ['no network', remove(ROLLOUT, RANGES)],
    ['a part of the network', set(ROLLOUT, RANGES, '10.20.1.0/24')],
  ])('finds that %s is excluded', (_title, edit) => {
    expect(judgeService([edit], { inputs: LATE })).toEqual(FOUND);
  });

  it('finds it in a Deployment of anybody', () => {
    const { cluster } = LATE;
    const yaml = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: chat, namespace: ml }
spec:
  selector: { matchLabels: { app: chat } }
  template:
    metadata: { labels: { app: chat } }
    spec:
      initContainers: [{ name: fetch, image: aws, args: [s3, cp, 's3://ml-models-us-east-1/chat'] }]
      containers: [{ name: server, image: b }]
`;
    expect(
      judgeYaml(yaml, { advice: true, cluster: cluster.content }).filter((finding) =>
        finding.startsWith(RULE),
      ),
    ).toEqual([
      `${RULE} Deployment/chat /spec/template/metadata: The init container fetch of Deployment/chat reads the store models, and 10.20.0.0/16 is led to the proxy, which starts later.`,
    ]);
  });

  it.each([
    ['a wider network', [set(ROLLOUT, RANGES, '10.0.0.0/8, 10.9.0.0/16')]],
    [
      'the port',
      [
        set(ROLLOUT, RANGES, ''),
        set(ROLLOUT, `${ANNOTATIONS}/traffic.sidecar.istio.io~1excludeOutboundPorts`, '80,443'),
      ],
    ],
    [
      'the user of the proxy',
      [
        remove(ROLLOUT, RANGES),
        set(ROLLOUT, '/spec/template/spec/initContainers/0/securityContext/runAsUser', 1337),
      ],
    ],
  ])('accepts that %s is excluded', (_title, edits) => {
    expect(judgeService(edits, { inputs: LATE }).filter((finding) => finding.startsWith(RULE))).toEqual([]);
  });
});
