import type { ServingPlan } from '@fleetwright/plan';
import { planFixture } from '@fleetwright/plan/testing';
import { describe, expect, it } from 'vitest';
import { prometheusRule } from './prometheusrule.ts';
import { SHAPES } from './shape-fixtures.ts';

const base = planFixture();

function rulesOf(plan: ServingPlan) {
  return prometheusRule(plan).spec.groups!.flatMap(({ rules }) => rules!);
}

function alertsOf(overrides: Partial<ServingPlan> = {}) {
  return rulesOf(planFixture(overrides)).filter((rule) => rule.alert !== undefined);
}

function alertNames(overrides: Partial<ServingPlan> = {}): string[] {
  return alertsOf(overrides).map((rule) => rule.alert!);
}

function withMonitoring(changes: Partial<ServingPlan['monitoring']>): Partial<ServingPlan> {
  return { monitoring: { ...base.monitoring, ...changes } };
}

describe('the PrometheusRule', () => {
  it('carries the labels by which the cluster selects rules', () => {
    expect(prometheusRule(base).metadata.labels).toMatchObject({ release: 'kube-prometheus-stack' });
  });

  it('has stable alert names', () => {
    expect(alertNames()).toEqual([
      'TritonErrorBudgetBurnFast',
      'TritonErrorBudgetBurnSlow',
      'TritonLatencyBudgetBurnFast',
      'TritonLatencyBudgetBurnSlow',
      'TritonMetricsAbsent',
      'TritonGatewayMetricsAbsent',
      'TritonPodNotServing',
      'TritonRequestsStuck',
      'TritonBackendFailing',
      'TritonQueueTimeHigh',
      'TritonRequestsRejected',
      'TritonReplicasAtMaximum',
      'TritonModelLoadSlow',
      'TritonCanaryWithoutTraffic',
    ]);
  });

  it('gives every alert a summary, a description, a runbook, an owner and at least two scrapes', () => {
    for (const rule of alertsOf()) {
      expect(Object.keys(rule.annotations!)).toEqual(['summary', 'description', 'runbook_url']);
      expect(rule.labels).toMatchObject({ team: 'vision', cluster: 'prod-us-east', receiver: 'ml-oncall' });
      expect(Number.parseInt(rule.for!)).toBeGreaterThanOrEqual(30);
    }
  });

  it('writes every expression as a block', () => {
    for (const rule of rulesOf(base)) expect(rule.expr).toMatch(/[^\n]\n$/);
  });

  it('has the thresholds of the objectives', () => {
    const thresholds = alertsOf()
      .slice(0, 4)
      .map((rule) => String(rule.expr).match(/(?<=> )0\.\d+/g));
    expect(thresholds).toEqual([
      ['0.0144', '0.0144', '0.006', '0.006'],
      ['0.003', '0.003', '0.001', '0.001'],
      ['0.144', '0.144', '0.06', '0.06'],
      ['0.03', '0.03', '0.01', '0.01'],
    ]);
  });

  it('says in words what a burning budget means', () => {
    const [fast, , latency] = alertsOf();
    expect(fast!.annotations).toMatchObject({
      summary:
        'image-classification on prod-us-east burns its 30d error budget: ' +
        '{{ $value | humanizePercentage }} of requests failed',
      description:
        'Objective: at most 0.1 % of requests failed. A burn rate of 14.4 for 1h uses 2 % of the budget. ' +
        'A burn rate of 6 for 6h uses 5 % of the budget.',
    });
    expect(latency!.annotations?.description).toMatch(
      /^Objective: at most 1 % of requests slower than 200 ms\. /,
    );
  });
});

