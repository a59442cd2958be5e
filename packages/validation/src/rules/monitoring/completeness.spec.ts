import { planInputsFixture } from '@fleetwright/plan/testing-inputs';
import { describe, expect, it } from 'vitest';
import { judgeAreas } from '../../testing-rollouts.ts';
import { alert, dashboard, monitor, prometheusRule, record, triton } from '../../testing-rules.ts';
import { judgeService, remove, set } from '../../testing.ts';

const RULES = 'PrometheusRule/image-classification';
const judge = (yaml: string, complete = true) => judgeAreas(['monitoring'], yaml, { complete });

describe('monitoring/group-has-rules', () => {
  it('finds a group and an object that do nothing', () => {
    expect(judge(prometheusRule(''))).toEqual([
      'monitoring/group-has-rules PrometheusRule/vision /spec/groups/0: The group vision of PrometheusRule/vision has no rules.',
    ]);
    const empty = prometheusRule('').replace(/spec: .*/, 'spec: {}');
    expect(judge(empty)).toEqual([
      'monitoring/group-has-rules PrometheusRule/vision /spec/groups: PrometheusRule/vision has no groups.',
    ]);
  });

  it('accepts a rule', () => {
    expect(judge(prometheusRule(record('sum(up)')))).toEqual([]);
  });

  it('finds the rules of a group of the service gone', () => {
    expect(judgeService([remove(RULES, '/spec/groups/1/rules')])).toContain(
      `monitoring/group-has-rules ${RULES} /spec/groups/1: The group image-classification.server of ${RULES} has no rules.`,
    );
  });
});

describe('monitoring/alerts-alike', () => {
  const alerts = (count: number, odd: string) =>
    Array.from({ length: count }, (_, index) =>
      alert(`up == ${index}`)
        .replace('Vision,', `Vision${index},`)
        .replace('summary:', index === 1 ? `${odd} summary:` : 'tier: a, summary:')
        .replace('team: vision', index === 1 && odd === '' ? 'team: vision' : 'team: vision, site: east'),
    ).join(', ');

  it('finds the one alert without a label that all others have', () => {
    expect(judge(prometheusRule(alerts(4, '')))).toEqual([
      'monitoring/alerts-alike PrometheusRule/vision /spec/groups/0/rules/1/labels: The alert Vision1 lacks the label site, which the other 3 of PrometheusRule/vision have.',
    ]);
  });

  it('accepts it among few, and other annotations', () => {
    expect(judge(prometheusRule(alerts(3, '')))).toEqual([]);
    expect(judge(prometheusRule(alerts(4, 'dashboard: a,')))).toEqual([]);
  });

  it('accepts a label that two alerts lack', () => {
    const two = `${alerts(4, '')}, ${alert('up == 9')}`;
    expect(judge(prometheusRule(two))).toEqual([]);
  });

  it.each([
    ['labels/service', 'the label service'],
    ['labels/cluster', 'the label cluster'],
    ['annotations/summary', 'the annotation summary'],
    ['annotations/description', 'the annotation description'],
  ])('finds %s of one alert of the service gone', (field, text) => {
    expect(judgeService([remove(RULES, `/spec/groups/1/rules/0/${field}`)])).toEqual([
      `monitoring/alerts-alike ${RULES} /spec/groups/1/rules/0/${field.split('/')[0]}: The alert TritonMetricsAbsent lacks ${text}, which the other 13 of ${RULES} have.`,
    ]);
  });
});

describe('monitoring/series-namespace', () => {
  const QUERY = 'absent(up{namespace="shop-2",service="vision"} == 1)';
  const found = (node: string, name: string) =>
    `monitoring/series-namespace ${node}: The query of ${name} asks for the Service vision of namespace shop-2; it is in shop.`;

  it('finds another namespace than that of the Service beside it', () => {
    expect(judge(triton('--x') + prometheusRule(alert(QUERY)))).toEqual([
      found('PrometheusRule/vision /spec/groups/0/rules/0/expr', 'the alert Vision of PrometheusRule/vision'),
    ]);
    expect(judge(triton('--x') + dashboard(QUERY))).toEqual([
      found('ConfigMap/vision /data/vision.json', 'the panel Vision of ConfigMap/vision'),
    ]);
  });

  it.each([
    'absent(up{namespace="shop",service="vision"} == 1)',
    'absent(up{namespace="shop-2",service="other"} == 1)',
    'absent(up{namespace=~"shop.*",service="vision"} == 1)',
    'absent(up{service="vision"} == 1)',
    'absent(errors{namespace="shop-2",service="vision"})',
  ])('accepts %s', (expr) => {
    expect(judge(triton('--x') + prometheusRule(alert(expr)))).toEqual([]);
  });

  it('accepts a namespace of which something is given', () => {
    const other = '{ apiVersion: v1, kind: Namespace, metadata: { name: shop-2 } }';
    expect(judge(`${triton('--x')}${prometheusRule(alert(QUERY))}${other}`)).toEqual([]);
  });

  it.each([
    [RULES, '/spec/groups/1/rules/0/expr'],
    ['ScaledObject/image-classification', '/spec/triggers/0/metadata/query'],
    ['AnalysisTemplate/image-classification-latency', '/spec/metrics/0/provider/prometheus/query'],
  ])('finds it in %s of the service', (name, pointer) => {
    const wrong = (text: string) => text.replace('namespace="ml-inference"', 'namespace="ml"');
    const found = judgeService([
      (objects) => {
        const object = objects.find(({ kind, metadata }) => `${kind}/${metadata.name}` === name)!;
        const text = pointer
          .split('/')
          .slice(1)
          .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], object);
        set(name, pointer, wrong(String(text)))(objects);
      },
    ]);
    expect(found.map((line) => line.split(':')[0])).toEqual([
      `monitoring/series-namespace ${name} ${pointer}`,
    ]);
  });
});

