import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServingPlan } from '@fleetwright/plan';
import { planFixture } from '@fleetwright/plan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prometheusRule } from './prometheusrule.ts';
import { SHAPES } from './shape-fixtures.ts';

const base = planFixture();

/** Series in promtool's notation: name with labels, then start, step per minute and number of minutes. */
type Series = Record<string, string>;

const SCOPE = 'namespace="ml-inference",service="image-classification-metrics"';
const MODEL = `${SCOPE},model="image_classification",version="1"`;

/** A counter that the gateway keeps for one of the Services. */
function gateway(suffix: string, labels: string, metric = 'istio_requests_total'): string {
  return (
    `${metric}{job="istio-ingress",reporter="source",destination_service_namespace="ml-inference",` +
    `destination_service_name="image-classification${suffix}",${labels}}`
  );
}

function up(pod: string, hash: string): string {
  return `up{${SCOPE},pod="${pod}",rollouts_pod_template_hash="${hash}"}`;
}

/** A counter of a model instance on a GPU of one pod. */
function instance(metric: string, { pod = 'a', reason = '' } = {}): string {
  const labels = reason === '' ? '' : `,reason="${reason}"`;
  return `${metric}{${MODEL},pod="${pod}",gpu_uuid="GPU-${pod}"${labels}}`;
}

/** A pod of a Deployment. */
function deployed(pod: string, hash: string): string {
  return `up{${SCOPE},pod="${pod}",pod_template_hash="${hash}"}`;
}

/** A counter of a model on a pod of one version. */
function version(metric: string, hash: string, reason = ''): string {
  const labels = reason === '' ? '' : `,reason="${reason}"`;
  return `${metric}{${MODEL},pod="pod-${hash}",rollouts_pod_template_hash="${hash}"${labels}}`;
}

/** Latency histogram of one pod with a share of slow requests; `bound` as the server's Prometheus stores it. */
function latency(fastPerMinute: number, bound = '200'): Series {
  const histogram = 'nv_inference_first_response_histogram_ms';
  return {
    [`${histogram}_bucket{${MODEL},pod="a",le="${bound}"}`]: `0+${fastPerMinute}x90`,
    [`${histogram}_count{${MODEL},pod="a"}`]: '0+1000x90',
  };
}

/** Traffic of which some fails, per 10,000 requests. */
function failing(failed: number, labels = 'response_code="503"'): Series {
  return {
    [gateway('', 'response_code="200"')]: `0+${10_000 - failed}x90`,
    [gateway('', labels)]: `0+${failed}x90`,
  };
}

interface Case {
  alert: string;
  plan?: ServingPlan;
  /** Minutes after which the alert fires. */
  after: number;
  fires: Series;
  /** The same situation, just not bad enough. */
  quiet: Series;
}

