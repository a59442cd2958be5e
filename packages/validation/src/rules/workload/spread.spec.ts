import { describe, expect, it } from 'vitest';
import { judgeService, judgeYaml, set } from '../../testing.ts';

const ROLLOUT = 'Rollout/image-classification';
const CONSTRAINTS = '/spec/template/spec/topologySpreadConstraints';

function judge(rule: string, spec: string, kind = 'Deployment'): string[] {
  return judgeYaml(
    `
apiVersion: ${kind === 'Rollout' ? 'argoproj.io/v1alpha1' : 'apps/v1'}
kind: ${kind}
metadata: { name: chat, namespace: ml }
spec:
  selector: { matchLabels: { app: chat } }
  template:
    metadata: { labels: { app: chat } }
    spec: { containers: [{ name: server, image: b }], ${spec} }
`,
    { advice: true },
  ).filter((finding) => finding.startsWith(`${rule} `));
}

const constraint = (fields: string) =>
  `topologySpreadConstraints: [{ maxSkew: 1, whenUnsatisfiable: ScheduleAnyway, labelSelector: { matchLabels: { app: chat } }, ${fields} }]`;
const affinity = (fields: string) => `affinity: { podAntiAffinity: { ${fields} } }`;

describe('workload/topology-key-known', () => {
  const RULE = 'workload/topology-key-known';

  it.each([
    [
      constraint('topologyKey: topology.kubernetes.io/zones'),
      'topologySpreadConstraints/0',
      'topology.kubernetes.io/zones',
    ],
    [constraint('topologyKey: kubernetes.io/zone'), 'topologySpreadConstraints/0', 'kubernetes.io/zone'],
    [
      affinity('requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: kubernetes.io/host-name }]'),
      'affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/0',
      'kubernetes.io/host-name',
    ],
    [
      affinity(
        'preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: { topologyKey: kubernetes.io/hostnames } }]',
      ),
      'affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/0/podAffinityTerm',
      'kubernetes.io/hostnames',
    ],
  ])('finds a key that no node has: %s', (spec, at, key) => {
    expect(judge(RULE, spec)).toEqual([
      `${RULE} Deployment/chat /spec/template/spec/${at}/topologyKey: The topology key is ${key}, which no node has.`,
    ]);
  });

  it('finds one in a service of ours', () => {
    expect(
      judgeService([set(ROLLOUT, `${CONSTRAINTS}/0/topologyKey`, 'topology.kubernetes.io/zonex')]),
    ).toEqual([
      `${RULE} ${ROLLOUT} ${CONSTRAINTS}/0/topologyKey: The topology key is topology.kubernetes.io/zonex, which no node has.`,
    ]);
  });

  it.each(['topology.kubernetes.io/zone', 'topology.kubernetes.io/rack', 'example.com/zone', 'rack'])(
    'accepts %s',
    (key) => {
      expect(judge(RULE, constraint(`topologyKey: ${key}`))).toEqual([]);
    },
  );
});

describe('workload/spread-keys-exist', () => {
  const RULE = 'workload/spread-keys-exist';

  it.each([
    ['Deployment', 'rollouts-pod-template-hash'],
    ['Rollout', 'pod-template-hash'],
    ['StatefulSet', 'version'],
  ])('finds a label that the pods of a %s do not have: %s', (kind, key) => {
    expect(judge(RULE, constraint(`topologyKey: rack, matchLabelKeys: [${key}]`), kind)).toEqual([
      `${RULE} ${kind}/chat ${CONSTRAINTS}/0/matchLabelKeys/0: The pods have no label ${key}.`,
    ]);
  });

  it('finds another name of the hash in a service of ours', () => {
    expect(judgeService([set(ROLLOUT, `${CONSTRAINTS}/0/matchLabelKeys/0`, 'pod-hash')])).toEqual([
      `workload/spread-by-revision ${ROLLOUT} ${CONSTRAINTS}/0: The constraint over topology.kubernetes.io/zone has matchLabelKeys [pod-hash]; the revisions of a Rollout differ in rollouts-pod-template-hash.`,
      `${RULE} ${ROLLOUT} ${CONSTRAINTS}/0/matchLabelKeys/0: The pods have no label pod-hash.`,
    ]);
  });

  it.each([
    ['Deployment', 'pod-template-hash'],
    ['Rollout', 'rollouts-pod-template-hash'],
    ['StatefulSet', 'controller-revision-hash'],
    ['Deployment', 'app'],
    ['Deployment', 'service.istio.io/canonical-revision'],
  ])('accepts, of a %s, %s', (kind, key) => {
    expect(judge(RULE, constraint(`topologyKey: rack, matchLabelKeys: [${key}]`), kind)).toEqual([]);
  });
});
