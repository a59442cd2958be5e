import { describe, expect, it } from 'vitest';
import { reviewTrees, type ReviewInputs } from './review-trees.ts';
import { edit, REFERENCE_FLEET, type Texts } from './testing/reference-fleet.ts';
import { treeOf } from './tree.ts';

const TRITON = /^clusters\/prod-us-east\/image-classification\/triton\.yaml$/;
const RELEASE = 'environments/production/releases/image-classification/model-service.yaml';

function review(base: Texts, head: Texts, rest: Partial<ReviewInputs> = {}) {
  return reviewTrees({ base: treeOf('base', base), head: treeOf('head', head), ...rest });
}

async function causesOf(head: Texts, rest: Partial<ReviewInputs> = {}) {
  const { changes } = await review(REFERENCE_FLEET, head, rest);
  return changes.flatMap(({ causes }) =>
    causes.map(({ kind, sentence, file, line }) => ({ kind, sentence, file, line })),
  );
}

const slower = (fleet: Texts) =>
  edit(fleet, TRITON, 'max_queue_delay_microseconds: 2000', 'max_queue_delay_microseconds: 500');
const FOLDER = 'clusters/prod-us-east/image-classification';

describe('the cause of a change', () => {
  it('is the edit of the file that the manifests are made from, with its line', async () => {
    const fleet = edit(
      slower(REFERENCE_FLEET),
      new RegExp(RELEASE),
      'max_queue_delay_microseconds: 2000',
      'max_queue_delay_microseconds: 500',
    );
    const text = fleet[RELEASE]!;
    expect(await causesOf(fleet)).toEqual([
      {
        kind: 'release',
        sentence: 'spec.models.0.config.dynamic_batching.max_queue_delay_microseconds 2000 → 500',
        file: RELEASE,
        line: text.slice(0, text.indexOf('max_queue_delay')).split('\n').length,
      },
    ]);
  });

  it('is the builders where no input changed', async () => {
    expect(await causesOf(slower(REFERENCE_FLEET))).toEqual([
      {
        kind: 'builder',
        sentence: 'no input changed, so the builders did',
        file: undefined,
        line: undefined,
      },
    ]);
  });

  it('is a hand edit where a render would write something else', async () => {
    const file = `${FOLDER}/triton.yaml`;
    expect(await causesOf(slower(REFERENCE_FLEET), { drifted: new Set([file]) })).toEqual([
      { kind: 'hand-edit', sentence: 'a generated file was edited by hand', file, line: undefined },
    ]);
  });

  it('is a patch, whose effect is what is compared', async () => {
    const patch = `${FOLDER}/patches/Rollout.image-classification.yaml`;
    const listed = edit(
      REFERENCE_FLEET,
      new RegExp(`^${FOLDER}/kustomization\\.yaml$`),
      /$/,
      'patches:\n- path: patches/Rollout.image-classification.yaml\n  target:\n    kind: Rollout\n    name: image-classification\n',
    );
    const fleet = { ...listed, [patch]: '- { op: replace, path: /spec/minReadySeconds, value: 30 }\n' };
    const { changes, problems } = await review(REFERENCE_FLEET, fleet);
    expect(problems).toEqual([]);
    expect(changes.map(({ title, causes }) => [title, causes.map(({ kind, file }) => [kind, file])])).toEqual(
      [['Rollout/<service> minReadySeconds: 10 → 30', [['patch', patch]]]],
    );
  });
});

describe('what cannot be compared', () => {
  it('is named, deletes nothing, and hides nothing else', async () => {
    const broken = { ...slower(REFERENCE_FLEET), [`${FOLDER}/istio.yaml`]: 'kind: [' };
    const { changes, problems, verdict, risks } = await review(REFERENCE_FLEET, broken);
    expect(problems).toMatchObject([{ rule: 'manifest/yaml-syntax', file: `${FOLDER}/istio.yaml`, line: 1 }]);
    expect(changes).toHaveLength(1);
    expect(risks.map(({ rule }) => rule)).not.toContain('deletion');
    expect(verdict.sentence).toMatch(/ 1 thing could not be compared\.$/);
  });

  it('is a folder that needs Kustomize itself; its neighbours are compared', async () => {
    const service = 'apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec: { type: ClusterIP }\n';
    const base = {
      'one/kustomization.yaml': 'resources: [a.yaml]\nnamePrefix: x-\n',
      'one/a.yaml': service,
      'two/a.yaml': service,
    };
    const head = {
      ...base,
      'one/a.yaml': service.replace('ClusterIP', 'NodePort'),
      'two/a.yaml': service.replace('ClusterIP', 'NodePort'),
    };
    const { changes, problems } = await review(base, head);
    expect(problems.map(({ rule, file }) => [rule, file])).toEqual([
      ['manifest/kustomization-feature', 'one/kustomization.yaml'],
      ['manifest/kustomization-feature', 'one/kustomization.yaml'],
    ]);
    expect(changes.map(({ title, places }) => [title, places.expression])).toEqual([
      ['Service/a type: ClusterIP → NodePort', 'two'],
    ]);
  });
});

