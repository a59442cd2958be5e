import { describe, expect, it } from 'vitest';
import { readManifests } from '@fleetwright/manifests';
import { ResourceGraph } from '../../graph/resource-graph.ts';
import { judgeForeign, workload } from '../../testing-foreign.ts';
import { judgeService, remove, set } from '../../testing.ts';

const judge = (yaml: string, complete = true) => judgeForeign(yaml, ['identity'], { complete });

const SERVICE = (selector: string) => `
apiVersion: v1
kind: Service
metadata: { name: chat, namespace: ml }
spec: { selector: ${selector}, ports: [{ name: http, port: 80, targetPort: 8000 }] }
---`;

describe('identity/service-selects-pods', () => {
  it('finds a Service of ours that selects nothing', () => {
    expect(
      judgeService([set('Service/image-classification-metrics', '/spec/selector', { app: 'triton' })]),
    ).toEqual([
      'identity/service-selects-pods Service/image-classification-metrics /spec/selector: No workload in namespace ml-inference has pods with the labels app=triton.',
    ]);
  });

  it('finds one of anybody', () => {
    expect(judge(workload() + SERVICE('{ app: chatter }'))).toEqual([
      'identity/service-selects-pods Service/chat /spec/selector: No workload in namespace ml has pods with the labels app=chatter.',
    ]);
  });

  it('finds one without a selector that nothing gives endpoints', () => {
    expect(judge(SERVICE('{}'))).toEqual([
      'identity/service-selects-pods Service/chat /spec: Service/chat has no selector, and no EndpointSlice is made for it.',
    ]);
  });

  it.each([
    ['selects pods', workload() + SERVICE('{ app: chat }')],
    [
      'has its endpoints from elsewhere',
      `${SERVICE('{}')}
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: chat-1, namespace: ml, labels: { kubernetes.io/service-name: chat } }
---`,
    ],
  ])('accepts a Service that %s', (_title, yaml) => {
    expect(judge(yaml)).toEqual([]);
  });
});

describe('identity/service-keeps-to-itself', () => {
  const SERVICE_LABEL = 'fleetwright.dev~1service';

  it.each([
    ['ServiceMonitor/image-classification', `/spec/selector/matchLabels/${SERVICE_LABEL}`],
    ['PodDisruptionBudget/image-classification', `/spec/selector/matchLabels/${SERVICE_LABEL}`],
    ['NetworkPolicy/image-classification', `/spec/podSelector/matchLabels/${SERVICE_LABEL}`],
    ['PeerAuthentication/image-classification', '/spec/selector'],
    ['AuthorizationPolicy/image-classification', '/spec/selector'],
  ])('finds that %s takes in what belongs to others', (name, pointer) => {
    expect(judgeService([remove(name, pointer)]).join()).toMatch(
      new RegExp(
        `identity/service-keeps-to-itself ${name} /spec[^:]*: ${name} of service image-classification .*, without fleetwright.dev/service=image-classification\\.`,
      ),
    );
  });

  it('finds an object in another namespace than the pods', () => {
    expect(judgeService([set('DestinationRule/image-classification', '/metadata/namespace', 'ml')])).toEqual([
      'identity/service-keeps-to-itself DestinationRule/image-classification /metadata/namespace: DestinationRule/image-classification of service image-classification stands in namespace ml, Rollout/image-classification in ml-inference.',
    ]);
  });

  it('asks nothing of objects of anybody', () => {
    const budget =
      '\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: all, namespace: ml }\nspec: { selector: {} }\n---';
    expect(judge(workload() + budget)).toEqual([]);
  });
});

describe('identity/rollout-services-match-template', () => {
  it('finds a label that the pods lack, and with it a Service without pods', () => {
    expect(
      judgeService([set('Service/image-classification-canary', '/spec/selector/track', 'canary')]),
    ).toEqual([
      'identity/service-selects-pods Service/image-classification-canary /spec/selector: No workload in namespace ml-inference has pods with the labels fleetwright.dev/service=image-classification,track=canary.',
      'identity/rollout-services-match-template Service/image-classification-canary /spec/selector/track: The canaryService of Rollout/image-classification selects track=canary; its pod template has no label track.',
    ]);
  });

  const ROLLOUT = (strategy: string) => `
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: web, namespace: ml }
spec:
  workloadRef: { apiVersion: apps/v1, kind: Deployment, name: chat }
  strategy: ${strategy}
---`;

  it('reads the template of the Deployment that a Rollout refers to', () => {
    const yaml = workload() + SERVICE('{ app: web }') + ROLLOUT('{ blueGreen: { activeService: chat } }');
    expect(judge(yaml)).toEqual([
      'identity/service-selects-pods Service/chat /spec/selector: No workload in namespace ml has pods with the labels app=web.',
      'identity/rollout-services-match-template Service/chat /spec/selector/app: The activeService of Rollout/web selects app=web; its pod template has app=chat.',
    ]);
  });

  it.each([
    [
      'the hash that Argo Rollouts adds',
      '{ app: chat, rollouts-pod-template-hash: abc }',
      '{ canary: { stableService: chat } }',
    ],
    [
      'labels that the Rollout gives to canary pods',
      '{ app: chat, role: canary }',
      '{ canary: { canaryService: chat, canaryMetadata: { labels: { role: canary } } } }',
    ],
  ])('accepts %s', (_title, selector, strategy) => {
    const found = judge(workload() + SERVICE(selector) + ROLLOUT(strategy));
    expect(found.filter((finding) => finding.startsWith('identity/rollout-services'))).toEqual([]);
  });
});

