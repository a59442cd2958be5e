import type { AnalysisTemplate } from '@fleetwright/kube-schemas';
import type { ServingPlan } from '@fleetwright/plan';
import { planFixture } from '@fleetwright/plan/testing';
import { parser } from '@prometheus-io/lezer-promql';
import { describe, expect, it } from 'vitest';
import { analysisTemplates } from './analysistemplate.ts';

const plan = planFixture();

function parses(query: string): boolean {
  let isValid = true;
  parser.parse(query).iterate({
    enter: ({ type }) => {
      if (type.isError) isValid = false;
    },
  });
  return isValid;
}

function withSlo(overrides: Partial<ServingPlan['slo']>): ServingPlan {
  return planFixture({ slo: { ...plan.slo, ...overrides } });
}

function queries(templates: readonly AnalysisTemplate[]): string[] {
  return templates.flatMap(
    ({ spec }) => spec.metrics?.map(({ provider }) => provider.prometheus?.query ?? '') ?? [],
  );
}

// Evaluates a condition as the controller does: on a list of numbers, with Go's comparison of floats.
function holds(condition: string, result: readonly number[]): boolean {
  const match = /^len\(result\) > 0 && !isNaN\(result\[0\]\) && result\[0\] (<=|>) ([0-9.]+)$/.exec(
    condition,
  );
  if (match === null) throw new Error(`unexpected condition ${condition}`);
  const [value] = result;
  if (value === undefined || Number.isNaN(value)) return false;
  return match[1] === '>' ? value > Number(match[2]) : value <= Number(match[2]);
}

describe('analysisTemplates', () => {
  it('judges the success rate at the gateway and by the canary Service', () => {
    const [success] = analysisTemplates(plan);
    expect(success?.metadata.name).toBe('image-classification-success');
    const [query] = queries([success!]);
    expect(query).toContain('istio_requests_total');
    expect(query).toContain('destination_service_name="image-classification-canary"');
    expect(query).not.toContain('nv_inference');
    expect(success?.spec.args).toBeUndefined();
  });

  it('judges each objective of latency by the pods of the canary', () => {
    const latency = [
      { thresholdMs: 200, target: 90, source: 'triton-first-response' as const },
      { thresholdMs: 500, target: 99, source: 'triton-first-response' as const },
    ];
    const template = analysisTemplates(withSlo({ latency }))[1];
    expect(template?.spec.metrics?.map(({ name }) => name)).toEqual([
      'response-over-200ms',
      'response-over-500ms',
    ]);
    expect(template?.spec.metrics?.map(({ successCondition }) => successCondition)).toEqual([
      'len(result) > 0 && !isNaN(result[0]) && result[0] <= 0.1',
      'len(result) > 0 && !isNaN(result[0]) && result[0] <= 0.01',
    ]);
    expect(template?.spec.args).toEqual([{ name: 'canary-hash' }]);
    for (const query of queries([template!])) {
      expect(query).toContain('rollouts_pod_template_hash="{{args.canary-hash}}"');
    }
  });

  it('judges objectives of the first token too', () => {
    const firstToken = [{ thresholdMs: 800, target: 95, source: 'triton-first-response' as const }];
    const template = analysisTemplates(withSlo({ latency: [], firstToken }))[1];
    expect(template?.spec.metrics?.map(({ name }) => name)).toEqual(['first-token-over-800ms']);
  });

  it("judges the success rate by Triton's own counters and the pods of the canary where there is no gateway", () => {
    const [success] = analysisTemplates(planFixture({ gateway: undefined }));
    const [query] = queries([success!]);
    expect(query).toContain('nv_inference_request_failure');
    expect(query).toContain('rollouts_pod_template_hash="{{args.canary-hash}}"');
    expect(query).not.toContain('istio');
    expect(parses(query!)).toBe(true);
    expect(success?.spec.args).toEqual([{ name: 'canary-hash' }]);
  });

  it('judges nothing where pods are replaced one by one', () => {
    const rollout = { strategy: 'rolling-update', maxSurge: 1, maxUnavailable: 1 } as const;
    expect(analysisTemplates(planFixture({ rollout }))).toEqual([]);
  });

  it('makes no template of latency without an objective', () => {
    const templates = analysisTemplates(withSlo({ latency: [], firstToken: [] }));
    expect(templates.map(({ metadata }) => metadata.name)).toEqual(['image-classification-success']);
  });

  it('asks Prometheus only questions that it understands, each about the canary', () => {
    const gateway = plan.slo.latency.map((objective) => ({ ...objective, source: 'gateway' as const }));
    const plans = [
      plan,
      withSlo({ latency: gateway, latencySource: 'gateway' }),
      planFixture({ gateway: undefined }),
    ];
    const all = plans.flatMap((given) => queries(analysisTemplates(given)));
    expect(all).toHaveLength(6);
    for (const query of all) {
      expect(parses(query), query).toBe(true);
      expect(query).toMatch(/image-classification-canary|args\.canary-hash/);
    }
    expect(parses('sum(rate(x[5m])')).toBe(false);
  });

  it('declares the argument exactly where a query uses it', () => {
    const gateway = plan.slo.latency.map((objective) => ({ ...objective, source: 'gateway' as const }));
    for (const given of [
      plan,
      withSlo({ latency: gateway, latencySource: 'gateway' }),
      planFixture({ gateway: undefined }),
    ]) {
      for (const template of analysisTemplates(given)) {
        const uses = queries([template]).some((query) => query.includes('{{args.canary-hash}}'));
        expect(template.spec.args !== undefined).toBe(uses);
      }
    }
  });

  it('has a value only where the window holds enough requests', () => {
    for (const query of queries(analysisTemplates(plan))) {
      expect(query).toMatch(/\nand sum\(increase\(istio_requests_total\{[^\n]*\}\[120s\]\)\) >= 50\n$/);
    }
  });

  it.each([
    { given: [0], verdict: 'success' },
    { given: [0.001], verdict: 'success' },
    { given: [0.0011], verdict: 'failure' },
    { given: [1], verdict: 'failure' },
    { given: [Infinity], verdict: 'failure' },
    { given: [NaN], verdict: 'inconclusive' },
    { given: [], verdict: 'inconclusive' },
  ])('takes the answer $given for $verdict', ({ given, verdict }) => {
    const metric = analysisTemplates(plan)[0]!.spec.metrics![0]!;
    const success = holds(metric.successCondition!, given);
    const failure = holds(metric.failureCondition!, given);
    expect(success && failure).toBe(false);
    expect(success ? 'success' : failure ? 'failure' : 'inconclusive').toBe(verdict);
  });

  it('measures once a window is full, without end, and tolerates as many failures as unproven windows', () => {
    for (const { spec } of analysisTemplates(plan)) {
      for (const metric of spec.metrics ?? []) {
        expect(metric).toMatchObject({
          initialDelay: '120s',
          interval: '60s',
          failureLimit: 2,
          inconclusiveLimit: 2,
          provider: { prometheus: { address: 'http://prometheus.monitoring:9090' } },
        });
        expect(metric).not.toHaveProperty('count');
      }
    }
  });
});