describe('monitoring/endpoint-names-port', () => {
  const single = triton('--x').replace(
    '[{ name: http, port: 8000 }, { name: metrics, port: 8002 }]',
    '[{ name: metrics, port: 8002 }]',
  );
  const alerted = prometheusRule(alert('up == 0'));

  it('finds an endpoint that stands for every port of the pods', () => {
    expect(judge(single + monitor('{ interval: 15s }') + alerted)).toEqual([
      'monitoring/endpoint-names-port ServiceMonitor/vision /spec/endpoints/0: The endpoint names no port: every port of the containers of Deployment/vision would be scraped.',
    ]);
  });

  it.each([
    '{ port: metrics }',
    '{ targetPort: 8002 }',
    '{ relabelings: [{ action: keep, sourceLabels: [__meta_kubernetes_endpoint_port_name], regex: metrics }] }',
  ])('accepts %s', (endpoint) => {
    expect(judge(single + monitor(endpoint) + alerted)).toEqual([]);
  });

  it('accepts pods of one port', () => {
    const one = single.replace('{ name: http, containerPort: 8000 }, ', '');
    expect(judge(one + monitor('{ interval: 15s }') + alerted)).toEqual([]);
  });

  it('leaves a Service of several ports to another rule', () => {
    expect(judge(triton('--x') + monitor('{ interval: 15s }') + alerted)).toEqual([]);
  });

  it('finds the port of the service gone', () => {
    expect(judgeService([remove('ServiceMonitor/image-classification', '/spec/endpoints/0/port')])).toEqual([
      'monitoring/endpoint-names-port ServiceMonitor/image-classification /spec/endpoints/0: The endpoint names no port: every port of the containers of Rollout/image-classification would be scraped.',
    ]);
  });
});

describe('monitoring/scraped-as-stated', () => {
  const MONITOR = 'ServiceMonitor/image-classification';
  const found = (pointer: string, text: string) => [
    `monitoring/scraped-as-stated ${MONITOR} ${pointer}: ${MONITOR} ${text}; cluster prod-us-east states 15s.`,
  ];

  it('finds another interval than that of the cluster, and none', () => {
    expect(judgeService([set(MONITOR, '/spec/endpoints/0/interval', '60s')])).toEqual(
      found('/spec/endpoints/0/interval', 'scrapes every 60s'),
    );
    expect(judgeService([remove(MONITOR, '/spec/endpoints/0/interval')])).toEqual(
      found('/spec/endpoints/0', 'does not say how often it scrapes'),
    );
  });

  it('accepts the same in other words, and anything where the cluster states none', () => {
    expect(judgeService([set(MONITOR, '/spec/endpoints/0/interval', '0m15s')])).toEqual([]);
    const inputs = planInputsFixture(({ cluster }) => ({
      cluster: cluster.replace(/^ *scrapeInterval: 15s\n/m, ''),
    }));
    expect(judgeService([set(MONITOR, '/spec/endpoints/0/interval', '60s')], { inputs })).toEqual([]);
  });

  it('says nothing of what is no Triton', () => {
    const { cluster } = planInputsFixture();
    const web = triton('--x')
      .replace('nvcr.io/nvidia/tritonserver:26.07-py3', 'web:1')
      .replace('tritonserver', 'web');
    const found = judgeAreas(['monitoring'], web + monitor('{ port: metrics, interval: 60s }'), {
      cluster: cluster.content,
    });
    expect(found).toEqual([]);
  });
});
