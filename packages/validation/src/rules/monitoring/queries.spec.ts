import { describe, expect, it } from 'vitest';
import { judgeAreas, rulesOf } from '../../testing-rollouts.ts';
import { alert, dashboard, monitor, prometheusRule, record, triton } from '../../testing-rules.ts';
import { judgeService, remove, set } from '../../testing.ts';

const judge = (yaml: string) => judgeAreas(['monitoring'], yaml);
const RECORD = '/spec/groups/0/rules/0/expr';
const LATENCY = 'AnalysisTemplate/image-classification-latency';
const SCALER = 'ScaledObject/image-classification';
const QUERY = '/spec/metrics/0/provider/prometheus/query';

describe('monitoring/query-parses', () => {
  const found = (text: string) => [
    `monitoring/query-parses PrometheusRule/vision ${RECORD}: The query of the record vision:value of PrometheusRule/vision is no PromQL: ${text}`,
  ];

  it.each(['sum(rate(x[5m])', 'x{a=b}', 'rate(x[5 m])', 'x +', 'x{a="b}', ''])('refuses %j', (expr) => {
    expect(judge(prometheusRule(record(expr)))).toEqual(found(expr));
  });

  it.each([
    'sum by (le) (rate(x_bucket[5m] offset 1h)) # the "rest" isn\'t read',
    `x{a="it's", b='"', c=\`\\\`}`,
    '{"a.b", c="d"} @ end()',
    'max_over_time(rate(x[5m])[1h:1m])',
    'vector(1)',
  ])('accepts %s', (expr) => {
    expect(judge(prometheusRule(record(expr)))).toEqual([]);
  });

  it('accepts a number, as YAML has it', () => {
    expect(judge(prometheusRule('{ record: a, expr: 1 }'))).toEqual([]);
  });

  it('shows the beginning of a long query', () => {
    const [finding] = judge(prometheusRule(record(`sum(${'a + '.repeat(100)}`)));
    expect(finding).toMatch(/ is no PromQL: sum\((?:a \+ ){29}…$/);
  });

  it('fills in arguments wherever they stand', () => {
    const template = (query: string) => `
apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata: { name: errors, namespace: shop }
spec:
  args: [{ name: x, value: '1' }]
  metrics: [{ name: errors, successCondition: 'len(result) > 0', provider: { prometheus: { query: ${JSON.stringify(query)} } } }]
`;
    expect(judge(template('sum(rate(a{b="{{args.x}}"}[{{args.x}}]))'))).toEqual([]);
    expect(judge(template('a > {{ args.x }}'))).toEqual([]);
    expect(judge(template('{{args.x}}'))).toEqual([]);
    expect(judge(template('sum(a{b="{{args.x}}"}'))).toEqual([
      'monitoring/query-parses AnalysisTemplate/errors /spec/metrics/0/provider/prometheus/query: The query of the metric errors of AnalysisTemplate/errors is no PromQL: sum(a{b="{{args.x}}"}',
    ]);
  });

  it('reads the panels of dashboards', () => {
    expect(judge(dashboard('sum(rate(x[$__rate_interval])) by ($group)'))).toEqual([]);
    expect(judge(dashboard('topk($n, x{a="$a"}) > ${least}'))).toEqual([]);
    expect(judge(dashboard('sum(x'))).toEqual([
      'monitoring/query-parses ConfigMap/vision /data/vision.json: The query of the panel Vision of ConfigMap/vision is no PromQL: sum(x',
    ]);
  });

  it.each([{ type: 'loki' }, 'Logs', undefined])('leaves panels of %j alone', (datasource) => {
    expect(judge(dashboard('{app="x"} |= "error"', datasource ?? null))).toEqual([]);
  });

  it.each([
    ['PrometheusRule/image-classification', RECORD, 'the record service:triton_slo_requests:rate5m'],
    ['AnalysisTemplate/image-classification-success', QUERY, 'the metric failed-requests'],
    [SCALER, '/spec/triggers/0/metadata/query', 'the trigger 0'],
  ])('finds the query of %s broken', (name, pointer, query) => {
    expect(judgeService([set(name, pointer, 'sum(')])).toEqual([
      `monitoring/query-parses ${name} ${pointer}: The query of ${query} of ${name} is no PromQL: sum(`,
    ]);
  });
});

describe('monitoring/metric-exists', () => {
  const found = (metric: string, text: string) => [
    `monitoring/metric-exists PrometheusRule/vision ${RECORD}: The query of the record vision:value of PrometheusRule/vision reads ${metric}, which Triton does not have${text}`,
  ];

  it.each([
    [
      'rate(nv_inference_request_success_total[5m])',
      'nv_inference_request_success_total',
      ': nv_inference_request_success is a counter and has no _total.',
    ],
    [
      'sum by (le) (rate(nv_inference_request_duration_us_bucket[5m]))',
      'nv_inference_request_duration_us_bucket',
      ': nv_inference_request_duration_us is a counter and has no _bucket.',
    ],
    [
      'rate(nv_inference_first_response_histogram_ms[5m])',
      'nv_inference_first_response_histogram_ms',
      ': nv_inference_first_response_histogram_ms is a histogram with the series nv_inference_first_response_histogram_ms_bucket, nv_inference_first_response_histogram_ms_sum and nv_inference_first_response_histogram_ms_count.',
    ],
    ['nv_gpu_utilisation', 'nv_gpu_utilisation', '.'],
    ['{__name__="nv_gpu_utilisation"}', 'nv_gpu_utilisation', '.'],
    ['{"nv_gpu_utilisation"}', 'nv_gpu_utilisation', '.'],
  ])('refuses %s', (expr, metric, text) => {
    expect(judge(prometheusRule(record(expr)))).toEqual(found(metric, text));
  });

  it.each([
    'rate(nv_inference_request_success[5m])',
    'sum by (le) (rate(nv_inference_first_response_histogram_ms_bucket[5m]))',
    'nv_inference_request_summary_us{quantile="0.9"}',
    'nv_trt_llm_request_metrics',
    'nvidia_smi_power',
  ])('accepts %s', (expr) => {
    expect(judge(prometheusRule(record(expr)))).toEqual([]);
  });

  it('accepts what a rule records', () => {
    const rules = `${record('sum(rate(nv_inference_count[5m]))', 'nv_inference_rate')}, ${record('nv_inference_rate')}`;
    expect(judge(prometheusRule(rules))).toEqual([]);
  });

  it('says once of each object what several queries get wrong', () => {
    const rules = [1, 2].map((index) => record('nv_gpu_utilisation', `a${index}`)).join();
    expect(judge(prometheusRule(rules))).toHaveLength(1);
  });

  it('finds it in the service', () => {
    expect(
      judgeService([set(SCALER, '/spec/triggers/0/metadata/query', 'sum(nv_inference_pending_requests)')]),
    ).toEqual([
      'monitoring/metric-exists ScaledObject/image-classification /spec/triggers/0/metadata/query: The query of the trigger 0 of ScaledObject/image-classification reads nv_inference_pending_requests, which Triton does not have.',
    ]);
  });
});

describe('monitoring/metric-switched-on', () => {
  const found = (metric: string, text: string) => [
    `monitoring/metric-switched-on PrometheusRule/vision ${RECORD}: The query of the record vision:value of PrometheusRule/vision reads ${metric}; Deployment/vision does not expose it: ${text}.`,
  ];
  const HISTOGRAM = 'nv_inference_first_response_histogram_ms_count';

  it.each([
    [HISTOGRAM, '--model-repository=/models', '26.07', 'it needs --metrics-config=histogram_latencies=true'],
    [HISTOGRAM, '--metrics-config=histogram_latencies=true', '24.10', 'release 24.10 is older than 24.11'],
    [
      'nv_cache_num_hits_per_model',
      '--model-repository=/models',
      '26.07',
      'it needs --cache-config and response_cache.enable',
    ],
    ['nv_inference_count', '--allow-metrics=false', '26.07', '--allow-metrics is off'],
  ])('finds %s missing with %s in %s', (metric, args, release, text) => {
    expect(judge(triton(args, { release }) + prometheusRule(record(`rate(${metric}[5m])`)))).toEqual(
      found(metric, text),
    );
  });

  it('finds metrics of the CPU switched off', () => {
    expect(judge(triton('--allow-cpu-metrics=false') + prometheusRule(record('nv_cpu_utilization')))).toEqual(
      found('nv_cpu_utilization', '--allow-cpu-metrics is off'),
    );
  });

  it.each([
    [HISTOGRAM, '--metrics-config=histogram_latencies=true', '25.10'],
    ['nv_cache_num_hits_per_model', '--cache-config=local,size=1048576', '26.07'],
  ])('accepts %s with %s in %s', (metric, args, release) => {
    expect(judge(triton(args, { release }) + prometheusRule(record(`rate(${metric}[5m])`)))).toEqual([]);
  });

  it('knows nothing of servers elsewhere', () => {
    expect(judge(prometheusRule(record(`rate(${HISTOGRAM}[5m])`)))).toEqual([]);
  });

  it('knows nothing of what a script adds', () => {
    const script = triton('').replace(
      'command: [tritonserver, ]',
      "command: [sh, -c, 'tritonserver $FLAGS']",
    );
    expect(judge(script + prometheusRule(record(`rate(${HISTOGRAM}[5m])`)))).toEqual([]);
  });
});

describe('monitoring/gpu-metrics-there', () => {
  const GPU = prometheusRule(record('nv_gpu_memory_used_bytes / nv_gpu_memory_total_bytes'));
  const found = (text: string) =>
    ['used', 'total'].map(
      (kind) =>
        `monitoring/gpu-metrics-there PrometheusRule/vision ${RECORD}: The query of the record vision:value of PrometheusRule/vision reads nv_gpu_memory_${kind}_bytes; Deployment/vision does not expose it: ${text}.`,
    );

  it.each([
    [
      '--model-repository=/models',
      '{ limits: { nvidia.com/mig-1g.10gb: 1 } }',
      'it runs on nvidia.com/mig-1g.10gb, a slice of a GPU',
    ],
    ['--model-repository=/models', '{}', 'it has no GPU'],
    ['--allow-gpu-metrics=false', '{ limits: { nvidia.com/gpu: 1 } }', '--allow-gpu-metrics is off'],
  ])('finds none with %s on %s', (args, resources, text) => {
    expect(judge(triton(args, { resources }) + GPU)).toEqual(found(text));
  });

  it('accepts them of a whole GPU', () => {
    expect(judge(triton('--model-repository=/models') + GPU)).toEqual([]);
  });
});

describe('monitoring/counter-as-rate', () => {
  const found = (metric: string, text: string) => [
    `monitoring/counter-as-rate PrometheusRule/vision ${RECORD}: The query of the record vision:value of PrometheusRule/vision reads ${metric} ${text}`,
  ];

  it.each([
    [
      'sum(nv_inference_request_failure) > 10',
      'nv_inference_request_failure',
      'as it is; it is a counter, which only grows.',
    ],
    [
      'rate(nv_inference_pending_request_count[5m])',
      'nv_inference_pending_request_count',
      'as a rate; it is a gauge.',
    ],
    [
      'histogram_quantile(0.9, sum by (le) (latency_bucket))',
      'latency_bucket',
      'for a quantile without a rate: that is one over all requests since the start of the pod.',
    ],
  ])('refuses %s', (expr, metric, text) => {
    expect(judge(prometheusRule(record(expr)))).toEqual(found(metric, text));
  });

  it.each([
    'sum(increase(nv_inference_request_failure[5m])) > 10',
    'count by (model) (nv_inference_request_success)',
    'changes(nv_inference_request_success[5m]) == 0',
    'histogram_quantile(0.9, sum by (le) (rate(latency_bucket[5m])))',
    'rate(nv_cache_num_hits[5m])',
    'some_total > 5',
  ])('accepts %s', (expr) => {
    expect(judge(prometheusRule(record(expr)))).toEqual([]);
  });

  it('lets a panel show a total', () => {
    expect(judge(dashboard('sum(nv_inference_count)'))).toEqual([]);
  });
});

describe('monitoring/division-guarded', () => {
  const RATIO = 'sum(rate(nv_inference_request_failure[5m])) / sum(rate(nv_inference_request_success[5m]))';

  it('finds a divisor that is zero without requests', () => {
    expect(judge(prometheusRule(record(RATIO)))).toEqual([
      `monitoring/division-guarded PrometheusRule/vision ${RECORD}: The query of the record vision:value of PrometheusRule/vision divides by a rate of nv_inference_request_success, which is zero without requests.`,
    ]);
  });

  it.each([
    RATIO.replace(
      '/ sum(rate(nv_inference_request_success[5m]))',
      '/ (sum(rate(nv_inference_request_success[5m])) > 0)',
    ),
    RATIO.replace('/ sum(', '/ clamp_min(sum(').concat(', 1)'),
    'sum(rate(nv_inference_queue_duration_us[5m])) / 1000',
    'sum(rate(a[5m])) / sum(rate(node_seconds_total[5m]))',
  ])('accepts %s', (expr) => {
    expect(judge(prometheusRule(record(expr)))).toEqual([]);
  });

  it('finds it in the trigger of the service', () => {
    expect(
      judgeService([set(SCALER, '/spec/triggers/0/metadata/query', 'sum(rate(a[1m])) / sum(rate(b[1m]))')]),
    ).toEqual([
      'monitoring/division-guarded ScaledObject/image-classification /spec/triggers/0/metadata/query: The query of the trigger 0 of ScaledObject/image-classification divides by a rate of b, which is zero without requests.',
    ]);
  });
});

describe('monitoring/record-exists', () => {
  it('finds a record read under another name', () => {
    const rules = `${record('sum(a)', 'service:requests:rate5m')}, ${record('service:request:rate5m > 1', 'b')}`;
    expect(judge(prometheusRule(rules))).toEqual([
      'monitoring/record-exists PrometheusRule/vision /spec/groups/0/rules/1/expr: The query of the record b of PrometheusRule/vision reads service:request:rate5m, which no rule records.',
    ]);
  });

  it('knows nothing of records made elsewhere', () => {
    expect(judge(prometheusRule(record('instance:node_cpu:ratio > 1')))).toEqual([]);
  });

  it('finds a record of the service renamed', () => {
    const name = 'PrometheusRule/image-classification';
    expect(
      judgeService([
        set(name, '/spec/groups/0/rules/0/record', 'service:triton_slo_request:rate5m'),
        set(name, '/spec/groups/0/rules/2/record', 'service:triton_slo_request:rate5m'),
      ]),
    ).toEqual([
      'monitoring/record-exists PrometheusRule/image-classification /spec/groups/0/rules/4/expr: The query of the alert TritonErrorBudgetBurnFast of PrometheusRule/image-classification reads service:triton_slo_requests:rate5m, which no rule records.',
      'monitoring/record-exists ConfigMap/image-classification-dashboard /data/image-classification-dashboard.json: The query of the panel Requests of ConfigMap/image-classification-dashboard reads service:triton_slo_requests:rate5m, which no rule records.',
    ]);
  });
});

describe('monitoring/bucket-exists', () => {
  const CONFIG = '/spec/template/metadata/annotations/config.fleetwright.dev~1image_classification';
  const HISTOGRAM = 'nv_inference_first_response_histogram_ms_bucket';
  const query = (le: string) =>
    `sum(rate(${HISTOGRAM}{le${le},rollouts_pod_template_hash="{{args.canary-hash}}"}[5m])) and sum(a{b="image-classification-canary"}) > 50`;

  it.each(['=~"300([.]0)?"', '="300.0"', '="300"', '="+Inf"', '=~"3.*"'])(
    'accepts %s of the service',
    (le) => {
      expect(judgeService([set(LATENCY, QUERY, query(le))])).toEqual([]);
    },
  );

  it('finds a bound that the model does not have', () => {
    expect(judgeService([set(LATENCY, QUERY, query('="250"'))])).toEqual([
      'monitoring/bucket-exists AnalysisTemplate/image-classification-latency /spec/metrics/0/provider/prometheus/query: The query of the metric response-over-200ms of AnalysisTemplate/image-classification-latency reads the bucket of 250 ms; the models have 25, 50, 100, 150, 200, 300, 400, 800, 2000.',
    ]);
  });

  it("goes by Triton's own buckets where the model names none", () => {
    const config = 'name: "image_classification"\nbackend: "pytorch"\nmax_batch_size: 8\n';
    const findings = judgeService([set('Rollout/image-classification', CONFIG, config)]);
    expect(findings.filter((finding) => finding.startsWith('monitoring/bucket-exists'))).toEqual(
      [
        [
          'PrometheusRule/image-classification /spec/groups/0/rules/3/expr',
          'the record service:triton_slo_bad_requests:rate5m of PrometheusRule/image-classification',
        ],
        [
          'AnalysisTemplate/image-classification-latency /spec/metrics/0/provider/prometheus/query',
          'the metric response-over-200ms of AnalysisTemplate/image-classification-latency',
        ],
      ].map(
        ([place, name]) =>
          `monitoring/bucket-exists ${place}: The query of ${name} reads the bucket of 200 ms; the models have 100, 500, 2000, 5000.`,
      ),
    );
  });
});

describe('monitoring/series-source-exists', () => {
  const UP = (labels: string) => prometheusRule(alert(`up{${labels}} == 0`));
  const GIVEN = triton('--model-repository=/models') + monitor();

  it.each([
    ['namespace="shop",service="visions"', 'visions'],
    ['namespace="shop",service=~"vision|audio"', 'audio'],
  ])('finds no Service of up{%s}', (labels, service) => {
    expect(judge(GIVEN + UP(labels))).toEqual([
      `monitoring/series-source-exists PrometheusRule/vision ${RECORD}: The query of the alert Vision of PrometheusRule/vision selects series of the Service ${service}, which does not exist in namespace shop.`,
    ]);
  });

  it.each([
    'namespace="shop",service="vision"',
    'namespace="other",service="audio"',
    'namespace="shop",service=~"audio.*"',
    'namespace="shop",service!="audio"',
    'service="audio"',
  ])('accepts up{%s}', (labels) => {
    expect(judge(GIVEN + UP(labels))).toEqual([]);
  });
});

describe('monitoring/label-attached', () => {
  it('finds the hash of pods not copied to their series', () => {
    expect(judgeService([remove('ServiceMonitor/image-classification', '/spec/podTargetLabels')])).toEqual([
      'monitoring/label-attached ServiceMonitor/image-classification /spec: ServiceMonitor/image-classification does not copy the label rollouts-pod-template-hash from the pods, by which the query of the metric response-over-200ms of AnalysisTemplate/image-classification-latency selects.',
    ]);
  });

  it.each([
    ['podTargetLabels: [rollouts-pod-template-hash]', '{ port: metrics }'],
    ['', '{ port: metrics, relabelings: [{ action: labelmap, regex: __meta_kubernetes_pod_label_(.+) }] }'],
  ])('accepts %s with %s', (more, endpoint) => {
    const hash = 'sum(rate(nv_inference_count{rollouts_pod_template_hash="abc"}[5m]))';
    const alerts = `${record(hash)}, ${alert('absent(up)')}`;
    expect(judge(triton('--x') + monitor(endpoint, more) + prometheusRule(alerts))).toEqual([]);
  });
});

describe('monitoring/record-labels', () => {
  const RULE = 'PrometheusRule/image-classification';
  const labelled = (kind: string) => `{ record: 'a:b', expr: 'sum(c)', labels: { kind: ${kind} } }`;
  const found = [
    'monitoring/record-labels PrometheusRule/vision /spec/groups/0/rules/2/expr: The query of the record vision:value of PrometheusRule/vision reads a:b{kind="write"}; no rule records it with these labels.',
  ];

  it.each([
    [`${labelled('read')}, ${labelled('other')}`, found],
    [`${labelled('read')}, { record: 'a:b', expr: 'sum(c)' }`, found],
    [`${labelled('read')}, ${labelled('write')}`, []],
    [`{ record: 'a:b', expr: 'sum by (kind) (c)' }, { record: 'd:e', expr: c }`, []],
  ])('judges a query of kind="write" beside %s', (rules, expected) => {
    expect(judge(prometheusRule(`${rules}, ${record('a:b{kind="write"} > 1')}`))).toEqual(expected);
  });

  it.each([
    ['the objective of a record', remove(RULE, '/spec/groups/0/rules/0/labels/objective')],
    ['the namespace of a record', set(RULE, '/spec/groups/0/rules/0/labels/namespace', 'other')],
    ['a record', remove(RULE, '/spec/groups/0/rules/0')],
  ])('finds %s of the service gone or changed', (_case, edit) => {
    const findings = judgeService([edit]);
    expect(findings).not.toEqual([]);
    expect(rulesOf(findings)).toEqual(['monitoring/record-labels']);
  });
});
