import { describe, expect, it } from 'vitest';
import { reviewTrees } from './review-trees.ts';
import {
  edit,
  move,
  REFERENCE_FLEET,
  remove,
  removeDocument,
  type Texts,
} from './testing/reference-fleet.ts';
import { treeOf } from './tree.ts';

const IMAGE = 'clusters/prod-us-east/image-classification';
const TRITON = /^clusters\/prod-us-east\/image-classification\/triton\.yaml$/;
const ISTIO = /^clusters\/prod-us-east\/image-classification\/istio\.yaml$/;
const NETWORK = /^clusters\/prod-us-east\/image-classification\/network-policy\.yaml$/;
const ANALYSIS = /^clusters\/prod-us-east\/image-classification\/rollouts\.yaml$/;
// Spec of the release that production runs: with an edit of it the change is a promotion.
const RELEASE = /^environments\/production\/releases\/image-classification\//;

async function risksOf(head: Texts): Promise<string[]> {
  const promoted = edit(head, RELEASE, /$/, '# promoted\n');
  const withEdit = edit(promoted, RELEASE, "release: '26.07'", "release: '26.08'");
  const { risks, problems } = await reviewTrees({
    base: treeOf('base', REFERENCE_FLEET),
    head: treeOf('head', withEdit),
  });
  expect(problems).toEqual([]);
  return risks.map(({ rule, severity }) => `${severity} ${rule}`).sort();
}

const DIGEST = '@sha256:0000000000000000000000000000000000000000000000000000000026070001';

