import { describe, expect, it } from 'vitest';
import { fieldEntry } from '../testing/entry-fixture.ts';
import { weakerProbe } from './weaker-probe.ts';

describe('the risk weaker-probe', () => {
  it.each([
    [
      'a probe that goes',
      fieldEntry('Rollout/a', 'spec.template.spec.containers[triton].readinessProbe', [{}, undefined]),
      'medium',
      'Rollout/a: the readinessProbe goes',
    ],
    [
      'a probe that notices later',
      fieldEntry(
        'Rollout/a',
        'spec.template.spec.containers[triton].livenessProbe.failureThreshold',
        [3, 30],
      ),
      'medium',
      'Rollout/a: the livenessProbe notices later (failureThreshold 3 → 30)',
    ],
    [
      'a probe that asks something else',
      fieldEntry('Rollout/a', 'spec.template.spec.containers[triton].readinessProbe.httpGet.path', [
        '/a',
        '/b',
      ]),
      'medium',
      'Rollout/a: the readinessProbe asks something else (httpGet.path)',
    ],
    [
      'less time to load',
      fieldEntry('Rollout/a', 'spec.template.spec.containers[triton].startupProbe.failureThreshold', [60, 6]),
      'medium',
      'Rollout/a: the startupProbe gives models less time (failureThreshold 60 → 6)',
    ],
    [
      'less time to stop',
      fieldEntry('Rollout/a', 'spec.template.spec.terminationGracePeriodSeconds', [60, 5]),
      'medium',
      'Rollout/a: pods get less time to stop (60 → 5)',
    ],
    [
      'no wait before the stop',
      fieldEntry('Rollout/a', 'spec.template.spec.containers[triton].lifecycle.preStop', [{}, undefined]),
      'medium',
      'Rollout/a: pods no longer wait before they stop',
    ],
  ])('is %s', (_, entry, severity, title) => {
    expect(weakerProbe.judge(entry)).toMatchObject({ severity, title });
  });

  it.each([
    [
      'a probe that comes',
      fieldEntry('Rollout/a', 'spec.template.spec.containers[triton].readinessProbe', [undefined, {}]),
    ],
    [
      'a probe that notices sooner',
      fieldEntry(
        'Rollout/a',
        'spec.template.spec.containers[triton].livenessProbe.failureThreshold',
        [30, 3],
      ),
    ],
    [
      'more time to load',
      fieldEntry('Rollout/a', 'spec.template.spec.containers[triton].startupProbe.failureThreshold', [6, 60]),
    ],
    [
      'more time to stop',
      fieldEntry('Rollout/a', 'spec.template.spec.terminationGracePeriodSeconds', [5, 60]),
    ],
  ])('is not %s', (_, entry) => {
    expect(weakerProbe.judge(entry)).toBeUndefined();
  });
});