const CASES: Case[] = [
  { alert: 'TritonErrorBudgetBurnFast', after: 60, fires: failing(200), quiet: failing(50) },
  {
    // A failed gRPC call is HTTP 200.
    alert: 'TritonErrorBudgetBurnFast',
    after: 60,
    fires: failing(200, 'response_code="200",grpc_response_status="14"'),
    quiet: failing(200, 'response_code="200",grpc_response_status="5"'),
  },
  { alert: 'TritonErrorBudgetBurnSlow', after: 60, fires: failing(40), quiet: failing(5) },
  { alert: 'TritonLatencyBudgetBurnFast', after: 60, fires: latency(800), quiet: latency(950) },
  {
    alert: 'TritonLatencyBudgetBurnFast',
    after: 60,
    fires: latency(800, '200.0'),
    quiet: latency(950, '200.0'),
  },
  {
    alert: 'TritonLatencyBudgetBurnFast',
    plan: SHAPES.latencyFromGateway,
    after: 60,
    fires: {
      [gateway('', 'le="250"', 'istio_request_duration_milliseconds_bucket')]: '0+800x90',
      [gateway('', 'response_code="200"', 'istio_request_duration_milliseconds_count')]: '0+1000x90',
    },
    quiet: {
      [gateway('', 'le="250"', 'istio_request_duration_milliseconds_bucket')]: '0+999x90',
      [gateway('', 'response_code="200"', 'istio_request_duration_milliseconds_count')]: '0+1000x90',
    },
  },
  { alert: 'TritonLatencyBudgetBurnSlow', after: 60, fires: latency(960), quiet: latency(995) },
  {
    alert: 'TritonMetricsAbsent',
    after: 10,
    fires: { [up('a', '1')]: '0x30' },
    quiet: { [up('a', '1')]: '0x30', [up('b', '1')]: '1x30' },
  },
  {
    alert: 'TritonGatewayMetricsAbsent',
    after: 45,
    fires: { [instance('nv_inference_request_success')]: '0+60x60' },
    quiet: {
      [instance('nv_inference_request_success')]: '0+60x60',
      [gateway('', 'response_code="200"')]: '0+60x60',
    },
  },
  {
    alert: 'TritonPodNotServing',
    after: 20,
    fires: { [up('a', '1')]: '1x30', [up('b', '1')]: '0x30' },
    // The pod is replaced before the deadline.
    quiet: { [up('b', '1')]: '0x8 _x30', [up('c', '1')]: '_x8 0x5 1x30' },
  },
  {
    alert: 'TritonRequestsStuck',
    after: 15,
    fires: {
      [`nv_inference_pending_request_count{${MODEL},pod="a"}`]: '8x30',
      [instance('nv_inference_request_success')]: '100x30',
    },
    quiet: {
      [`nv_inference_pending_request_count{${MODEL},pod="a"}`]: '8x30',
      [instance('nv_inference_request_success')]: '100+1x30',
    },
  },
  {
    alert: 'TritonBackendFailing',
    after: 15,
    fires: {
      [instance('nv_inference_request_success', { pod: 'a' })]: '0+600x30',
      [instance('nv_inference_request_failure', { pod: 'a', reason: 'BACKEND' })]: '0x30',
      [instance('nv_inference_request_success', { pod: 'b' })]: '100x30',
      [instance('nv_inference_request_failure', { pod: 'b', reason: 'BACKEND' })]: '0+600x30',
    },
    quiet: {
      [instance('nv_inference_request_success', { pod: 'b' })]: '0+600x30',
      [instance('nv_inference_request_failure', { pod: 'b', reason: 'BACKEND' })]: '0+60x30',
      [instance('nv_inference_request_failure', { pod: 'b', reason: 'REJECTED' })]: '0+6000x30',
    },
  },
  {
    alert: 'TritonQueueTimeHigh',
    after: 30,
    fires: {
      [instance('nv_inference_queue_duration_us')]: '0+3000000x40',
      [instance('nv_inference_request_success')]: '0+100x40',
    },
    quiet: {
      [instance('nv_inference_queue_duration_us')]: '0+1900000x40',
      [instance('nv_inference_request_success')]: '0+100x40',
    },
  },
  {
    alert: 'TritonPendingRequestsHigh',
    plan: SHAPES.scalingByPending,
    after: 30,
    fires: {
      [`nv_inference_pending_request_count{${MODEL},pod="a"}`]: '30x40',
      [up('a', '1')]: '1x40',
      [up('b', '1')]: '1x40',
    },
    quiet: {
      [`nv_inference_pending_request_count{${MODEL},pod="a"}`]: '20x40',
      [up('a', '1')]: '1x40',
      [up('b', '1')]: '1x40',
    },
  },
  {
    alert: 'TritonRequestsRejected',
    after: 15,
    fires: {
      [instance('nv_inference_request_success')]: '0+990x30',
      [instance('nv_inference_request_failure', { reason: 'REJECTED' })]: '0+10x30',
    },
    quiet: {
      [instance('nv_inference_request_success')]: '0+10000x30',
      [instance('nv_inference_request_failure', { reason: 'REJECTED' })]: '0+5x30',
      [instance('nv_inference_request_failure', { reason: 'BACKEND' })]: '0+10x30',
    },
  },
  {
    alert: 'TritonReplicasAtMaximum',
    after: 40,
    fires: Object.fromEntries([...'abcdef'].map((pod) => [up(pod, '1'), '1x50'])),
    // A canary's pods are not replicas that the autoscaler asked for.
    quiet: Object.fromEntries([...'abcdef'].map((pod) => [up(pod, pod < 'd' ? '1' : '2'), '1x50'])),
  },
  {
    alert: 'TritonModelLoadSlow',
    after: 10,
    fires: { [`nv_model_load_duration_secs{${MODEL},pod="a"}`]: '21x20' },
    quiet: { [`nv_model_load_duration_secs{${MODEL},pod="a"}`]: '9x20' },
  },
  {
    alert: 'TritonGpuMemoryAlmostFull',
    plan: SHAPES.gpuFromTriton,
    after: 30,
    fires: {
      [`nv_gpu_memory_used_bytes{${SCOPE},pod="a",gpu_uuid="GPU-a"}`]: '79x40',
      [`nv_gpu_memory_total_bytes{${SCOPE},pod="a",gpu_uuid="GPU-a"}`]: '80x40',
    },
    quiet: {
      [`nv_gpu_memory_used_bytes{${SCOPE},pod="a",gpu_uuid="GPU-a"}`]: '60x40',
      [`nv_gpu_memory_total_bytes{${SCOPE},pod="a",gpu_uuid="GPU-a"}`]: '80x40',
    },
  },
  {
    alert: 'TritonCanaryWithoutTraffic',
    after: 20,
    fires: {
      [up('a', '1')]: '1x30',
      [up('b', '2')]: '1x30',
      [gateway('', 'response_code="200"')]: '0+600x30',
    },
    quiet: {
      [up('a', '1')]: '1x30',
      [up('b', '2')]: '1x30',
      [gateway('', 'response_code="200"')]: '0+600x30',
      [gateway('-canary', 'response_code="200"')]: '0+60x30',
    },
  },
  {
    // Without a gateway, Triton's own counters say which version gets requests.
    alert: 'TritonCanaryWithoutTraffic',
    plan: SHAPES.canaryWithoutGateway,
    after: 20,
    fires: {
      [up('a', '1')]: '1x30',
      [up('b', '2')]: '1x30',
      [version('nv_inference_request_success', '1')]: '0+600x30',
      [version('nv_inference_request_success', '2')]: '0x30',
    },
    // A canary that fails all its requests gets some.
    quiet: {
      [up('a', '1')]: '1x30',
      [up('b', '2')]: '1x30',
      [version('nv_inference_request_success', '1')]: '0+600x30',
      [version('nv_inference_request_success', '2')]: '0x30',
      [version('nv_inference_request_failure', '2', 'BACKEND')]: '0+60x30',
    },
  },
  {
    alert: 'TritonErrorBudgetBurnFast',
    plan: SHAPES.edge,
    after: 60,
    fires: {
      [instance('nv_inference_request_success')]: '0+9800x90',
      [instance('nv_inference_request_failure', { reason: 'BACKEND' })]: '0+150x90',
      [instance('nv_inference_request_failure', { reason: 'REJECTED' })]: '0+50x90',
    },
    // Clients that give up are no failures of the server.
    quiet: {
      [instance('nv_inference_request_success')]: '0+9800x90',
      [instance('nv_inference_request_failure', { reason: 'BACKEND' })]: '0x90',
      [instance('nv_inference_request_failure', { reason: 'CANCELED' })]: '0+200x90',
    },
  },
  {
    alert: 'TritonQueueTimeHigh',
    plan: SHAPES.rollingUpdate,
    after: 30,
    fires: {
      [instance('nv_inference_queue_duration_us')]: '0+3000000x40',
      [instance('nv_inference_request_success')]: '0+100x40',
    },
    quiet: {
      [instance('nv_inference_queue_duration_us')]: '0+1900000x40',
      [instance('nv_inference_request_success')]: '0+100x40',
    },
  },
  {
    alert: 'TritonPendingRequestsHigh',
    plan: SHAPES.scalingByHpa,
    after: 30,
    fires: { [`nv_inference_pending_request_count{${MODEL},pod="a"}`]: '13x40', [up('a', '1')]: '1x40' },
    quiet: { [`nv_inference_pending_request_count{${MODEL},pod="a"}`]: '12x40', [up('a', '1')]: '1x40' },
  },
  {
    // A Deployment labels its ReplicaSets in its own way.
    alert: 'TritonReplicasAtMaximum',
    plan: SHAPES.rollingUpdate,
    after: 40,
    fires: Object.fromEntries([...'abcdef'].map((pod) => [deployed(pod, '1'), '1x50'])),
    quiet: Object.fromEntries([...'abcdefg'].map((pod) => [deployed(pod, pod < 'd' ? '1' : '2'), '1x50'])),
  },
  {
    alert: 'TritonGpuMemoryAlmostFull',
    plan: SHAPES.sharedGpu,
    after: 30,
    fires: {
      [`nv_gpu_memory_used_bytes{${SCOPE},pod="a",gpu_uuid="GPU-a"}`]: '79x40',
      [`nv_gpu_memory_total_bytes{${SCOPE},pod="a",gpu_uuid="GPU-a"}`]: '80x40',
    },
    quiet: {
      [`nv_gpu_memory_used_bytes{${SCOPE},pod="a",gpu_uuid="GPU-a"}`]: '60x40',
      [`nv_gpu_memory_total_bytes{${SCOPE},pod="a",gpu_uuid="GPU-a"}`]: '80x40',
    },
  },
];

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'fleetwright-promtool-'));
});

