import type { DeliveryPlan } from '@fleetwright/plan';
import { planFixture } from '@fleetwright/plan/testing';
import { describe, expect, it } from 'vitest';
import { modelConfigContainers } from './model-config-container.ts';

describe('modelConfigContainers', () => {
  it('gets the version directories of all models as arguments of a constant script', () => {
    const plan = planFixture();
    const [model] = plan.models;
    const [version] = model!.versions;
    const [container] = modelConfigContainers(
      planFixture({
        models: [
          {
            ...model!,
            name: 'a',
            versions: [
              { ...version!, version: 1 },
              { ...version!, version: 7 },
            ],
          },
          { ...model!, name: 'b' },
        ],
      }),
    );
    expect(container?.args).toEqual(['/configuration', '/models', 'a/1', 'a/7', 'b/1']);
    expect(container?.command).toEqual(modelConfigContainers(plan)[0]?.command);
    expect(container?.command?.join('\n')).not.toMatch(/\$[$(]/);
  });

  it('runs in the image of the server, without its GPUs', () => {
    const plan = planFixture();
    const [container] = modelConfigContainers(plan);
    expect(container?.image).toBe(plan.triton.image);
    expect(container?.resources?.limits).not.toHaveProperty('nvidia.com/gpu');
  });

  it.each<[string, DeliveryPlan, string, object[]]>([
    [
      'images',
      { mode: 'image-volume', images: [{ reference: 'a@sha256:b', directory: 'image_classification/1' }] },
      '/artifacts/image_classification/1',
      [{ name: 'artifact-1', mountPath: '/artifacts/image_classification/1', readOnly: true }],
    ],
    [
      'claims',
      {
        mode: 'pvc',
        claims: [
          {
            store: 'models',
            claimName: 'ml-models',
            items: [{ path: 'images/1.4.0', directory: 'image_classification/1', sha256: undefined }],
          },
        ],
      },
      '/artifacts/models/images/1.4.0',
      [{ name: 'store-models', mountPath: '/artifacts/models', readOnly: true }],
    ],
  ])('gets the mounted directories of the versions too: %s', (_, delivery, source, artifacts) => {
    const [container] = modelConfigContainers(planFixture({ delivery }));
    expect(container?.args).toEqual(['/configuration', '/models', 'image_classification/1', source]);
    expect(container?.volumeMounts).toEqual([
      { name: 'models', mountPath: '/models' },
      { name: 'configuration', mountPath: '/configuration', readOnly: true },
      ...artifacts,
    ]);
    expect(container?.command?.join('\n')).not.toMatch(/\$[$(]/);
  });

  it('gives a draft no directory to link to', () => {
    const delivery = { mode: 'image-volume' as const, images: [] };
    const [container] = modelConfigContainers(planFixture({ delivery }));
    expect(container?.args).toEqual(['/configuration', '/models', 'image_classification/1', '']);
  });

  it('is not there for a repository that holds its configuration', () => {
    const delivery = { mode: 'remote' as const, repository: 's3://models/vision', env: {} };
    expect(modelConfigContainers(planFixture({ delivery }))).toEqual([]);
  });
});
