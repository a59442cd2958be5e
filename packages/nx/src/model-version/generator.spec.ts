import { describe, expect, it } from 'vitest';
import {
  changedPaths,
  CHECKSUM,
  contentOf,
  createFleetTree,
  driftOf,
  messageOf,
  specText,
} from '../testing.ts';
import { modelVersionGenerator } from './generator.ts';
import type { RawModelVersionOptions } from './options.ts';

const SPEC = 'apps/ranker/model-service.yaml';
const VERSION = {
  service: 'ranker',
  model: 'm',
  modelVersion: 2,
  storageUri: 'store://models/m/2',
  sha256: 'ab'.repeat(32),
  size: '10Mi',
};
const CHANGED = [
  SPEC,
  ...['prod-eu-west', 'prod-us-east'].flatMap((cluster) =>
    ['istio', 'kustomization', 'monitoring', 'network-policy', 'placement', 'rollouts', 'triton'].map(
      (file) => `clusters/${cluster}/ranker/${file}.yaml`,
    ),
  ),
];

function createTree(text = specText('ranker')) {
  const tree = createFleetTree();
  tree.write(SPEC, text);
  return tree;
}

async function generate(options: RawModelVersionOptions, tree = createTree()) {
  const said: string[] = [];
  await modelVersionGenerator(tree, options, (text) => void said.push(text));
  return { tree, spec: tree.read(SPEC, 'utf8'), said: said.join('\n') };
}

describe('nx generate model-version', () => {
  it('adds a version and renders the overlays', async () => {
    const { tree, spec, said } = await generate(VERSION);
    expect(spec).toBe(
      specText('ranker').replace(
        '      config:\n',
        `        - version: 2
          artifacts:
            - storageUri: store://models/m/2
              sha256: ${VERSION.sha256}
              size: 10Mi
      config:
`,
      ),
    );
    expect(changedPaths(tree)).toEqual(CHANGED);
    expect(await driftOf(tree)).toEqual([]);
    expect(said).toBe('ranker, version 2: 15 files, 2 placements on prod-eu-west, prod-us-east.');
  });

  it('adds an artifact to a version that is there, before the one that fits everywhere', async () => {
    const artifact = {
      ...VERSION,
      modelVersion: 1,
      storageUri: 'store://models/m/1-l40s',
      computeCapability: 8.9,
    };
    const { spec } = await generate({ ...artifact, tensorrt: 10.13 });
    expect(spec).toContain(`        - version: 1 # the first
          artifacts:
            - storageUri: store://models/m/1-l40s
              sha256: ${VERSION.sha256}
              size: 10Mi
              builtFor: { computeCapability: '8.9', tensorrt: '10.13' }
            - { storageUri: store://models/m/1, sha256: ${CHECKSUM}, size: 9Mi }
      config:
`);
  });

  it('gives a draft its first artifact', async () => {
    const tree = createTree(specText('ranker').replace(/ {10}artifacts:\n.*\n/, ''));
    const { spec } = await generate(
      { ...VERSION, modelVersion: 1, sha256: undefined, size: undefined },
      tree,
    );
    expect(spec).toContain(`        - version: 1 # the first
          artifacts: [{ storageUri: store://models/m/2 }]
      config:
`);
  });

  it('needs no --model where the service has one, and reads what the command line made a number', async () => {
    const artifact = { ...VERSION, model: undefined, modelVersion: 1, storageUri: 'store://models/m/1-a100' };
    const { spec } = await generate({ ...artifact, computeCapability: 8 });
    expect(spec).toContain("builtFor: { computeCapability: '8.0' }");
  });

  it('changes nothing in a second run', async () => {
    const { tree } = await generate(VERSION);
    const before = contentOf(tree);
    const { said } = await generate(VERSION, tree);
    expect(contentOf(tree)).toEqual(before);
    expect(said).toBe('ranker, version 2: already there, nothing to do.');
  });
});

describe('nx generate model-version refuses, and changes nothing,', () => {
  it.each<[string, RawModelVersionOptions, string]>([
    [
      'an unknown service',
      { ...VERSION, service: 'rancer' },
      'There is no apps/rancer.\n  Did you mean ranker?',
    ],
    ['a path as a service', { ...VERSION, service: '../ranker' }, 'service is "../ranker"; expected '],
    ['an unknown model', { ...VERSION, model: 'n' }, 'The service has no model "n".\n  Did you mean m?'],
    [
      'version 0',
      { ...VERSION, modelVersion: 0 },
      '--modelVersion is 0; expected a whole number from 1 to 2147483647.',
    ],
    [
      'a storage that is no store',
      { ...VERSION, storageUri: '/models/m' },
      '--storageUri is "/models/m"; expected ',
    ],
    [
      'a store that the clusters do not have',
      { ...VERSION, storageUri: 'store://other/m/2' },
      'The artifact is in the store other, which prod-eu-west does not have (it has models).\n  clusters/prod-eu-west/cluster.yaml:37: the stores of the cluster\n  Add other to spec.modelStores of the cluster, or correct storageUri.',
    ],
    [
      'a short checksum',
      { ...VERSION, sha256: '22' },
      '--sha256 is "22"; expected 64 lower-case hexadecimal digits.',
    ],
    ['a size without unit that is none', { ...VERSION, size: 'big' }, '--size is "big"; expected '],
    [
      'other content under the same path',
      { ...VERSION, modelVersion: 1, storageUri: 'store://models/m/1', size: '9Mi' },
      `${SPEC}: Version 1 has the artifact store://models/m/1 already, with another sha256.\n  Store new content under a new path, or edit the spec by hand.`,
    ],
  ])('%s', async (_, options, message) => {
    const tree = createTree();
    const before = contentOf(tree);
    expect(await messageOf(() => generate(options, tree))).toContain(message);
    expect(contentOf(tree)).toEqual(before);
  });

  it('a spec with errors', async () => {
    const tree = createTree(specText('ranker', '  scalling: {}\n'));
    const before = contentOf(tree);
    expect(await messageOf(() => generate(VERSION, tree))).toContain(
      `${SPEC}:16:3: /spec has no field "scalling"; the nearest is scaling.\n  Rename it to scaling.`,
    );
    expect(contentOf(tree)).toEqual(before);
  });

  it('to guess between two models', async () => {
    const tree = createTree(
      specText('ranker').replace(
        '    - name: m\n',
        '    - name: n\n      versions: [{ version: 1 }]\n      config: { backend: onnxruntime }\n    - name: m\n',
      ),
    );
    expect(await messageOf(() => generate({ ...VERSION, model: '' }, tree))).toContain(
      'The service has 2 models.\n  Give --model, one of: n, m.',
    );
  });
});