afterAll(() => {
  rmSync(directory, { recursive: true });
});

function promtool(...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync('promtool', args, { cwd: directory, encoding: 'utf8' });
  if (error !== undefined) {
    throw new Error('promtool is missing. Install the package prometheus: apt-get install -y prometheus');
  }
  return status === 0 ? 'ok' : `${stdout}${stderr}`;
}

/** promtool reads the groups alone; JSON is YAML. */
function writeRules(plan: ServingPlan): void {
  writeFileSync(join(directory, 'rules.json'), JSON.stringify(prometheusRule(plan).spec));
}

function runTests(plan: ServingPlan, tests: object[]): string {
  writeRules(plan);
  const file = { rule_files: ['rules.json'], evaluation_interval: '1m', tests };
  writeFileSync(join(directory, 'tests.json'), JSON.stringify(file));
  return promtool('test', 'rules', 'tests.json');
}

function inputSeries(series: Series) {
  return Object.entries(series).map(([name, values]) => ({ series: name, values }));
}

/** How many alerts of a name fire at a minute. */
function firing(alert: string, minute: number, { series, count }: { series: Series; count: number }): object {
  return {
    interval: '1m',
    input_series: inputSeries(series),
    promql_expr_test: [
      {
        expr: `count(ALERTS{alertname="${alert}",alertstate="firing"}) or vector(0)`,
        eval_time: `${minute}m`,
        exp_samples: [{ labels: '{}', value: count }],
      },
    ],
  };
}