describe('manifests of anybody', () => {
  const deployment = (name: string, image: string) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec:\n  replicas: 2\n  template:\n    spec:\n      nodeSelector: { pool: l4 }\n      containers:\n      - { name: main, image: ${image}, resources: { limits: { nvidia.com/gpu: 1 } } }\n`;

  it('are compared as objects wherever they stand in a folder', async () => {
    const base = { 'app/all.yaml': `${deployment('a', 'i:1')}---\n${deployment('b', 'i:1')}` };
    const head = { 'app/a.yaml': deployment('a', 'i:1'), 'app/b.yaml': deployment('b', 'i:2') };
    const { changes } = await review(base, head);
    expect(changes.map(({ title, places }) => [title, places.expression])).toEqual([
      ['image of main: 1 → 2', 'app'],
    ]);
  });

  it('are summed by node selector where no cluster file says what there is', async () => {
    const base = { 'app/a.yaml': deployment('a', 'i:1') };
    const head = { 'app/a.yaml': deployment('a', 'i:1').replace('replicas: 2', 'replicas: 4') };
    expect((await review(base, head)).gpus).toEqual([
      {
        cluster: 'app',
        production: false,
        pool: 'pool=l4',
        resource: 'nvidia.com/gpu',
        base: { floor: 2, steady: 2, peak: 4 },
        head: { floor: 4, steady: 4, peak: 7 },
      },
    ]);
  });

  it('that are renamed are no deletion', async () => {
    const { changes, risks } = await review(
      { 'app/a.yaml': deployment('alpha', 'i:1') },
      { 'app/a.yaml': deployment('omega', 'i:1') },
    );
    expect(changes.map(({ action, renames }) => [action, renames])).toEqual([
      ['renamed', [{ from: 'Deployment/alpha', to: 'Deployment/omega' }]],
    ]);
    expect(risks.map(({ rule }) => rule)).toEqual(['recreation']);
  });
});

describe('a canary', () => {
  it('is drawn step by step, with the GPUs that it holds', async () => {
    const { canaries } = await review(REFERENCE_FLEET, slower(REFERENCE_FLEET));
    expect(canaries).toHaveLength(1);
    const [{ workload, replicas, perPod, resource, steps, before }] = canaries as [(typeof canaries)[number]];
    expect({ workload, replicas, perPod, resource, before }).toEqual({
      workload: 'Rollout/<service>',
      replicas: 6,
      perPod: 1,
      resource: 'nvidia.com/gpu',
      before: undefined,
    });
    expect(
      steps.map(({ label, stablePods, canaryPods, held, seconds }) => [
        label,
        stablePods,
        canaryPods,
        held,
        seconds,
      ]),
    ).toEqual([
      ['start', 6, 0, 6, undefined],
      ['20 % of the requests', 6, 2, 8, 600],
      ['50 % of the requests', 6, 3, 9, 600],
      ['promoted', 6, 6, 12, undefined],
    ]);
  });
});

describe('findings', () => {
  it('are new where a change makes them, and fixed where it takes them away', async () => {
    const istio = /^clusters\/prod-us-east\/image-classification\/istio\.yaml$/;
    const broken = edit(REFERENCE_FLEET, istio, 'weight: 100', 'weight: 90');
    const there = await review(REFERENCE_FLEET, broken);
    const back = await review(broken, REFERENCE_FLEET);
    expect(there.findings.new.map(({ rule }) => rule)).toEqual(['traffic/weights-at-rest']);
    expect(back.findings.fixed.map(({ rule }) => rule)).toEqual(['traffic/weights-at-rest']);
    expect(there.verdict.level).toBe('attention');
  });
});
