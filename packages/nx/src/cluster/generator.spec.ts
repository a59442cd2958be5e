import prettier from 'prettier';
import { describe, expect, it } from 'vitest';
import { parseCluster } from '@fleetwright/model-service';
import { changedPaths, contentOf, createFleetTree, driftOf, messageOf, specText } from '../testing.ts';
import { clusterGenerator, type ClusterOptions } from './generator.ts';
import { CLUSTER_PRESETS } from './presets.ts';

const CLUSTER = { name: 'prod-ap-south', preset: 'eks', environment: 'production' };
const FILE = 'clusters/prod-ap-south/cluster.yaml';
const PLATFORM = ['dashboards', 'kustomization', 'namespace', 'network-policy'].map(
  (file) => `clusters/prod-ap-south/platform/${file}.yaml`,
);

async function generate(options: ClusterOptions, tree = createFleetTree()) {
  const said: string[] = [];
  await clusterGenerator(tree, options, (text) => void said.push(text));
  return { tree, said: said.join('\n') };
}

describe('nx generate cluster', () => {
  it.each(Object.keys(CLUSTER_PRESETS))(
    'writes a valid, formatted file with marked facts for %s',
    async (preset) => {
      const { tree } = await generate({ ...CLUSTER, preset });
      const text = tree.read(FILE, 'utf8') ?? '';
      expect(parseCluster(FILE, text).findings).toEqual([]);
      expect(await prettier.format(text, { parser: 'yaml', singleQuote: true, printWidth: 110 })).toBe(text);
      expect(text).toContain('  # REPLACE: ');
      expect(changedPaths(tree)).toEqual([FILE, ...PLATFORM]);
      expect(await driftOf(tree)).toEqual([]);
    },
  );

  it.each(['gke', 'eks', 'aks'])('renders the services that run there for %s', async (preset) => {
    const tree = createFleetTree();
    tree.write('apps/ranker/model-service.yaml', specText('ranker'));
    const { said } = await generate({ ...CLUSTER, preset }, tree);
    expect(tree.exists('clusters/prod-ap-south/ranker/triton.yaml')).toBe(true);
    expect(changedPaths(tree).some((path) => path.startsWith('clusters/prod-us-east/'))).toBe(false);
    expect(said).toContain('Cluster prod-ap-south: 12 files, 1 placement on prod-ap-south.');
  });

  it('says what to do next', async () => {
    const { said } = await generate({ ...CLUSTER, preset: 'kind' });
    expect(said).toBe(
      `Cluster prod-ap-south: 5 files, 0 placements.\n\nNext\n  Replace 2 facts of ${FILE} that are marked REPLACE, then run: nx sync`,
    );
  });

  it('takes the region for labels, stores and hosts', async () => {
    const { tree } = await generate({ ...CLUSTER, region: 'ap-south-1' });
    const text = tree.read(FILE, 'utf8');
    expect(text).toContain(`
  # What placement.clusterSelector of a service can match.
  labels: { topology.kubernetes.io/region: ap-south-1, fleetwright.dev/serving: 'true' }
`);
    expect(text).toContain("hosts: ['*.ap-south-1.ml.example.com']");
    expect(text).toContain('uri: s3://ml-models-ap-south-1\n      region: ap-south-1\n');
  });

  it('writes the file alone with --no-render, whatever does not fit yet', async () => {
    const tree = createFleetTree();
    tree.write('apps/ranker/model-service.yaml', specText('ranker'));
    const { said } = await generate({ ...CLUSTER, preset: 'kind', render: false }, tree);
    expect(changedPaths(tree)).toEqual(['apps/ranker/model-service.yaml', FILE]);
    expect(said).toContain('then run: nx sync (nothing is rendered yet)');
  });

  it('changes nothing in a second run', async () => {
    const { tree } = await generate(CLUSTER);
    const before = contentOf(tree);
    const { said } = await generate(CLUSTER, tree);
    expect(contentOf(tree)).toEqual(before);
    expect(said).toBe('Cluster prod-ap-south: already there, nothing to do.');
  });
});

describe('nx generate cluster refuses, and changes nothing,', () => {
  it.each<[string, ClusterOptions, string]>([
    [
      'a path as a name',
      { ...CLUSTER, name: '../x' },
      'name is "../x"; expected lower-case letters, digits and dashes that start with a letter and end with a letter or digit; at most 22 characters.\n  The directory\'s name.',
    ],
    [
      'a long name',
      { ...CLUSTER, name: 'a'.repeat(23) },
      'name has 23 characters; expected at most 22: lower-case letters, digits and dashes that start with a letter and end with a letter or digit.\n  Shorten it.',
    ],
    ['an unknown preset', { ...CLUSTER, preset: 'gk' }, 'There is no preset "gk".\n  Did you mean gke?'],
    [
      'no preset',
      { ...CLUSTER, preset: '' },
      'There is no preset "".\n  Use one of gke, eks, aks, kind, edge.',
    ],
    [
      'an unknown environment',
      { ...CLUSTER, environment: 'prodution' },
      'There is no environments/prodution.\n  Did you mean production? Or add it: nx generate environment prodution',
    ],
    [
      'a region that is none',
      { ...CLUSTER, region: 'a b' },
      'With --region=a b /metadata/labels/topology.kubernetes.io~1region is "a b"; expected a label value',
    ],
    [
      'a cluster that is there with other facts',
      { ...CLUSTER, name: 'prod-us-east' },
      'clusters/prod-us-east/cluster.yaml: The cluster prod-us-east exists already, with another file.\n  Choose another name, or edit the file and run: nx sync',
    ],
    [
      'a name that differs from another in case only',
      { ...CLUSTER, name: 'twin' },
      'clusters/TWIN differs from the name twin in case only.\n  Choose another name: not every file system keeps the two apart.',
    ],
  ])('%s', async (_, options, message) => {
    const tree = createFleetTree();
    tree.write('clusters/TWIN/notes.md', '');
    const before = contentOf(tree);
    expect(await messageOf(() => generate(options, tree))).toContain(message);
    expect(contentOf(tree)).toEqual(before);
  });

  it('a cluster that a service does not fit', async () => {
    const tree = createFleetTree();
    tree.write('apps/ranker/model-service.yaml', specText('ranker'));
    const before = contentOf(tree);
    expect(await messageOf(() => generate({ ...CLUSTER, preset: 'kind' }, tree))).toContain(
      'No node pool of prod-ap-south fits: ',
    );
    expect(contentOf(tree)).toEqual(before);
  });
});
