import { describe, expect, it } from 'vitest';
import { judgeAreas } from '../../testing-rollouts.ts';
import { alert, monitor, prometheusRule, record, triton } from '../../testing-rules.ts';
import { drop, judgeService, remove, set } from '../../testing.ts';

const RULES = 'PrometheusRule/image-classification';
const judge = (yaml: string) => judgeAreas(['monitoring'], yaml);

describe('monitoring/alert-described', () => {
  const PLAIN = "{ alert: Down, expr: 'up == 0', for: 5m }";

  it('lists what is missing', () => {
    expect(judge(prometheusRule(PLAIN))).toEqual([
      'monitoring/alert-described PrometheusRule/vision /spec/groups/0/rules/0: The alert Down lacks the label severity, the annotation summary, the annotation runbook_url.',
    ]);
  });

  it('says once what several alerts lack', () => {
    const rules = ['A', 'B', 'C', 'D'].map((name) => PLAIN.replace('Down', name)).join();
    expect(judge(prometheusRule(rules))).toEqual([
      'monitoring/alert-described PrometheusRule/vision /spec/groups/0/rules/0: The alerts A, B, C and 1 more lack the label severity, the annotation summary, the annotation runbook_url.',
    ]);
  });

  it('asks for an owner where others name one, or where Triton is watched', () => {
    const rule = alert('up == 0').replace(', team: vision', '');
    expect(judge(prometheusRule(rule))).toEqual([]);
    expect(judge(prometheusRule(`${alert('up == 1')}, ${rule}`))).toEqual([
      'monitoring/alert-described PrometheusRule/vision /spec/groups/0/rules/1: The alert Vision lacks a label team or owner.',
    ]);
  });

  it('finds a label of the service gone', () => {
    expect(judgeService([remove(RULES, '/spec/groups/0/rules/4/labels/severity')])).toEqual([
      'monitoring/alert-described PrometheusRule/image-classification /spec/groups/0/rules/4: The alert TritonErrorBudgetBurnFast lacks the label severity.',
    ]);
  });

  it('accepts a message and a runbook, as older rules have them', () => {
    const rule = alert('up == 0').replace('summary', 'message').replace('runbook_url', 'runbook');
    expect(judge(prometheusRule(rule))).toEqual([]);
  });
});

describe('monitoring/alert-waits', () => {
  const found = (field: string, text: string) => [
    `monitoring/alert-waits PrometheusRule/vision /spec/groups/0/rules/0${field}: The alert Vision fires ${text}.`,
  ];

  it.each([
    ['', '', '', 'at its first evaluation'],
    ['for: 0s,', '', '/for', 'at its first evaluation'],
    ['for: 1m,', 'interval: 1m,', '/for', 'after 1m; its group is evaluated every 1m'],
  ])('finds an alert with %j in a group with %j', (fields, interval, field, text) => {
    expect(judge(prometheusRule(alert('up == 0', fields), interval))).toEqual(found(field, text));
  });

  it.each([
    ['for: 2m,', 'interval: 1m,', 'up == 0'],
    ['for: 30s,', '', 'up == 0'],
    ['', '', 'vector(1)'],
  ])('accepts %j in a group with %j for %s', (fields, interval, expr) => {
    expect(judge(prometheusRule(alert(expr, fields), interval))).toEqual([]);
  });

  it('finds it in the service', () => {
    expect(judgeService([set(RULES, '/spec/groups/0/rules/4/for', '60s')])).toEqual([
      'monitoring/alert-waits PrometheusRule/image-classification /spec/groups/0/rules/4/for: The alert TritonErrorBudgetBurnFast fires after 60s; its group is evaluated every 60s.',
    ]);
  });
});

describe('monitoring/absence-alerted', () => {
  const QUEUE = alert('nv_inference_pending_request_count > 10');

  it('finds alerts that fall silent with their metrics', () => {
    expect(judge(prometheusRule(QUEUE))).toEqual([
      'monitoring/absence-alerted PrometheusRule/vision /spec/groups/0/rules/0/expr: The alerts of PrometheusRule/vision read metrics of Triton, and none in namespace shop fires when there are none.',
    ]);
  });

  it.each([
    'absent(up{job="vision"} == 1)',
    'up{job="vision"} == 0',
    'absent_over_time(nv_inference_count[5m])',
  ])('accepts one on %s', (expr) => {
    expect(judge(prometheusRule(`${QUEUE}, ${alert(expr)}`))).toEqual([]);
  });

  it('says nothing of alerts on other metrics', () => {
    expect(judge(prometheusRule(alert('errors > 10')))).toEqual([]);
  });
});

describe('monitoring/workload-alerted', () => {
  it('finds Triton monitored and nobody alerted', () => {
    expect(judge(triton('--x') + monitor() + prometheusRule(record('sum(up)')))).toEqual([
      'monitoring/workload-alerted Deployment/vision : Deployment/vision is monitored by ServiceMonitor/vision, and no PrometheusRule in namespace shop has an alert.',
    ]);
  });

  it('finds the alerts of the service gone', () => {
    expect(judgeService([drop(RULES)])).toEqual([
      'monitoring/workload-alerted Rollout/image-classification : Rollout/image-classification is monitored by ServiceMonitor/image-classification, and no PrometheusRule in namespace ml-inference has an alert.',
    ]);
  });

  it('says nothing where nothing is monitored, or something alerts', () => {
    expect(judge(triton('--x'))).toEqual([]);
    expect(judge(triton('--x') + monitor() + prometheusRule(alert('up == 0')))).toEqual([]);
  });
});