/** The same series, of another service in the namespace. */
function ofNeighbour(series: Series): Series {
  return Object.fromEntries(
    Object.entries(series).map(([name, values]) => [
      name.replaceAll('image-classification', 'image-classification-2'),
      values,
    ]),
  );
}

describe('promtool', () => {
  it.each([['the fixture', base], ...Object.entries(SHAPES)])('accepts the rules: %s', (_case, plan) => {
    writeRules(plan);
    expect(promtool('check', 'rules', 'rules.json')).toBe('ok');
  });

  it('refuses rules that are wrong, so that the acceptance above means something', () => {
    const rules = [{ alert: 'Broken', expr: 'sum(rate(x[5m])', annotations: { summary: '{{ $value' } }];
    writeFileSync(join(directory, 'rules.json'), JSON.stringify({ groups: [{ name: 'broken', rules }] }));
    expect(promtool('check', 'rules', 'rules.json')).toContain('could not parse expression');
  });
});

describe('every alert', () => {
  it('has a case below', () => {
    const tested = new Set(CASES.map(({ alert }) => alert));
    const rendered = [base, ...Object.values(SHAPES)].flatMap((plan) =>
      prometheusRule(plan).spec.groups!.flatMap(({ rules }) => rules!.flatMap(({ alert }) => alert ?? [])),
    );
    expect([...tested].sort()).toEqual([...new Set(rendered)].sort());
  });

  it.each(CASES)(
    '$alert fires when it should and else stays quiet',
    ({ alert, plan, after, fires, quiet }) => {
      expect(
        runTests(plan ?? base, [
          firing(alert, after, { series: fires, count: 1 }),
          firing(alert, after, { series: quiet, count: 0 }),
          // Not before it has held for a while.
          firing(alert, 1, { series: fires, count: 0 }),
        ]),
      ).toBe('ok');
    },
  );

  it.each(CASES.filter(({ alert }) => alert !== 'TritonMetricsAbsent'))(
    '$alert does not look at another service',
    ({ alert, plan, after, fires }) => {
      expect(runTests(plan ?? base, [firing(alert, after, { series: ofNeighbour(fires), count: 0 })])).toBe(
        'ok',
      );
    },
  );
});

