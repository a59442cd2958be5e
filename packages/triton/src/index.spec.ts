import { readdirSync } from 'node:fs';
import { emitManifest } from '@fleetwright/kube';
import { planFixture } from '@fleetwright/plan/testing';
import { describe, expect, it } from 'vitest';
import { createBuilders } from './index.ts';

const builders = createBuilders(() => ({ canary: {} }));
const plan = planFixture();
const resources = builders.flatMap(({ id, build, comments }) =>
  [build(plan) ?? []].flat().map((resource) => ({ builder: id, resource, comments: comments?.(plan) })),
);

describe('createBuilders', () => {
  it('writes the resources in the order in which a reader wants them', () => {
    expect(resources.map(({ resource }) => `${resource.kind}/${resource.metadata.name}`)).toEqual([
      'ServiceAccount/image-classification',
      'Service/image-classification',
      'Service/image-classification-canary',
      'Service/image-classification-metrics',
      'Rollout/image-classification',
      'ScaledObject/image-classification',
      'PodDisruptionBudget/image-classification',
    ]);
  });

  it('names each builder by its file', () => {
    const files = readdirSync(new URL('.', import.meta.url)).map((file) => `triton/${file}`);
    for (const { id } of builders) expect(files).toContain(`${id}.ts`);
  });

  it('puts every resource into the namespace under the labels of the placement', () => {
    for (const { resource } of resources) {
      expect(resource.metadata.namespace).toBe('ml-inference');
      expect(resource.metadata.labels).toMatchObject({
        'fleetwright.dev/placement': 'prod-us-east.image-classification',
      });
    }
  });

  it('has one workload and one autoscaler', () => {
    const kinds = resources.map(({ resource }) => resource.kind);
    expect(kinds.filter((kind) => /^(Rollout|Deployment|StatefulSet)$/.test(kind))).toHaveLength(1);
    expect(kinds.filter((kind) => /^(ScaledObject|HorizontalPodAutoscaler)$/.test(kind))).toHaveLength(1);
  });

  it('tells above the strategy which builder made it', () => {
    expect(emitManifest(resources)).toContain('  # rollouts/canarystrategy\n  strategy:\n');
  });
});
