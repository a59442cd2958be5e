import { releasePath } from '@fleetwright/overlay/layout';
import { describe, expect, it } from 'vitest';
import { reviewTrees } from './review-trees.ts';
import { edit, REFERENCE_FLEET, type Texts } from './testing/reference-fleet.ts';
import { treeOf } from './tree.ts';

const WHOLE = releasePath('production', 'image-classification');
const FIRST = releasePath('production', 'image-classification', 1);
const US = /^clusters\/prod-us-east\/image-classification\/triton\.yaml$/;
const EU = /^clusters\/prod-eu-west\/image-classification\/triton\.yaml$/;
const BOTH = /^clusters\/prod-(?:us-east|eu-west)\/image-classification\/triton\.yaml$/;
const SENTENCE = 'spec.models.0.config.dynamic_batching.max_queue_delay_microseconds 2000 → 500';

const OLD = 'max_queue_delay_microseconds: 2000';
const NEW = 'max_queue_delay_microseconds: 500';
const RELEASE = REFERENCE_FLEET[WHOLE]!;

/** As it stands while the first wave runs the new release. */
const STARTED: Texts = { ...edit(REFERENCE_FLEET, US, OLD, NEW), [FIRST]: RELEASE.replace(OLD, NEW) };
/** As it stands when everybody runs it. */
const DONE: Texts = { ...edit(REFERENCE_FLEET, BOTH, OLD, NEW), [WHOLE]: RELEASE.replace(OLD, NEW) };

async function review(base: Texts, head: Texts) {
  const { changes, unpromoted } = await reviewTrees({
    base: treeOf('base', base),
    head: treeOf('head', head),
  });
  return {
    changes: changes.map(({ places, causes }) => [
      places.expression,
      ...causes.map(({ kind, sentence, file }) => [kind, sentence, file]),
    ]),
    unpromoted,
  };
}

describe('a promotion in waves', () => {
  it('is caused by the release of the wave, told as what it changes in everybody’s', async () => {
    expect(await review(REFERENCE_FLEET, STARTED)).toEqual({
      changes: [['prod-us-east × image-classification', ['release', SENTENCE, FIRST]]],
      unpromoted: [],
    });
  });

  it('reaches the rest by everybody’s release, and changes nothing where it already runs', async () => {
    expect(await review(STARTED, DONE)).toEqual({
      changes: [['prod-eu-west × image-classification', ['release', SENTENCE, WHOLE]]],
      unpromoted: [],
    });
  });

  it('is taken back by removing the release of the wave', async () => {
    const { changes, unpromoted } = await review(STARTED, REFERENCE_FLEET);
    expect(changes).toEqual([
      [
        'prod-us-east × image-classification',
        ['release', 'spec.models.0.config.dynamic_batching.max_queue_delay_microseconds 500 → 2000', WHOLE],
      ],
    ]);
    expect(unpromoted).toEqual([]);
  });

  it('does not explain what happens on a cluster of another wave', async () => {
    const head = edit(STARTED, EU, 'minReadySeconds: 10', 'minReadySeconds: 30');
    expect((await review(REFERENCE_FLEET, head)).unpromoted).toMatchObject([
      {
        environment: 'production',
        reason: 'the builders changed',
        places: { expression: 'prod-eu-west × image-classification' },
      },
    ]);
  });

  it('leaves a release that comes and goes out of the manifests', async () => {
    expect((await review({ ...REFERENCE_FLEET, [FIRST]: RELEASE }, REFERENCE_FLEET)).changes).toEqual([]);
  });
});

describe('what reaches production without a promotion', () => {
  it('stands before what was promoted', async () => {
    const monitor = /^clusters\/prod-eu-west\/image-classification\/monitoring\.yaml$/;
    const cluster = /^clusters\/prod-eu-west\/cluster\.yaml$/;
    const head = edit(
      edit(STARTED, cluster, 'scrapeInterval: 15s', 'scrapeInterval: 30s'),
      monitor,
      'interval: 15s',
      'interval: 30s',
    );
    const { changes } = await reviewTrees({
      base: treeOf('base', REFERENCE_FLEET),
      head: treeOf('head', head),
    });
    expect(changes.map(({ topic, severity }) => [topic, severity])).toEqual([
      ['monitoring', 'medium'],
      ['model-configuration', 'low'],
    ]);
  });
});