const CASES: readonly [title: string, change: (fleet: Texts) => Texts, risks: string[]][] = [
  [
    'the canary Service goes',
    (fleet) => removeDocument(fleet, TRITON, 'Service', 'image-classification-canary'),
    ['high deletion'],
  ],
  [
    'the disruption budget goes',
    (fleet) => removeDocument(fleet, TRITON, 'PodDisruptionBudget', 'image-classification'),
    ['medium deletion'],
  ],
  [
    'the whole placement goes',
    (fleet) => remove(fleet, new RegExp(`^${IMAGE}/`)),
    ['high deletion', 'high network-opening'],
  ],
  [
    'the selector of a Rollout changes',
    (fleet) =>
      edit(
        fleet,
        TRITON,
        '  selector:\n    matchLabels:\n      fleetwright.dev/service: image-classification\n  template:',
        '  selector:\n    matchLabels:\n      app: image-classification\n  template:',
      ),
    ['high immutable-field'],
  ],
  [
    'a headless Service gets an address',
    (fleet) => edit(fleet, TRITON, '  clusterIP: None\n', ''),
    ['high immutable-field'],
  ],
  [
    'a Service selects other pods',
    (fleet) =>
      edit(
        fleet,
        TRITON,
        'spec:\n  type: ClusterIP\n  selector:\n    fleetwright.dev/service: image-classification',
        'spec:\n  type: ClusterIP\n  selector:\n    fleetwright.dev/service: images',
      ),
    ['high selector-change'],
  ],
  [
    'the autoscaler scales something else',
    (fleet) =>
      edit(
        fleet,
        TRITON,
        'kind: Rollout\n    name: image-classification\n  polling',
        'kind: Rollout\n    name: other\n  polling',
      ),
    ['medium selector-change'],
  ],
  [
    'a cluster gets another name',
    (fleet) =>
      edit(
        move(fleet, 'clusters/edge-store/', 'clusters/edge-shop/'),
        /^clusters\/edge-shop\//,
        /edge-store/g,
        'edge-shop',
      ),
    ['high recreation', 'high recreation', 'medium without-promotion'],
  ],
  [
    'the public host changes',
    (fleet) => edit(fleet, ISTIO, 'image-classification.us-east.ml', 'images.us-east.ml'),
    ['high host-change'],
  ],
  [
    'a route goes to another Service',
    (fleet) =>
      edit(
        fleet,
        ISTIO,
        'host: image-classification.ml-inference.svc.cluster.local\n        port',
        'host: other.ml-inference.svc.cluster.local\n        port',
      ),
    ['high host-change'],
  ],
  [
    'another namespace may call',
    (fleet) => edit(fleet, NETWORK, '  ingress:\n', '  ingress:\n  - from:\n    - namespaceSelector: {}\n'),
    ['high network-opening'],
  ],
  [
    'the peers of a rule go',
    (fleet) =>
      edit(
        fleet,
        NETWORK,
        /  - from:\n    - namespaceSelector:\n        matchLabels:\n          kubernetes.io\/metadata.name: istio-ingress\n    ports:/,
        '  - ports:',
      ),
    ['high network-opening'],
  ],
  [
    'egress is no longer restricted',
    (fleet) => edit(fleet, NETWORK, '  - Egress\n', ''),
    ['high network-opening'],
  ],
  [
    'a range of addresses grows',
    (fleet) => edit(fleet, NETWORK, '10.20.0.0/16', '10.0.0.0/8'),
    ['high network-opening'],
  ],
  ['a range of addresses shrinks', (fleet) => edit(fleet, NETWORK, /10\.20\.0\.0\/16/g, '10.20.4.0/24'), []],
  [
    'plain text is accepted',
    (fleet) => edit(fleet, ISTIO, 'mode: STRICT', 'mode: PERMISSIVE'),
    ['high network-opening'],
  ],
  [
    'another principal may call',
    (fleet) =>
      edit(
        fleet,
        ISTIO,
        '        principals:\n',
        '        principals:\n        - cluster.local/ns/other/sa/other\n',
      ),
    ['high network-opening'],
  ],
  [
    'a Service becomes public',
    (fleet) => edit(fleet, TRITON, 'type: ClusterIP', 'type: LoadBalancer'),
    ['high network-opening'],
  ],
  [
    'the first canary step is larger',
    (fleet) => edit(fleet, TRITON, 'setWeight: 20', 'setWeight: 40'),
    ['medium weaker-rollout'],
  ],
  [
    'a pause is shorter',
    (fleet) => edit(fleet, TRITON, 'duration: 600s', 'duration: 60s'),
    ['medium weaker-rollout'],
  ],
  [
    'the canary is not analysed',
    (fleet) => edit(fleet, TRITON, /      analysis:\n(?: {8}.*\n)+/, ''),
    ['medium weaker-rollout'],
  ],
  [
    'the analysis tolerates more',
    (fleet) => edit(fleet, ANALYSIS, 'failureLimit: 2', 'failureLimit: 5'),
    ['medium weaker-rollout'],
  ],
  [
    'the readiness probe goes',
    (fleet) => edit(fleet, TRITON, /        readinessProbe:\n(?: {10}.*\n)+/, ''),
    ['medium weaker-probe'],
  ],
  [
    'the liveness probe is slower',
    (fleet) => edit(fleet, TRITON, 'failureThreshold: 6', 'failureThreshold: 60'),
    ['medium weaker-probe'],
  ],
  [
    'pods get less time to stop',
    (fleet) => edit(fleet, TRITON, 'terminationGracePeriodSeconds: 55', 'terminationGracePeriodSeconds: 5'),
    ['medium weaker-probe'],
  ],
  [
    'a newer image runs',
    (fleet) =>
      edit(
        fleet,
        TRITON,
        new RegExp(`26\\.07-py3${DIGEST}`, 'g'),
        '26.08-py3@sha256:0000000000000000000000000000000000000000000000000000000026080001',
      ),
    ['low image-change'],
  ],
  [
    'an image loses its digest',
    (fleet) => edit(fleet, TRITON, new RegExp(DIGEST, 'g'), ''),
    ['medium image-change'],
  ],
  [
    'a batch setting changes',
    (fleet) => edit(fleet, TRITON, 'max_queue_delay_microseconds: 2000', 'max_queue_delay_microseconds: 500'),
    ['low model-change'],
  ],
  [
    'other model files are loaded',
    (fleet) => edit(fleet, TRITON, 'image_classification/1.4.0', 'image_classification/1.5.0'),
    ['low model-change'],
  ],
  [
    'fewer replicas are kept',
    (fleet) => edit(fleet, TRITON, 'minReplicaCount: 2', 'minReplicaCount: 1'),
    ['medium replica-floor'],
  ],
  [
    'nothing is kept running',
    (fleet) => edit(fleet, TRITON, 'minReplicaCount: 2', 'minReplicaCount: 0'),
    ['high replica-floor'],
  ],
  [
    'more replicas than there are GPUs',
    (fleet) => edit(fleet, TRITON, 'maxReplicaCount: 6', 'maxReplicaCount: 60'),
    ['high capacity-exceeded'],
  ],
  [
    'a waiver is recorded',
    (fleet) =>
      edit(
        fleet,
        /^environments\/production\/environment\.yaml$/,
        '  namespace: ml-inference\n',
        '  namespace: ml-inference\n  waivers:\n    - { rule: capacity/pool, reason: tests, owner: "@acme/ml-platform", expires: 2027-03-31 }\n',
      ),
    ['medium waiver-added'],
  ],
  [
    'a cluster fact changes a production cluster',
    (fleet) =>
      edit(
        edit(fleet, /^clusters\/prod-us-east\/cluster\.yaml$/, 'scrapeInterval: 15s', 'scrapeInterval: 30s'),
        /^clusters\/prod-us-east\/.*\/monitoring\.yaml$/,
        'interval: 15s',
        'interval: 30s',
      ),
    ['medium without-promotion'],
  ],
  [
    'a policy moves to another namespace',
    (fleet) => edit(fleet, NETWORK, 'namespace: ml-inference', 'namespace: inference'),
    ['high network-opening', 'low recreation'],
  ],
  [
    'an alert waits longer',
    (fleet) =>
      edit(
        fleet,
        /^clusters\/prod-us-east\/image-classification\/monitoring\.yaml$/,
        'for: 300s',
        'for: 600s',
      ),
    [],
  ],
  [
    'a label is added',
    (fleet) =>
      edit(
        fleet,
        TRITON,
        '    fleetwright.dev/team: vision\n',
        '    fleetwright.dev/team: vision\n    cost-centre: "7"\n',
      ),
    [],
  ],
];

describe('a change with known risks', () => {
  it.each(CASES)('%s', async (_, change, risks) => {
    expect(await risksOf(change(REFERENCE_FLEET))).toEqual(risks);
  });

  it('is one of at least thirty', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(30);
  });
});
