import prettier from 'prettier';
import { describe, expect, it } from 'vitest';
import { parseEnvironment, parseImageLock } from '@fleetwright/model-service';
import { changedPaths, contentOf, createFleetTree, driftOf, messageOf } from '../testing.ts';
import { environmentGenerator, type EnvironmentOptions } from './generator.ts';

const FOLDER = 'environments/staging';

async function generate(options: EnvironmentOptions, tree = createFleetTree()) {
  const said: string[] = [];
  await environmentGenerator(tree, options, (text) => void said.push(text));
  return { tree, said: said.join('\n') };
}

describe('nx generate environment', () => {
  it('writes the environment and its image lock, with the digests of the one that it is promoted from', async () => {
    const { tree, said } = await generate({
      name: 'staging',
      namespace: 'ml-staging',
      promotedFrom: 'production',
      owner: '@acme/ml-platform',
    });
    expect(changedPaths(tree)).toEqual([`${FOLDER}/environment.yaml`, `${FOLDER}/images.yaml`]);
    expect(tree.read(`${FOLDER}/environment.yaml`, 'utf8'))
      .toBe(`# yaml-language-server: $schema=../../node_modules/@fleetwright/model-service/schemas/environment.schema.json
apiVersion: fleetwright.dev/v1alpha1
kind: Environment
metadata:
  name: staging
spec:
  # It runs the frozen specs in releases/: nx generate promote SERVICE.
  promotedFrom: production
  namespace: ml-staging
  owners: ['@acme/ml-platform']
  # Bounds that no service overrides. What services may override belongs in defaults, beside it.
  policy: { triton: { minRelease: '26.07' }, autoComplete: false }
  alerts:
    severity: warning # page where an alert is to wake somebody
`);
    const images = tree.read('environments/production/images.yaml', 'utf8') ?? '';
    expect(tree.read(`${FOLDER}/images.yaml`, 'utf8')).toBe(
      images.replace('name: production', 'name: staging'),
    );
    expect(await driftOf(tree)).toEqual([]);
    expect(said).toBe(`Environment staging: 2 files, 0 placements.

Next
  Add a cluster: nx generate cluster NAME --environment=staging
  Promote a service: nx generate promote SERVICE --from=production --to=staging`);
  });

  it('writes valid and formatted files for the first environment of a workspace, too', async () => {
    const tree = createFleetTree();
    tree.delete('environments');
    tree.delete('clusters');
    await generate({ name: 'dev' }, tree);
    for (const [file, parse] of [
      ['environments/dev/environment.yaml', parseEnvironment],
      ['environments/dev/images.yaml', parseImageLock],
    ] as const) {
      const text = tree.read(file, 'utf8') ?? '';
      expect(parse(file, text).findings).toEqual([]);
      expect(await prettier.format(text, { parser: 'yaml', singleQuote: true, printWidth: 110 })).toBe(text);
    }
  });

  it('changes nothing in a second run, and keeps images that were locked since', async () => {
    const { tree } = await generate({ name: 'staging' });
    tree.write(`${FOLDER}/images.yaml`, `${tree.read(`${FOLDER}/images.yaml`, 'utf8')}# kept\n`);
    const before = contentOf(tree);
    const { said } = await generate({ name: 'staging' }, tree);
    expect(contentOf(tree)).toEqual(before);
    expect(said).toBe('Environment staging: already there, nothing to do.');
  });
});

describe('nx generate environment refuses, and changes nothing,', () => {
  it.each<[string, EnvironmentOptions, string]>([
    ['no name', {}, 'name is ""; expected '],
    ['a path as a name', { name: 'a/b' }, 'name is "a/b"; expected '],
    [
      'an unknown source',
      { name: 'staging', promotedFrom: 'productoin' },
      'There is no environments/productoin.\n  Did you mean production?',
    ],
    [
      'itself as a source',
      { name: 'staging', promotedFrom: 'staging' },
      '--promotedFrom is staging, the environment itself.\n  Name another environment, or leave it out.',
    ],
    ['a path as a source', { name: 'staging', promotedFrom: '../x' }, '--promotedFrom is "../x"; expected '],
    ['a namespace that is none', { name: 'staging', namespace: 'ML' }, '--namespace is "ML"; expected '],
    [
      'an owner that is none',
      { name: 'staging', owner: 'a b' },
      '--owner is "a b"; expected an owner such as ',
    ],
    [
      'an environment that is there with other content',
      { name: 'production' },
      'environments/production/environment.yaml: The environment production exists already, with another file.\n  Choose another name, or edit the file and run: nx sync',
    ],
  ])('%s', async (_, options, message) => {
    const tree = createFleetTree();
    const before = contentOf(tree);
    expect(await messageOf(() => generate(options, tree))).toContain(message);
    expect(contentOf(tree)).toEqual(before);
  });
});
