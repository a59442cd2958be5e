import { describe, expect, it } from 'vitest';
import { fieldEntry } from '../testing/entry-fixture.ts';
import { imageChange } from './image-change.ts';

describe('the risk image-change', () => {
  it.each([
    [
      'another release',
      fieldEntry('Rollout/a', 'spec.template.spec.containers[triton].image', [
        'r.io/t:1@sha256:aa',
        'r.io/t:2@sha256:bb',
      ]),
      'low',
      'Rollout/a runs another image in triton',
    ],
    [
      'an image that loses its digest',
      fieldEntry('Rollout/a', 'spec.template.spec.containers[triton].image', [
        'r.io/t:1@sha256:aa',
        'r.io/t:1',
      ]),
      'medium',
      'Rollout/a runs another image in triton, without a digest',
    ],
    [
      'the tag latest',
      fieldEntry('Deployment/a', 'spec.template.spec.initContainers[fetch].image', [
        'r.io/t:1',
        'r.io/t:latest',
      ]),
      'medium',
      'Deployment/a runs another image in fetch, without a digest',
    ],
    [
      'another repository',
      fieldEntry('Rollout/a', 'spec.template.spec.containers[triton].image', [
        'r.io/t:1@sha256:aa',
        'q.io/t:1@sha256:aa',
      ]),
      'medium',
      'Rollout/a runs another image in triton, from another repository',
    ],
  ])('is %s', (_, entry, severity, title) => {
    expect(imageChange.judge(entry)).toMatchObject({ severity, title });
  });

  it.each([
    [
      'a label with the version',
      fieldEntry('Rollout/a', 'spec.template.metadata.labels[app.kubernetes.io/version]', ['1', '2']),
    ],
    [
      'a container that comes with its image',
      fieldEntry('Rollout/a', 'spec.template.spec.containers[new]', [undefined, { image: 'a' }]),
    ],
    [
      'a pull policy',
      fieldEntry('Rollout/a', 'spec.template.spec.containers[triton].imagePullPolicy', [
        'Always',
        'IfNotPresent',
      ]),
    ],
  ])('is not %s', (_, entry) => {
    expect(imageChange.judge(entry)).toBeUndefined();
  });
});
