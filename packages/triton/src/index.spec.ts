import { readdirSync } from 'node:fs';
import { emitManifest } from '@fleetwright/kube';
import type { KedaScaling, ServingPlan } from '@fleetwright/plan';
import { planFixture } from '@fleetwright/plan/testing';
import { describe, expect, it } from 'vitest';
import { createBuilders } from './index.ts';

const builders = createBuilders(() => ({ canary: {} }));
const plan = planFixture();
const keda = plan.scaling as KedaScaling;
const fixed = { controller: 'none', minReplicas: 2, maxReplicas: 2 } as const;
const rolling = { strategy: 'rolling-update', maxSurge: 1, maxUnavailable: 1 } as const;
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

  it.each<[workload: string, autoscaler: string | undefined, Partial<ServingPlan>]>([
    ['Rollout', 'ScaledObject', {}],
    ['Rollout', 'HorizontalPodAutoscaler', { scaling: { ...keda, controller: 'hpa' } }],
    ['Rollout', undefined, { scaling: fixed }],
    ['Deployment', 'ScaledObject', { rollout: rolling }],
    ['Deployment', 'HorizontalPodAutoscaler', { rollout: rolling, scaling: { ...keda, controller: 'hpa' } }],
    ['Deployment', undefined, { rollout: rolling, scaling: fixed }],
  ])(
    'has one owner of the pods and at most one of their number: %s, %s',
    (workload, autoscaler, overrides) => {
      const kinds = builders.flatMap(({ build }) =>
        [build(planFixture(overrides)) ?? []].flat().map(({ kind }) => kind),
      );
      expect(kinds.filter((kind) => /^(Rollout|Deployment|StatefulSet)$/.test(kind))).toEqual([workload]);
      expect(kinds.filter((kind) => /^(ScaledObject|HorizontalPodAutoscaler)$/.test(kind))).toEqual(
        [autoscaler].filter((kind) => kind !== undefined),
      );
    },
  );

  it('tells above the strategy which builder made it', () => {
    expect(emitManifest(resources)).toContain('  # rollouts/canarystrategy\n  strategy:\n');
  });
});