describe('what people wrote', () => {
  it('reaches the receiver as written, also where it looks like a template', () => {
    const alerts = { ...base.monitoring.alerts, labels: { note: '{{ query "up" }} {{' } };
    const plan = planFixture({ monitoring: { ...base.monitoring, alerts } });
    const test = {
      interval: '1m',
      input_series: inputSeries({ up: '1x20' }),
      promql_expr_test: [
        {
          expr: 'count by (note) (ALERTS{alertname="TritonMetricsAbsent",alertstate="firing"})',
          eval_time: '15m',
          exp_samples: [{ labels: '{note="{{ query \\"up\\" }} {{"}', value: 1 }],
        },
      ],
    };
    expect(runTests(plan, [test])).toBe('ok');
  });
});

describe('alerts on budgets', () => {
  it('end soon after the burning ends', () => {
    const series = {
      [gateway('', 'response_code="200"')]: '0+9800x120',
      [gateway('', 'response_code="503"')]: '0+200x60 12000x60',
    };
    const alert = 'TritonErrorBudgetBurnFast';
    expect(
      runTests(base, [
        firing(alert, 59, { series, count: 1 }),
        // Both short windows have passed: 30 minutes, and the range of the recorded rates.
        firing(alert, 60 + 36, { series, count: 0 }),
      ]),
    ).toBe('ok');
  });

  it('say nothing without traffic', () => {
    const series = {
      [gateway('', 'response_code="200"')]: '5x90',
      [gateway('', 'response_code="503"')]: '5x90',
    };
    expect(runTests(base, [firing('TritonErrorBudgetBurnFast', 80, { series, count: 0 })])).toBe('ok');
  });

  it('tell a receiver what burns and how fast', () => {
    const test = {
      interval: '1m',
      input_series: inputSeries(failing(200)),
      alert_rule_test: [
        {
          alertname: 'TritonErrorBudgetBurnFast',
          eval_time: '60m',
          exp_alerts: [
            {
              exp_labels: {
                namespace: 'ml-inference',
                severity: 'page',
                service: 'image-classification',
                team: 'vision',
                cluster: 'prod-us-east',
                objective: 'availability',
                receiver: 'ml-oncall',
              },
              exp_annotations: {
                summary:
                  'image-classification on prod-us-east burns its 30d error budget: 2% of requests failed',
                description:
                  'Objective: at most 0.1 % of requests failed. A burn rate of 14.4 for 1h uses 2 % of the ' +
                  'budget. A burn rate of 6 for 6h uses 5 % of the budget.',
                runbook_url: 'https://git.example.com/acme/fleet/docs/runbooks/TritonErrorBudgetBurnFast',
              },
            },
          ],
        },
      ],
    };
    expect(runTests(base, [test])).toBe('ok');
  });
});