describe('alerts on latency', () => {
  function objectives(slo: Partial<ServingPlan['slo']>): string[] {
    return alertsOf({ slo: { ...base.slo, ...slo } })
      .filter((rule) => rule.alert === 'TritonLatencyBudgetBurnFast')
      .map((rule) => rule.labels!.objective!);
  }
  const latency = [
    { thresholdMs: 100, target: 95, source: 'gateway' } as const,
    { thresholdMs: 400, target: 99.9, source: 'gateway' } as const,
  ];

  it('exist per objective', () => {
    expect(objectives({ latency })).toEqual(['100ms', '400ms']);
    expect(objectives({ latency: [] })).toEqual([]);
  });

  it('cover the first response of streams, apart from the whole response', () => {
    const firstToken = [{ thresholdMs: 400, target: 99, source: 'triton-first-response' } as const];
    expect(objectives({ latency, firstToken })).toEqual(['100ms', '400ms', 'first-token-400ms']);
  });

  it('read each objective where it is measured', () => {
    const firstToken = [{ thresholdMs: 400, target: 99, source: 'triton-first-response' } as const];
    const plan = planFixture({ slo: { ...base.slo, latency: latency.slice(1), firstToken } });
    const sources = rulesOf(plan)
      .filter((rule) => rule.record !== undefined && rule.labels!.objective !== 'availability')
      .map((rule) => `${rule.labels!.objective}: ${/rate\(([a-z_]+)/.exec(String(rule.expr))![1]}`);
    expect(sources).toEqual([
      '400ms: istio_request_duration_milliseconds_count',
      '400ms: istio_request_duration_milliseconds_count',
      'first-token-400ms: nv_inference_first_response_histogram_ms_count',
      'first-token-400ms: nv_inference_first_response_histogram_ms_count',
    ]);
  });

  it('say at which bucket the gateway measures', () => {
    const slo = { ...base.slo, latency: [{ thresholdMs: 200, target: 99, source: 'gateway' } as const] };
    const [alert] = alertsOf({ slo }).filter((rule) => rule.alert === 'TritonLatencyBudgetBurnFast');
    expect(alert!.annotations?.description).toMatch(
      /^Objective: at most 1 % of requests slower than 250 ms \(the gateway's bucket for 200 ms\)\. /,
    );
  });

  it('leave out what can never fire', () => {
    expect(objectives({ latency: [{ thresholdMs: 100, target: 50, source: 'gateway' }] })).toEqual([]);
  });
});

describe('alerts on the server', () => {
  it('follow the metric by which the service scales', () => {
    expect(alertNames(SHAPES.scalingByPending)).toContain('TritonPendingRequestsHigh');
    expect(alertNames(SHAPES.scalingByPending)).not.toContain('TritonQueueTimeHigh');
  });

  it.each([
    ['KEDA', base, 'TritonQueueTimeHigh', 'See the ScaledObject, then'],
    ['a HorizontalPodAutoscaler', SHAPES.scalingByHpa, 'TritonPendingRequestsHigh', 'See the HorizontalPodA'],
    ['a fixed number', SHAPES.fixedReplicas, 'TritonMetricsAbsent', 'the other alerts are blind meanwhile'],
  ])('send to what there is to see: %s', (_case, plan, name, text) => {
    const [alert] = alertsOf(plan).filter((rule) => rule.alert === name);
    expect(alert!.annotations?.description).toContain(text);
  });

  it('say of a shared device that others fill it, too', () => {
    const [alert] = alertsOf(SHAPES.sharedGpu).filter((rule) => rule.alert === 'TritonGpuMemoryAlmostFull');
    expect(alert!.annotations?.summary).toBe(
      'image-classification on prod-us-east shares a GPU whose memory is {{ $value | humanizePercentage }} full, ' +
        'neighbours included, on {{ $labels.pod }}',
    );
  });

  it('are few where there is little', () => {
    expect(alertNames(SHAPES.edge)).toEqual([
      'TritonErrorBudgetBurnFast',
      'TritonErrorBudgetBurnSlow',
      'TritonMetricsAbsent',
      'TritonPodNotServing',
      'TritonRequestsStuck',
      'TritonBackendFailing',
      'TritonRequestsRejected',
      'TritonModelLoadSlow',
      'TritonGpuMemoryAlmostFull',
    ]);
  });

  it.each<[string, string, Partial<ServingPlan>]>([
    ['without a gateway there is none to miss', 'TritonGatewayMetricsAbsent', { gateway: undefined }],
    ['pods replaced in place are no canary', 'TritonCanaryWithoutTraffic', SHAPES.rollingUpdate],
    ['nothing aims at a queue time', 'TritonQueueTimeHigh', SHAPES.fixedReplicas],
    ['nothing could add a replica', 'TritonReplicasAtMaximum', SHAPES.fixedReplicas],
    [
      'a service that scales to zero may be absent',
      'TritonMetricsAbsent',
      { scaling: { ...base.scaling, minReplicas: 0 } },
    ],
    [
      'a fixed number of replicas is always at its maximum',
      'TritonReplicasAtMaximum',
      { scaling: { ...base.scaling, minReplicas: 6 } },
    ],
    [
      'callers inside the cluster bypass the gateway',
      'TritonGatewayMetricsAbsent',
      { traffic: { ...base.traffic, callers: [{ namespace: 'shop', serviceAccount: 'web' }] } },
    ],
    [
      'releases before 24.11 do not time loading',
      'TritonModelLoadSlow',
      { triton: { ...base.triton, release: '24.10' } },
    ],
  ])('leave out what would be wrong: %s', (_case, name, overrides) => {
    expect(alertNames()).toContain(name);
    expect(alertNames(overrides)).not.toContain(name);
  });

  it.each<[string, boolean, Partial<ServingPlan>]>([
    ["Triton's figures", true, withMonitoring({ gpuMetrics: 'triton' })],
    ['DCGM exporter', false, withMonitoring({ gpuMetrics: 'dcgm' })],
    ['no figures', false, withMonitoring({ gpuMetrics: 'none' })],
    ['no GPU', false, { ...withMonitoring({ gpuMetrics: 'triton' }), gpu: { kind: 'none' } }],
  ])('watch GPU memory only where Triton reports it: %s', (_case, watched, overrides) => {
    expect(alertNames(overrides).includes('TritonGpuMemoryAlmostFull')).toBe(watched);
  });

  it('wait as long as a new replica takes before they call its absence a problem', () => {
    const budgets = { ...base.budgets, progressDeadlineSeconds: 2000 };
    const durations = new Map(alertsOf({ budgets }).map((rule) => [rule.alert, rule.for]));
    expect(durations.get('TritonPodNotServing')).toBe('2000s');
    expect(durations.get('TritonQueueTimeHigh')).toBe('2040s');
  });
});
