import type { ClaimedGpus } from '@fleetwright/plan';
import { planFixture } from '@fleetwright/plan/testing';
import { describe, expect, it } from 'vitest';
import { podTemplate } from './pod-template.ts';
import { resourceClaimTemplate } from './resourceclaimtemplate.ts';

const gpu: ClaimedGpus = { kind: 'claim', deviceClass: 'gpu.nvidia.com', count: 2 };
const plan = planFixture({ gpu });
const template = resourceClaimTemplate(plan)!;

describe('resourceClaimTemplate', () => {
  it('asks for so many devices of the class', () => {
    expect(template.spec.spec.devices?.requests).toEqual([
      {
        name: 'gpu',
        exactly: { deviceClassName: 'gpu.nvidia.com', allocationMode: 'ExactCount', count: 2 },
      },
    ]);
  });

  it('has another name for another content, since it cannot be changed', () => {
    const names = [gpu, { ...gpu, count: 1 }, { ...gpu, deviceClass: 'mig.nvidia.com' }].map(
      (each) => resourceClaimTemplate(planFixture({ gpu: each }))?.metadata.name,
    );
    expect(names).toEqual([
      'image-classification-gpu.nvidia.com-2',
      'image-classification-gpu.nvidia.com-1',
      'image-classification-mig.nvidia.com-2',
    ]);
  });

  it('stays for pods of the old revision when git holds another', () => {
    expect(template.metadata.annotations).toEqual({
      'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
      'argocd.argoproj.io/sync-options': 'Prune=false',
    });
  });

  it('is what the pod claims and its server uses', () => {
    const { spec } = podTemplate(plan);
    expect(spec?.resourceClaims).toEqual([
      { name: 'gpu', resourceClaimTemplateName: template.metadata.name },
    ]);
    expect(spec?.containers[0]?.resources?.claims).toEqual([{ name: 'gpu' }]);
    for (const { resources } of spec?.initContainers ?? []) expect(resources?.claims).toBeUndefined();
  });

  it.each([
    { kind: 'none' },
    { kind: 'whole', resource: 'nvidia.com/gpu', count: 1 },
    { kind: 'mig', resource: 'nvidia.com/mig-1g.10gb', count: 1 },
    { kind: 'time-slice', resource: 'nvidia.com/gpu.shared', count: 1 },
  ] as const)('is not there for devices of kind $kind', (other) => {
    const given = planFixture({ gpu: other });
    expect(resourceClaimTemplate(given)).toBeUndefined();
    expect(podTemplate(given).spec?.resourceClaims).toBeUndefined();
  });
});
