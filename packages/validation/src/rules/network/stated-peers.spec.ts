import type { KubeObject } from '@fleetwright/manifests';
import { planInputsFixture } from '@fleetwright/plan/testing-inputs';
import { describe, expect, it } from 'vitest';
import { judgeForeign } from '../../testing-foreign.ts';
import { judgeService, remove, set, type Edit } from '../../testing.ts';
import { BEHIND_WAYPOINT } from '../../testing-waypoint.ts';

const POLICY = 'NetworkPolicy/image-classification';

const WAYPOINT_RULE = '/spec/ingress/2/from/0/podSelector';
const LABEL = 'gateway.networking.k8s.io/gateway-name';

describe('network/peers-as-stated', () => {
  const found = (pointer: string, text: string) => [
    `network/peers-as-stated ${POLICY} ${pointer}: The rule that ${text}.`,
  ];
  const loud = (edits: Edit[], options = {}) =>
    judgeService(edits, options).filter((finding) => !finding.startsWith('network/egress-narrow '));

  it.each([
    ['0', 'the DNS', 'k8s-app=kube-dns in namespace kube-system'],
    ['1', 'the control plane of the mesh', 'app=istiod in namespace istio-system'],
  ])('finds egress rule %s wider than what it is for', (index, what, pods) => {
    const peer = `/spec/egress/${index}/to/0`;
    const expected = found(
      `/spec/egress/${index}/to`,
      `leads to ${what} fits other pods too; on cluster prod-us-east it is ${pods}`,
    );
    expect(loud([remove(POLICY, `${peer}/podSelector`)])).toEqual(expected);
    expect(loud([set(POLICY, `${peer}/podSelector`, {})])).toEqual(expected);
    expect(loud([set(POLICY, `${peer}/namespaceSelector`, {})])).toEqual(expected);
  });

  it('finds every pod of the namespace let in for the waypoint', () => {
    expect(judgeService([], { inputs: BEHIND_WAYPOINT })).toEqual([]);
    expect(judgeService([remove(POLICY, WAYPOINT_RULE)], { inputs: BEHIND_WAYPOINT })).toEqual(
      found(
        '/spec/ingress/2/from',
        `lets in the waypoint wp fits other pods too; on cluster prod-us-east it is ${LABEL}=wp in namespace ml-inference`,
      ),
    );
  });

  it.each([
    ['ingress/0', 'the gateway istio-ingress/public', 'gateway', 'istio-ingress'],
    ['ingress/1', 'Prometheus', 'prometheus', 'monitoring'],
  ])('finds %s without the labels that the cluster states', (rule, what, app, namespace) => {
    const labels = `podLabels: { app: ${app} }`;
    const inputs = planInputsFixture(({ cluster }) => ({
      cluster:
        app === 'gateway'
          ? cluster.replace(/^( *)(serviceAccount: istio-ingress.*)$/m, `$1$2\n$1${labels}`)
          : cluster.replace('serviceAccount: prometheus,', `$& ${labels},`),
    }));
    expect(judgeService([], { inputs })).toEqual([]);
    expect(judgeService([remove(POLICY, `/spec/${rule}/from/0/podSelector`)], { inputs })).toEqual(
      found(
        `/spec/${rule}/from`,
        `lets in ${what} fits other pods too; on cluster prod-us-east it is app=${app} in namespace ${namespace}`,
      ),
    );
  });

  it('accepts a wider rule beside one that names the pods', () => {
    const wide: Edit = (objects) => {
      const { spec } = objects.find(({ kind }) => kind === 'NetworkPolicy') as KubeObject & {
        spec: { egress: { to: { podSelector?: unknown }[] }[] };
      };
      const copy = structuredClone(spec.egress[0]!);
      delete copy.to[0]!.podSelector;
      spec.egress.push(copy);
    };
    expect(loud([wide])).toEqual([]);
  });
});

describe('network/waypoint-open', () => {
  const deny = (podSelector: string, more = '') => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny, namespace: ml-inference }
spec: { podSelector: ${podSelector}, policyTypes: [Ingress, Egress] ${more} }
---
`;
  const facts = {
    cluster: BEHIND_WAYPOINT.cluster.content,
    environment: BEHIND_WAYPOINT.environment.content,
  };
  const judge = (yaml: string) => judgeForeign(yaml, ['network'], facts);
  const shut = (what: string) => [
    `network/waypoint-open NetworkPolicy/deny /spec/podSelector: NetworkPolicy/deny closes the ${what} of the waypoint wp, which runs in namespace ml-inference.`,
  ];

  it('finds another label than that of the waypoint', () => {
    const label = `${WAYPOINT_RULE}/matchLabels/${LABEL.replace('/', '~1')}`;
    expect(judgeService([set(POLICY, label, 'other')], { inputs: BEHIND_WAYPOINT })).toEqual([
      `network/waypoint-open ${POLICY} /spec/ingress: The waypoint wp of namespace ml-inference may not reach Rollout/image-classification at port 15008.`,
    ]);
  });

  it('finds a policy that denies everything to the waypoint too', () => {
    expect(judge(deny('{}'))).toEqual(shut('ingress and egress'));
    expect(judge(deny('{}').replace(', Egress', ''))).toEqual(shut('ingress'));
  });

  it.each([
    `{ matchExpressions: [{ key: ${LABEL}, operator: NotIn, values: [wp] }] }`,
    `{ matchExpressions: [{ key: ${LABEL}, operator: DoesNotExist }] }`,
    '{ matchLabels: { app: chat } }',
  ])('accepts one of %s', (selector) => {
    expect(judge(deny(selector))).toEqual([]);
  });

  it('accepts one beside a policy that opens what the waypoint needs', () => {
    const open = deny(`{ matchLabels: { ${LABEL}: wp } }`, ', ingress: [{}], egress: [{}]');
    const found = judge(deny('{}') + open.replace('name: deny', 'name: open'));
    expect(found.filter((finding) => finding.startsWith('network/waypoint-open'))).toEqual([]);
  });

  it('says nothing without a waypoint, or of another namespace', () => {
    const { cluster } = planInputsFixture();
    expect(judgeForeign(deny('{}'), ['network'], { ...facts, cluster: cluster.content })).toEqual([]);
    expect(judge(deny('{}').replace('ml-inference', 'other'))).toEqual([]);
  });
});

describe('network/denies-as-stated', () => {
  const policy = (spec: string) => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny, namespace: ml }
${spec}
`;
  const judge = (spec: string) =>
    judgeForeign(policy(spec), ['network']).filter((line) => !line.includes('-named '));

  it.each(['', 'spec: { podSelector: {} }'])('finds a policy of %j', (spec) => {
    const [finding] = judgeService([
      (objects) => {
        const object = objects.find(({ kind }) => kind === 'NetworkPolicy')!;
        delete object['spec'];
        if (spec !== '') Object.assign(object, { spec: { podSelector: {} } });
      },
    ]).filter((line) => line.startsWith('network/denies-as-stated'));
    expect(finding).toBe(
      `network/denies-as-stated ${POLICY} /spec: ${POLICY} has neither policyTypes nor rules: it closes ingress, and egress stays open.`,
    );
  });

  it.each([
    'spec: { podSelector: {}, policyTypes: [Ingress] }',
    'spec: { podSelector: {}, ingress: [] }',
    'spec: { podSelector: {}, egress: [] }',
  ])('accepts %s', (spec) => {
    expect(judge(spec)).toEqual([]);
  });
});
