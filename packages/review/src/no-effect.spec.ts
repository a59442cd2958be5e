import { describe, expect, it } from 'vitest';
import { reviewTrees } from './review-trees.ts';
import { edit, REFERENCE_FLEET, type Texts } from './testing/reference-fleet.ts';
import { treeOf } from './tree.ts';

const FOLDER = 'clusters/prod-us-east/image-classification';
const TRITON = new RegExp(`^${FOLDER}/triton\\.yaml$`);
const SPEC = /^apps\/image-classification\/model-service\.yaml$/;

async function review(head: Texts) {
  return reviewTrees({ base: treeOf('base', REFERENCE_FLEET), head: treeOf('head', head) });
}

describe('a render without effect', () => {
  it.each<[string, (fleet: Texts) => Texts]>([
    [
      'comments of builders change',
      (fleet) => edit(fleet, /^clusters\/.*\.yaml$/, /^# ([a-z-]+)\//gm, '# made by $1/'),
    ],
    ['comments come', (fleet) => edit(fleet, TRITON, /^( *)image: /gm, '$1# a new reason\n$1image: ')],
    [
      'keys stand in another order',
      (fleet) =>
        edit(
          fleet,
          TRITON,
          /^( *)periodSeconds: (\d+)\n\1timeoutSeconds: (\d+)$/gm,
          '$1timeoutSeconds: $3\n$1periodSeconds: $2',
        ),
    ],
    ['texts are quoted', (fleet) => edit(fleet, TRITON, /type: ClusterIP/g, 'type: "ClusterIP"')],
    ['quantities are written otherwise', (fleet) => edit(fleet, TRITON, 'memory: 4Gi', 'memory: 4096Mi')],
    ['durations are written otherwise', (fleet) => edit(fleet, TRITON, 'duration: 600s', 'duration: 10m')],
    [
      'resources move to another file',
      (fleet) => ({
        ...fleet,
        [`${FOLDER}/istio.yaml`]: `${fleet[`${FOLDER}/istio.yaml`]!}---\n${fleet[`${FOLDER}/network-policy.yaml`]!}`,
        [`${FOLDER}/network-policy.yaml`]: '# moved\n',
      }),
    ],
    [
      'documents end in another way',
      (fleet) => edit(fleet, /^clusters\/.*\.yaml$/, /\n---\n/g, '\n--- # next\n'),
    ],
  ])('is empty where %s', async (_, change) => {
    const head = change(REFERENCE_FLEET);
    const { changes, risks, gpus, findings, problems, verdict, counts } = await review(head);
    expect(counts.filesDiffering).toBeGreaterThan(0);
    expect({ changes, risks, gpus, problems, new: findings.new }).toEqual({
      changes: [],
      risks: [],
      gpus: [],
      problems: [],
      new: [],
    });
    expect(verdict).toEqual({ level: 'empty', sentence: 'Nothing changes on any cluster.' });
  });

  it('names the edit that was not rendered', async () => {
    const { verdict } = await review(edit(REFERENCE_FLEET, SPEC, 'maxReplicas: 6', 'maxReplicas: 9'));
    expect(verdict).toEqual({
      level: 'empty',
      sentence:
        'Nothing changes on any cluster: the edit of apps/image-classification/model-service.yaml has no effect, or is not rendered.',
    });
  });
});
