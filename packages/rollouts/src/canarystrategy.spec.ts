import { planFixture } from '@fleetwright/plan/testing';
import type { CanaryRollout, ServingPlan } from '@fleetwright/plan';
import { describe, expect, it } from 'vitest';
import { analysisTemplates } from './analysistemplate.ts';
import { canaryStrategy as strategyOf } from './canarystrategy.ts';

const plan = planFixture();

function canaryStrategy(given: ServingPlan) {
  return strategyOf(given, given.rollout as CanaryRollout);
}

function withCanary(overrides: Partial<CanaryRollout['canary']>): ServingPlan {
  const { canary } = plan.rollout as CanaryRollout;
  return planFixture({ rollout: { strategy: 'canary', canary: { ...canary, ...overrides } } });
}

describe('canaryStrategy', () => {
  it('splits the traffic in the mesh, not by the number of pods', () => {
    const { canary } = canaryStrategy(plan);
    expect(canary?.trafficRouting).toEqual({
      istio: { virtualService: { name: 'image-classification', routes: ['http', 'grpc'] } },
    });
    expect(canary?.stableService).toBe('image-classification');
    expect(canary?.canaryService).toBe('image-classification-canary');
  });

  it('manages only the routes that the service has', () => {
    const { canary } = canaryStrategy(planFixture({ traffic: { ...plan.traffic, protocols: ['grpc'] } }));
    expect(canary?.trafficRouting?.istio?.virtualService?.routes).toEqual(['grpc']);
  });

  it('writes the steps of the plan with durations that Argo Rollouts reads', () => {
    expect(canaryStrategy(plan).canary?.steps).toEqual([
      { setWeight: 20 },
      { pause: { duration: '600s' } },
      { setWeight: 50 },
      { pause: { duration: '600s' } },
    ]);
  });

  it('keeps the old pods until the proxies know the new weights', () => {
    const { canary } = canaryStrategy(plan);
    expect(canary).toMatchObject({ scaleDownDelaySeconds: 30, abortScaleDownDelaySeconds: 30 });
    expect(canary?.dynamicStableScale).toBeUndefined();
  });

  it('names no delay beside a dynamic stable scale, which excludes it', () => {
    const { canary } = canaryStrategy(withCanary({ dynamicStableScale: true }));
    expect(canary?.dynamicStableScale).toBe(true);
    expect(canary?.scaleDownDelaySeconds).toBeUndefined();
    expect(canary?.abortScaleDownDelaySeconds).toBeUndefined();
  });

  it('watches the canary from its first traffic to the promotion', () => {
    expect(canaryStrategy(plan).canary?.analysis).toEqual({
      templates: [
        { templateName: 'image-classification-success' },
        { templateName: 'image-classification-latency' },
      ],
      startingStep: 1,
      args: [{ name: 'canary-hash', valueFrom: { podTemplateHashValue: 'Latest' } }],
    });
  });

  it('starts the analysis after the first weight, also where a pause comes first', () => {
    const steps = [{ pause: { durationSeconds: 60 } }, { setWeight: 10 }, { pause: { durationSeconds: 60 } }];
    expect(canaryStrategy(withCanary({ steps })).canary?.analysis?.startingStep).toBe(2);
  });

  it.each([
    ['with objectives', plan],
    ['measured at the gateway', planFixture({ slo: gatewaySlo() })],
    ['without a gateway', planFixture({ gateway: undefined })],
    [
      'without a gateway and objectives',
      planFixture({ gateway: undefined, slo: { ...plan.slo, latency: [] } }),
    ],
    ['without objectives of latency', planFixture({ slo: { ...plan.slo, latency: [] } })],
  ])('names existing templates and binds exactly their arguments: %s', (_, given) => {
    const analysis = canaryStrategy(given).canary?.analysis;
    const templates = analysisTemplates(given);
    expect(analysis?.templates?.map(({ templateName }) => templateName)).toEqual(
      templates.map(({ metadata }) => metadata.name),
    );
    const declared = templates.flatMap(({ spec }) => (spec.args ?? []).map(({ name }) => name));
    expect((analysis?.args ?? []).map(({ name }) => name)).toEqual([...new Set(declared)]);
  });
});

function gatewaySlo(): ServingPlan['slo'] {
  const latency = plan.slo.latency.map((objective) => ({ ...objective, source: 'gateway' as const }));
  return { ...plan.slo, latency, latencySource: 'gateway' };
}