describe('monitoring/prometheus-address', () => {
  const ADDRESS = '/spec/metrics/0/provider/prometheus/address';

  it.each([
    ['AnalysisTemplate/image-classification-success', ADDRESS],
    ['ScaledObject/image-classification', '/spec/triggers/0/metadata/serverAddress'],
  ])('finds %s asking another Prometheus', (name, pointer) => {
    expect(judgeService([set(name, pointer, 'http://prometheus.other:9090')])).toEqual([
      `monitoring/prometheus-address ${name} ${pointer}: ${name} asks Prometheus at http://prometheus.other:9090; that of cluster prod-us-east is http://prometheus.monitoring:9090.`,
    ]);
  });

  it('takes a slash at the end for the same', () => {
    expect(
      judgeService([
        set('AnalysisTemplate/image-classification-success', ADDRESS, 'http://prometheus.monitoring:9090/'),
      ]),
    ).toEqual([]);
  });

  it('knows nothing without the cluster', () => {
    const scaler = `
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: vision, namespace: shop }
spec:
  scaleTargetRef: { name: vision }
  triggers: [{ type: prometheus, metadata: { serverAddress: 'http://x', query: up, threshold: '1' } }]
`;
    expect(judge(scaler)).toEqual([]);
  });
});

describe('monitoring/scrapes-metrics-port', () => {
  const ALERTS = prometheusRule(alert('up == 0'));
  const found = (field: string, text: string) => [
    `monitoring/scrapes-metrics-port ServiceMonitor/vision /spec/endpoints/0/${field}: ServiceMonitor/vision scrapes Triton in Deployment/vision at ${text}.`,
  ];

  it.each([
    ['{ port: http }', 'port', 'port 8000, and its metrics are on 8002'],
    ['{ port: metrics, path: /v2/metrics }', 'path', '/v2/metrics, and its metrics are at /metrics'],
    ['{ port: metrics, scheme: https }', 'scheme', 'by https, and its metrics are plain HTTP'],
  ])('refuses %s', (endpoint, field, text) => {
    expect(judge(triton('--x') + monitor(endpoint) + ALERTS)).toEqual(found(field, text));
  });

  it.each([
    '{ port: metrics }',
    '{ port: metrics, path: /metrics, scheme: http }',
    '{ port: http, params: { module: [x] } }',
  ])('accepts %s', (endpoint) => {
    expect(judge(triton('--x') + monitor(endpoint) + ALERTS)).toEqual([]);
  });

  it('goes by --metrics-port', () => {
    expect(judge(triton('--metrics-port=8000') + monitor('{ port: http }') + ALERTS)).toEqual([]);
  });

  it('says nothing of a monitor of something else', () => {
    const other = triton('--x').replace('tritonserver:', 'other:').replace('[tritonserver', '[other');
    expect(judge(other + monitor('{ port: http, path: /stats }') + ALERTS)).toEqual([]);
  });
});

describe('monitoring/monitor-has-endpoint', () => {
  it('finds a monitor that scrapes nothing', () => {
    expect(judge(monitor(''))).toEqual([
      'monitoring/monitor-has-endpoint ServiceMonitor/vision /spec/endpoints: ServiceMonitor/vision has no endpoint.',
    ]);
  });

  it('accepts one endpoint', () => {
    expect(judge(monitor())).toEqual([]);
  });
});

describe('monitoring/alert-routed', () => {
  const LABELS = '/spec/groups/0/rules/4/labels';
  const found = (text: string) => [
    `monitoring/alert-routed PrometheusRule/image-classification ${LABELS}: The alert TritonErrorBudgetBurnFast of PrometheusRule/image-classification has ${text}.`,
  ];

  it("finds a label of the environment's routes gone, or another", () => {
    expect(judgeService([remove(RULES, `${LABELS}/receiver`)])).toEqual([
      ...found('no label receiver; expected receiver=ml-oncall'),
      `monitoring/alerts-alike PrometheusRule/image-classification ${LABELS}: The alert TritonErrorBudgetBurnFast lacks the label receiver, which the other 13 of PrometheusRule/image-classification have.`,
    ]);
    expect(judgeService([set(RULES, `${LABELS}/receiver`, 'nobody')])).toEqual(
      found('receiver=nobody; expected receiver=ml-oncall'),
    );
  });

  it('finds the name of another cluster, and leaves one that is missing to another rule', () => {
    expect(judgeService([set(RULES, `${LABELS}/cluster`, 'prod-eu-west')])).toEqual(
      found('cluster=prod-eu-west; expected cluster=prod-us-east'),
    );
    const [rule] = judgeService([remove(RULES, `${LABELS}/cluster`)]).map((finding) => finding.split(' ')[0]);
    expect(rule).toBe('monitoring/alerts-alike');
  });
});
