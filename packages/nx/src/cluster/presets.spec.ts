import type { Tree } from '@nx/devkit';
import { describe, expect, it } from 'vitest';
import { environmentGenerator } from '../environment/generator.ts';
import { changesOf, createFleetTree, createServiceTree, messageOf, driftOf, specText } from '../testing.ts';
import { clusterGenerator } from './generator.ts';

const PLATFORM = ['dashboards', 'kustomization', 'namespace', 'network-policy'];
const WITHOUT_MESH = ['kustomization', 'monitoring', 'network-policy', 'placement', 'triton'];
const OVERLAY = ['istio', 'kustomization', 'monitoring', 'network-policy', 'placement', 'rollouts', 'triton'];

function pathsOf(overlay: readonly string[]): string[] {
  return [
    'clusters/shop/cluster.yaml',
    ...PLATFORM.map((file) => `clusters/shop/platform/${file}.yaml`),
    ...overlay.map((file) => `clusters/shop/vision/${file}.yaml`),
  ];
}

function generate(tree: Tree, preset: string, environment = 'production') {
  return clusterGenerator(tree, { name: 'shop', preset, environment }, () => undefined);
}

describe('a cluster preset', () => {
  it.each(['gke', 'eks', 'aks'])('%s runs an ordinary service', async (preset) => {
    const tree = await createServiceTree();
    expect(await changesOf(tree, () => generate(tree, preset))).toEqual(pathsOf(OVERLAY));
    expect(await driftOf(tree)).toEqual([]);
  });

  it.each([
    ['kind', 'without GPU', '  gpu: { count: 0 }\n'],
    ['edge', 'of one replica', '  scaling: { minReplicas: 1, maxReplicas: 1 }\n'],
  ])('%s runs a service %s', async (preset, _, fields) => {
    const tree = createFleetTree();
    // Production asks for two replicas.
    await environmentGenerator(tree, { name: 'dev' }, () => undefined);
    for (const cluster of ['prod-eu-west', 'prod-us-east']) tree.delete(`clusters/${cluster}`);
    tree.write('apps/vision/model-service.yaml', specText('vision', fields));
    expect(await changesOf(tree, () => generate(tree, preset, 'dev'))).toEqual(pathsOf(WITHOUT_MESH));
    expect(await driftOf(tree)).toEqual([]);
  });

  it.each([
    [
      'kind',
      `No node pool of shop fits: laptop has no GPUs.
  clusters/shop/cluster.yaml:20: laptop has no GPUs
  Ask for less, choose other clusters in spec.placement, or add a node pool to the cluster.`,
    ],
    [
      'edge',
      `scaling.minReplicas is 2, but the node pool gpu holds at most 1 replicas of 1 GPU(s).
  clusters/shop/cluster.yaml:20: nodes of the pool
  environments/production/environment.yaml:13: the policy of production asks for at least 2
  Raise nodes.max of the pool, or choose other clusters in spec.placement.`,
    ],
  ])('%s says what a larger service asks for in vain', async (preset, message) => {
    const tree = await createServiceTree();
    const changes = await changesOf(tree, async () => {
      expect(await messageOf(() => generate(tree, preset))).toBe(
        `1 problem; nothing was changed.\napps/vision/model-service.yaml:7:3: ${message}`,
      );
    });
    expect(changes).toEqual([]);
  });
});