describe('identity/pods-have-one-owner', () => {
  it('finds a Deployment beside a Rollout of the same selector', () => {
    expect(judge(workload() + workload({ kind: 'Rollout' }))).toEqual([
      'identity/pods-have-one-owner Rollout/chat /spec/selector: Rollout/chat and Deployment/chat select the same pods, by app=chat.',
    ]);
  });

  it.each([
    ['different labels', workload() + workload({ name: 'web', labels: '{ app: web }' })],
    [
      'a selector that is wider than the other',
      workload() + workload({ name: 'web', labels: '{ app: chat, tier: web }' }),
    ],
    ['one in another namespace', workload() + workload().replace('namespace: ml', 'namespace: other')],
    [
      'a Rollout that refers to the Deployment',
      workload() +
        workload({ kind: 'Rollout', name: 'web' }).replace(
          'spec:\n',
          'spec:\n  workloadRef: { kind: Deployment, name: chat }\n',
        ),
    ],
  ])('accepts %s', (_title, yaml) => {
    expect(judge(yaml)).toEqual([]);
  });
});

describe('identity/selector-unchanged', () => {
  const graphOf = (yaml: string) =>
    new ResourceGraph({ manifests: readManifests('base.yaml', yaml).manifests });
  const compare = (before: string, now: string) => judgeForeign(now, ['identity'], { base: graphOf(before) });

  it('finds a selector that changes', () => {
    expect(compare(workload(), workload({ labels: '{ app: chat, tier: web }' }))).toEqual([
      'identity/selector-unchanged Deployment/chat /spec/selector: Deployment/chat selects app=chat,tier=web; at the base revision it selects app=chat.',
    ]);
  });

  it.each([
    ['the same selector', workload(), workload()],
    [
      'labels in another order',
      workload({ labels: '{ a: b, c: d }' }),
      workload({ labels: '{ c: d, a: b }' }),
    ],
    ['a workload that is new', workload({ name: 'web' }), workload()],
    ['another kind of the same name', workload({ kind: 'StatefulSet', labels: '{ a: b }' }), workload()],
  ])('accepts %s', (_title, before, now) => {
    expect(compare(before, now)).toEqual([]);
  });
});

describe('identity/policy-selects-pods', () => {
  it.each([
    ['NetworkPolicy/image-classification', '/spec/podSelector/matchLabels'],
    ['AuthorizationPolicy/image-classification', '/spec/selector/matchLabels'],
    ['PeerAuthentication/image-classification', '/spec/selector/matchLabels'],
    ['PodDisruptionBudget/image-classification', '/spec/selector/matchLabels'],
  ])('finds the selector of %s that selects nothing', (name, pointer) => {
    const message = `${name} selects pods by app=triton; no workload in namespace ml-inference has such pods.`;
    expect(judgeService([set(name, pointer, { app: 'triton' })])).toContain(
      `identity/policy-selects-pods ${name} ${pointer.replace('/matchLabels', '')}: ${message}`,
    );
  });

  const POLICY = (spec: string) => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: chat, namespace: ml }
spec: ${spec}
---`;

  it('finds peers of the own namespace that do not exist', () => {
    const spec =
      '{ podSelector: { matchLabels: { app: chat } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: api } } }] }] }';
    expect(judge(workload() + POLICY(spec))).toEqual([
      'identity/policy-selects-pods NetworkPolicy/chat /spec/ingress/0/from/0/podSelector: NetworkPolicy/chat selects pods by app=api; no workload in namespace ml has such pods.',
    ]);
  });

  it.each([
    ['every pod', '{ podSelector: {} }'],
    [
      'all pods but some',
      '{ podSelector: { matchExpressions: [{ key: app, operator: NotIn, values: [proxy] }] } }',
    ],
    [
      'peers of another namespace',
      '{ podSelector: {}, egress: [{ to: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: dns } } }] }] }',
    ],
  ])('accepts a policy for %s', (_title, spec) => {
    expect(judge(POLICY(spec))).toEqual([]);
  });
});

describe('the sound service', () => {
  it('keeps all rules, also without the labels that nothing demands', () => {
    expect(judgeService([])).toEqual([]);
    const bare = judgeService([remove('Service/image-classification-canary', '/metadata/labels')]);
    expect(bare.filter((finding) => !finding.startsWith('identity/labels-agree'))).toEqual([]);
  });
});
