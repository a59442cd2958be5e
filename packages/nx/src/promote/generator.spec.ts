import type { Tree } from '@nx/devkit';
import { describe, expect, it } from 'vitest';
import { clusterGenerator } from '../cluster/generator.ts';
import { environmentGenerator } from '../environment/generator.ts';
import { changesOf, createServiceTree, messageOf, driftOf } from '../testing.ts';
import { promoteGenerator, type PromoteOptions } from './generator.ts';

const SPEC = 'apps/vision/model-service.yaml';
const RELEASE = 'environments/live/releases/vision/model-service.yaml';
const OVERLAY = [
  'istio',
  'kustomization',
  'monitoring',
  'network-policy',
  'placement',
  'rollouts',
  'triton',
].map((file) => `clusters/shop/vision/${file}.yaml`);

let said: string[] = [];

function generate(tree: Tree, options: PromoteOptions = {}) {
  said = [];
  const given = { service: 'vision', from: 'production', to: 'live', ...options };
  return promoteGenerator(tree, given, (text) => void said.push(text));
}

/** Production tracks apps/; live follows it and has a cluster; late follows live. */
async function createChain(): Promise<Tree> {
  const tree = await createServiceTree();
  const silent = () => undefined;
  await environmentGenerator(tree, { name: 'live', promotedFrom: 'production' }, silent);
  await environmentGenerator(tree, { name: 'late', promotedFrom: 'live' }, silent);
  await clusterGenerator(tree, { name: 'shop', preset: 'eks', environment: 'live' }, silent);
  return tree;
}

describe('nx generate promote', () => {
  it('copies the spec to the releases and renders it there', async () => {
    const tree = await createChain();
    expect(await changesOf(tree, () => generate(tree))).toEqual([...OVERLAY, RELEASE]);
    expect(await driftOf(tree)).toEqual([]);
    expect(said).toEqual(['vision, promoted from production to live: 8 files, 1 placement on shop.']);
  });

  it('keeps the text but for the path to the schema', async () => {
    const tree = await createChain();
    await generate(tree);
    expect(tree.read(RELEASE, 'utf8')).toBe(
      tree.read(SPEC, 'utf8')?.replace('$schema=../../node_modules', '$schema=../../../../node_modules'),
    );
  });

  it('promotes a release on to the next environment, which has no cluster yet', async () => {
    const tree = await createChain();
    await generate(tree);
    const changes = await changesOf(tree, () => generate(tree, { from: 'live', to: 'late' }));
    expect(changes).toEqual([RELEASE.replace('live', 'late')]);
  });

  it('reaches one wave after another, and leaves one release', async () => {
    const tree = await createChain();
    const silent = () => undefined;
    await clusterGenerator(tree, { name: 'kiosk', preset: 'eks', environment: 'live' }, silent);
    const path = 'environments/live/environment.yaml';
    tree.write(path, `${tree.read(path, 'utf8')}  waves: [[kiosk], [shop]]\n`);
    const own = RELEASE.replace('/model-service', '/wave-1/model-service');
    expect(await changesOf(tree, () => generate(tree, { wave: 1 }))).toEqual([
      ...OVERLAY.map((file) => file.replace('shop', 'kiosk')),
      own,
    ]);
    expect(said).toEqual([
      'vision, promoted from production to wave 1 of live: 8 files, 1 placement on kiosk.',
    ]);
    expect(await changesOf(tree, () => generate(tree, { wave: 2 }))).toEqual([
      ...OVERLAY.map((file) => file.replace('shop', 'kiosk')),
      ...OVERLAY,
      RELEASE,
      own,
    ]);
    expect(await driftOf(tree)).toEqual([]);
  });

  it('has nothing to do the second time', async () => {
    const tree = await createChain();
    await generate(tree);
    expect(await changesOf(tree, () => generate(tree))).toEqual([]);
    expect(said).toEqual(['vision, promoted from production to live: already there, nothing to do.']);
  });
});

const NAME_RULE =
  'expected lower-case letters, digits and dashes that start with a letter and end with a letter or digit; at most';

describe('nx generate promote refuses', () => {
  it.each<[string, PromoteOptions, string]>([
    [
      'an unknown service',
      { service: 'vison' },
      'apps/vison/model-service.yaml: production does not run vison: there is no apps/vison/model-service.yaml.\n  Did you mean vision?',
    ],
    [
      'a service that the source does not run yet',
      { from: 'live', to: 'late' },
      `${RELEASE}: live does not run vision: there is no ${RELEASE}.\n  Promote it to live first.`,
    ],
    [
      'a route that leaves an environment out',
      { to: 'late' },
      'environments/late/environment.yaml:8:17: late is promoted from live, not from production.\n  Promote from live: --from=live',
    ],
    [
      'an environment that tracks apps/ as target',
      { from: 'live', to: 'production' },
      'environments/production/environment.yaml:7:3: production tracks apps/, so nothing is promoted to it; expected promotedFrom: live.\n  Set spec.promotedFrom: live, or edit the spec in apps/.',
    ],
    [
      'one environment as both',
      { from: 'live' },
      'environments/live/environment.yaml: live cannot be promoted to itself.\n  Promote from production: --from=production',
    ],
    [
      'an unknown source',
      { from: 'prodution' },
      'There is no environments/prodution.\n  Did you mean production?',
    ],
    ['an unknown target', { to: 'liv' }, 'There is no environments/liv.\n  Did you mean live?'],
    [
      'a path as target',
      { to: '../x' },
      `--to is "../x"; ${NAME_RULE} 63 characters.\n  The directory's name.`,
    ],
    ['no source', { from: '' }, `--from is ""; ${NAME_RULE} 63 characters.\n  The directory's name.`],
  ])('%s', async (_, options, message) => {
    const tree = await createChain();
    const changes = await changesOf(tree, async () => {
      expect(await messageOf(() => generate(tree, options))).toBe(
        `1 problem; nothing was changed.\n${message}`,
      );
    });
    expect(changes).toEqual([]);
  });

  it('a spec that breaks a bound of the target', async () => {
    const tree = await createChain();
    const path = 'environments/live/environment.yaml';
    const text = tree.read(path, 'utf8') ?? '';
    tree.write(path, text.replace('policy: {', 'policy: { artifacts: { stores: [approved] },'));
    const changes = await changesOf(tree, async () => {
      expect(await messageOf(() => generate(tree))).toBe(`1 problem; nothing was changed.
${RELEASE}:14:13: The artifact is in the store models; the policy allows approved.
  environments/live/environment.yaml:11: the bound of live
  Move the artifact to an allowed store.`);
    });
    expect(changes).toEqual([]);
  });
});
