import { describe, expect, it } from 'vitest';
import { judgeAreas, rollout, ROUTED, SERVICES, template } from '../../testing-rollouts.ts';
import { drop, judgeService, remove, set } from '../../testing.ts';

const ROLLOUT = 'Rollout/image-classification';
const SUCCESS = 'AnalysisTemplate/image-classification-success';
const LATENCY = 'AnalysisTemplate/image-classification-latency';
const judge = (yaml: string) => judgeAreas(['rollout'], yaml);

/** A canary whose analysis is in question, and nothing else. */
const analysed = (analysis: string) =>
  rollout(
    `{ canary: { ${ROUTED}, analysis: ${analysis}, steps: [{ setWeight: 10 }, { pause: { duration: 10m } }] } }`,
  ) + SERVICES;
const stepped = (analysis: string) =>
  rollout(`{ canary: { ${ROUTED}, steps: [{ setWeight: 10 }, { analysis: ${analysis} }] } }`) + SERVICES;
const JOB = '{ metrics: [{ name: smoke, provider: { job: { spec: {} } } }] }';

describe('rollout/analysis-template-exists', () => {
  it('finds a template of the service gone', () => {
    expect(judgeService([drop(SUCCESS)])).toEqual([
      'rollout/analysis-template-exists Rollout/image-classification /spec/strategy/canary/analysis/templates/0/templateName: There is no AnalysisTemplate image-classification-success in namespace ml-inference.',
    ]);
  });

  it('looks for a template of the cluster among those', () => {
    const reference = '{ templates: [{ templateName: errors, clusterScope: true }] }';
    expect(judge(stepped(reference) + template(JOB))).toEqual([
      'rollout/analysis-template-exists Rollout/chat /spec/strategy/canary/steps/1/analysis/templates/0/templateName: There is no ClusterAnalysisTemplate errors.',
    ]);
    const ofCluster = template(JOB).replace('kind: Analysis', 'kind: ClusterAnalysis');
    expect(judge(stepped(reference) + ofCluster)).toEqual([]);
  });

  it('finds the templates of experiments and promotions', () => {
    const experiment = '{ experiment: { templates: [], analyses: [{ name: a, templateName: errors }] } }';
    expect(judge(rollout(`{ canary: { steps: [${experiment}] } }`))).toEqual([
      'rollout/analysis-template-exists Rollout/chat /spec/strategy/canary/steps/0/experiment/analyses/0/templateName: There is no AnalysisTemplate errors in namespace shop.',
    ]);
    expect(
      judge(
        rollout(
          '{ blueGreen: { activeService: chat, prePromotionAnalysis: { templates: [{ templateName: errors }] } } }',
        ) + SERVICES,
      ),
    ).toEqual([
      'rollout/analysis-template-exists Rollout/chat /spec/strategy/blueGreen/prePromotionAnalysis/templates/0/templateName: There is no AnalysisTemplate errors in namespace shop.',
    ]);
  });

  it('accepts a template that is there', () => {
    expect(judge(stepped('{ templates: [{ templateName: errors }] }') + template(JOB))).toEqual([]);
  });
});

describe('rollout/analysis-args-bound', () => {
  const READING = `{ args: [{ name: service }], metrics: [{ name: smoke, provider: { web: { url: 'http://{{args.service}}' } } }] }`;

  it('finds an argument of the service without a value', () => {
    expect(judgeService([remove(ROLLOUT, '/spec/strategy/canary/analysis/args')])).toEqual([
      'rollout/analysis-args-bound Rollout/image-classification /spec/strategy/canary/analysis: The analysis gives no value for the argument canary-hash of AnalysisTemplate/image-classification-latency.',
      'rollout/analysis-sees-canary AnalysisTemplate/image-classification-latency /spec/metrics/0/provider/prometheus/query: The query of response-over-200ms does not ask for the canary of Rollout/image-classification: its selectors of nv_inference_first_response_histogram_ms_bucket and nv_inference_first_response_histogram_ms_count name neither image-classification-canary nor the hash of its pods.',
    ]);
  });

  it('finds an argument that is read and not declared', () => {
    expect(judgeService([remove(LATENCY, '/spec/args')])).toEqual([
      'rollout/analysis-args-bound AnalysisTemplate/image-classification-latency /spec/metrics: AnalysisTemplate/image-classification-latency reads the argument canary-hash, which it does not declare.',
      'rollout/analysis-args-used Rollout/image-classification /spec/strategy/canary/analysis/args/0/name: No template of this analysis declares the argument canary-hash; they declare none.',
    ]);
  });

  it('finds a step without the value', () => {
    expect(judge(stepped('{ templates: [{ templateName: errors }] }') + template(READING))).toEqual([
      'rollout/analysis-args-bound Rollout/chat /spec/strategy/canary/steps/1/analysis: The analysis gives no value for the argument service of AnalysisTemplate/errors.',
    ]);
  });

  it.each([
    [
      'a value of the step',
      '{ templates: [{ templateName: errors }], args: [{ name: service, value: chat }] }',
      READING,
    ],
    [
      'a default',
      '{ templates: [{ templateName: errors }] }',
      READING.replace('name: service', 'name: service, value: chat'),
    ],
  ])('accepts %s', (_case, analysis, spec) => {
    expect(judge(stepped(analysis) + template(spec))).toEqual([]);
  });

  it('lets a template that includes another declare its arguments', () => {
    const outer = template(
      '{ args: [{ name: service, value: chat }], templates: [{ templateName: inner }] }',
    );
    const inner = template(READING.replace('args: [{ name: service }], ', '')).replace('errors', 'inner');
    expect(judge(stepped('{ templates: [{ templateName: errors }] }') + outer + inner)).toEqual([]);
  });

  it('says nothing where a template is not given', () => {
    expect(
      judgeAreas(
        ['rollout'],
        stepped('{ templates: [{ templateName: errors }, { templateName: x }] }') + template(READING),
        {
          complete: false,
        },
      ),
    ).toEqual([
      'rollout/analysis-template-exists Rollout/chat /spec/strategy/canary/steps/1/analysis/templates/1/templateName: There is no AnalysisTemplate x in namespace shop.',
    ]);
  });
});

describe('rollout/analysis-args-used', () => {
  it('finds a value for an argument that no template declares', () => {
    expect(
      judgeService([set(ROLLOUT, '/spec/strategy/canary/analysis/args/-', { name: 'canry', value: 'x' })]),
    ).toEqual([
      'rollout/analysis-args-used Rollout/image-classification /spec/strategy/canary/analysis/args/1/name: No template of this analysis declares the argument canry; they declare canary-hash.',
    ]);
  });

  it('finds an argument that no metric reads', () => {
    expect(judge(template(JOB.replace('{ metrics', '{ args: [{ name: service }], metrics')))).toEqual([
      'rollout/analysis-args-used AnalysisTemplate/errors /spec/args/0/name: No metric of AnalysisTemplate/errors reads the argument service.',
    ]);
  });
});

describe('rollout/analysis-ends', () => {
  const ENDLESS = JOB.replace('name: smoke', 'name: smoke, interval: 1m');

  it('finds a step that waits for ever', () => {
    expect(judge(stepped('{ templates: [{ templateName: errors }] }') + template(ENDLESS))).toEqual([
      'rollout/analysis-ends Rollout/chat /spec/strategy/canary/steps/1/analysis: Rollout/chat waits here for AnalysisTemplate/errors, which measures smoke without end.',
    ]);
  });

  it('finds the templates of the service in a step', () => {
    const analysis = { templates: [{ templateName: 'image-classification-success' }] };
    expect(judgeService([set(ROLLOUT, '/spec/strategy/canary/steps/1', { analysis })])).toEqual([
      'rollout/analysis-ends Rollout/image-classification /spec/strategy/canary/steps/1/analysis: Rollout/image-classification waits here for AnalysisTemplate/image-classification-success, which measures failed-requests without end.',
    ]);
  });

  it.each(['count: 3', 'count: "{{args.count}}"'])('accepts %s', (count) => {
    const spec = ENDLESS.replace('interval', `${count}, interval`).replace(
      '{ metrics',
      '{ args: [{ name: count, value: "3" }], metrics',
    );
    expect(
      judge(stepped('{ templates: [{ templateName: errors }] }') + template(spec)).filter(
        (finding) => !finding.startsWith('rollout/analysis-args-used'),
      ),
    ).toEqual([]);
  });

  it('accepts it in the background', () => {
    expect(judge(analysed('{ templates: [{ templateName: errors }] }') + template(ENDLESS))).toEqual([]);
  });
});

describe('rollout/analysis-has-time', () => {
  it('finds an analysis that cannot fail before the promotion', () => {
    expect(judgeService([set(SUCCESS, '/spec/metrics/0/interval', '20m')])).toEqual([
      'rollout/analysis-has-time AnalysisTemplate/image-classification-success /spec/metrics/0: The metric failed-requests can fail after 2520s at the earliest (initialDelay and 2 more intervals); the steps of Rollout/image-classification last 1200s.',
    ]);
  });

  it('counts only the steps from the start of the analysis', () => {
    const analysis = '{ startingStep: 2, templates: [{ templateName: errors }] }';
    expect(
      judge(analysed(analysis) + template(JOB.replace('name: smoke', 'name: smoke, initialDelay: 1s'))),
    ).toEqual([
      'rollout/analysis-has-time AnalysisTemplate/errors /spec/metrics/0: The metric smoke can fail after 1s at the earliest (initialDelay and 0 more intervals); the steps of Rollout/chat last 0s.',
    ]);
  });

  it.each(['initialDelay: 10m', 'interval: 5m, failureLimit: 2', 'failureLimit: "{{args.x}}"'])(
    'accepts %s in ten minutes',
    (fields) => {
      const spec = JOB.replace('name: smoke', `name: smoke, ${fields}`).replace(
        '{ metrics',
        '{ args: [{ name: x, value: "1" }], metrics',
      );
      const findings = judge(analysed('{ templates: [{ templateName: errors }] }') + template(spec));
      expect(findings.filter((finding) => !finding.startsWith('rollout/analysis-args-used'))).toEqual([]);
    },
  );
});

const metric = (fields: string, query = 'sum(rate(failures{service="chat-canary"}[1m]))') =>
  template(`{ metrics: [{ name: errors, ${fields}, provider: { prometheus: { query: '${query}' } } }] }`);

describe('rollout/analysis-conditions-total', () => {
  const found = (field: string, text: string) => [
    `rollout/analysis-conditions-total AnalysisTemplate/errors /spec/metrics/0${field}: The metric errors of AnalysisTemplate/errors ${text}`,
  ];
  const TOTAL = 'successCondition: "len(result) > 0 && !isNaN(result[0]) && result[0] < 1"';

  it.each([
    ['interval: 1m', '', 'has no condition: every measurement counts as a success.'],
    [
      'failureCondition: "result[0] > 1"',
      '/failureCondition',
      'has a failure condition alone: no number at all counts as a success.',
    ],
    [
      'successCondition: "result[0] < 1"',
      '/successCondition',
      'reads the first of its results in successCondition, also where there is none: that is an error.',
    ],
    [
      `${TOTAL}, inconclusiveLimit: 2`,
      '/inconclusiveLimit',
      'has no failure condition, so that no measurement is inconclusive and its inconclusiveLimit never applies.',
    ],
  ])('finds %s', (fields, field, text) => {
    expect(judge(metric(fields))).toEqual(found(field, text));
  });

  it('finds a quotient that nobody asks whether it is a number', () => {
    const fields =
      'successCondition: "len(result) > 0 && result[0] < 1", failureCondition: "len(result) > 0 && result[0] >= 1"';
    expect(judge(metric(fields, 'sum(a{service="chat"}) / sum(b) and sum(b) > 9'))).toEqual(
      found('/failureCondition', 'divides, and no condition asks isNaN for a quotient of zeros.'),
    );
  });

  it.each([
    [TOTAL, 'sum(a)'],
    ['successCondition: "default(result, 0) < 1"', 'sum(a)'],
    ['successCondition: "result[0] < 1"', 'sum(a) or vector(0)'],
    ['successCondition: "result < 1"', 'scalar(a)'],
  ])('accepts %s over %s', (fields, query) => {
    expect(judge(metric(fields, query))).toEqual([]);
  });

  it.each([
    [
      'successCondition',
      '/failureCondition',
      'has a failure condition alone: no number at all counts as a success.',
    ],
    [
      'failureCondition',
      '/inconclusiveLimit',
      'has no failure condition, so that no measurement is inconclusive and its inconclusiveLimit never applies.',
    ],
  ])('misses the %s of the service', (field, pointer, text) => {
    expect(judgeService([remove(SUCCESS, `/spec/metrics/0/${field}`)])).toEqual([
      `rollout/analysis-conditions-total AnalysisTemplate/image-classification-success /spec/metrics/0${pointer}: The metric failed-requests of AnalysisTemplate/image-classification-success ${text}`,
    ]);
  });
});

describe('rollout/analysis-sees-canary', () => {
  const CONDITION = 'interval: 1m, successCondition: "len(result) > 0 && result[0] < 1"';
  const blind = (query: string) =>
    analysed('{ templates: [{ templateName: errors }] }') + metric(CONDITION, query);

  it('finds a query over all pods', () => {
    expect(judge(blind('sum(rate(failures{service=~"chat|chat-canary-old"}[1m]))'))).toEqual([
      'rollout/analysis-sees-canary AnalysisTemplate/errors /spec/metrics/0/provider/prometheus/query: The query of errors does not ask for the canary of Rollout/chat: its selectors of failures name neither chat-canary nor the hash of its pods.',
    ]);
  });

  it.each(['sum(failures{service="chat-canary"})', 'sum(failures{host=~"chat-canary.shop.svc.*"})'])(
    'accepts %s',
    (query) => {
      expect(judge(blind(query))).toEqual([]);
    },
  );

  it.each([
    ['the hash of the canary', '{ name: who, valueFrom: { podTemplateHashValue: Latest } }', []],
    ['the name of the canary', '{ name: who, value: chat-canary.shop }', []],
    [
      'the hash of the stable pods',
      '{ name: who, valueFrom: { podTemplateHashValue: Stable } }',
      [
        'rollout/analysis-sees-canary AnalysisTemplate/errors /spec/metrics/0/provider/prometheus/query: The query of errors does not ask for the canary of Rollout/chat: its selectors of failures name neither chat-canary nor the hash of its pods.',
      ],
    ],
  ])('judges an argument with %s', (_case, arg, expected) => {
    const yaml =
      analysed(`{ templates: [{ templateName: errors }], args: [${arg}] }`) +
      metric(CONDITION, 'sum(failures{who="{{args.who}}"})').replace(
        '{ metrics',
        '{ args: [{ name: who }], metrics',
      );
    expect(judge(yaml)).toEqual(expected);
  });

  it('finds the stable pods judged in the service', () => {
    expect(
      judgeService([
        set(ROLLOUT, '/spec/strategy/canary/analysis/args/0/valueFrom/podTemplateHashValue', 'Stable'),
      ]),
    ).toEqual([
      'rollout/analysis-sees-canary AnalysisTemplate/image-classification-latency /spec/metrics/0/provider/prometheus/query: The query of response-over-200ms does not ask for the canary of Rollout/image-classification: its selectors of nv_inference_first_response_histogram_ms_bucket and nv_inference_first_response_histogram_ms_count name neither image-classification-canary nor the hash of its pods.',
    ]);
  });
});

describe('rollout/analysis-waits-for-requests', () => {
  const TOTAL = 'successCondition: "len(result) > 0 && !isNaN(result[0]) && result[0] < 1"';
  const RATIO = 'sum(rate(failures[5m])) / sum(rate(requests[5m]))';

  it('finds a ratio of however few requests', () => {
    expect(judge(metric(TOTAL, RATIO))).toEqual([
      'rollout/analysis-waits-for-requests AnalysisTemplate/errors /spec/metrics/0/provider/prometheus/query: The metric errors of AnalysisTemplate/errors judges a ratio however few requests there were.',
    ]);
  });

  it.each([
    `(${RATIO}) and sum(increase(requests[5m])) >= 50`,
    `${RATIO} unless sum(increase(requests[5m])) < 50`,
    'histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m])))',
  ])('accepts %s', (query) => {
    expect(judge(metric(TOTAL, query))).toEqual([]);
  });

  it('finds the condition of the service gone', () => {
    const ratio = (text: unknown) => String(text).split('\n')[0];
    const edit: Parameters<typeof judgeService>[0] = [
      (objects) => {
        const found = objects.find(({ metadata }) => metadata.name === 'image-classification-success');
        const { metrics } = found?.spec as { metrics: { provider: { prometheus: { query: unknown } } }[] };
        metrics[0]!.provider.prometheus.query = ratio(metrics[0]!.provider.prometheus.query);
      },
    ];
    expect(judgeService(edit)).toEqual([
      'rollout/analysis-waits-for-requests AnalysisTemplate/image-classification-success /spec/metrics/0/provider/prometheus/query: The metric failed-requests of AnalysisTemplate/image-classification-success judges a ratio however few requests there were.',
    ]);
  });
});

const READ = 'successCondition: "len(result) > 0 && result[0] < 1"';

describe('rollout/analysis-repeats', () => {
  it('finds a metric of the service that is measured once', () => {
    expect(judgeService([remove(SUCCESS, '/spec/metrics/0/interval')])).toEqual([
      'rollout/analysis-repeats AnalysisTemplate/image-classification-success /spec/metrics/0: The metric failed-requests has no interval: it is measured once while Rollout/image-classification goes through all its steps.',
    ]);
  });

  it.each([
    ['a job', analysed('{ templates: [{ templateName: errors }] }') + template(JOB)],
    ['a step', stepped('{ templates: [{ templateName: errors }] }') + metric(READ)],
  ])('accepts %s', (_case, yaml) => {
    expect(judge(yaml)).toEqual([]);
  });
});

describe('rollout/analysis-template-used', () => {
  it('finds a template of the service that nothing runs', () => {
    expect(judgeService([remove(ROLLOUT, '/spec/strategy/canary/analysis/templates/0')])).toEqual([
      'rollout/analysis-template-used AnalysisTemplate/image-classification-success : No Rollout in namespace ml-inference runs AnalysisTemplate/image-classification-success.',
    ]);
  });

  it.each([
    ['a template alone', template(JOB)],
    [
      'one that another includes',
      stepped('{ templates: [{ templateName: errors }] }') +
        template('{ templates: [{ templateName: inner }] }') +
        template(JOB).replace('errors', 'inner'),
    ],
  ])('accepts %s', (_case, yaml) => {
    expect(judge(yaml)).toEqual([]);
  });
});

describe('rollout/metric-has-provider', () => {
  const found = (pointer: string, text: string) => [
    `rollout/metric-has-provider AnalysisTemplate/errors ${pointer}: ${text}`,
  ];

  it.each([
    ['{}', '/spec', 'AnalysisTemplate/errors has no metrics.'],
    [
      '{ metrics: [{ name: a, provider: {} }] }',
      '/spec/metrics/0/provider',
      'The metric a of AnalysisTemplate/errors has no provider.',
    ],
    [
      '{ metrics: [{ name: a, provider: { job: {}, web: {} } }] }',
      '/spec/metrics/0/provider',
      'The metric a of AnalysisTemplate/errors has the providers job and web.',
    ],
    [
      '{ metrics: [{ name: a, provider: { prometheus: { address: http://p } } }] }',
      '/spec/metrics/0/provider/prometheus',
      'The metric a of AnalysisTemplate/errors asks Prometheus without a query.',
    ],
  ])('refuses %s', (spec, pointer, text) => {
    expect(judge(template(spec))).toEqual(found(pointer, text));
  });

  it('accepts one provider, and templates in the place of metrics', () => {
    expect(judge(template(JOB))).toEqual([]);
    expect(judge(template('{ templates: [{ templateName: other }] }'))).toEqual([]);
  });
});

describe('rollout/condition-reads', () => {
  it.each([
    ['len(result) > 0 && result[0] < 0.95x', 'has 0.95x, which is no number'],
    ['len(result > 0', 'does not close ('],
    ['len(result)) > 0', 'has a ) without ('],
    ['len(result) > 0 && result[0 > 1)', 'has a ) without ('],
    ['len(result) > 0 && "a == 1', 'has a quotation mark without its second'],
    ['len(result) > 0 && result[0] == "a\\"', 'has a quotation mark without its second'],
  ])('refuses %s', (condition, text) => {
    expect(judge(metric(`successCondition: ${JSON.stringify(condition)}`))).toEqual([
      `rollout/condition-reads AnalysisTemplate/errors /spec/metrics/0/successCondition: The successCondition of the metric errors of AnalysisTemplate/errors ${text}: ${condition}`,
    ]);
  });

  it.each([
    'result < 1e5 or result > 1_000.5 || result == 0x1F',
    'all(result, {# < 0.5}) and "it (is" in ["a", `b`]',
    'result < {{args.limit}}',
    'isNil(result) ? false : result.v2 > 1',
  ])('accepts %s', (condition) => {
    const yaml = template(
      `{ args: [{ name: limit, value: "1" }], metrics: [{ name: a, successCondition: ${JSON.stringify(condition)}, provider: { web: { url: 'http://x/{{args.limit}}' } } }] }`,
    );
    expect(judge(yaml)).toEqual([]);
  });

  it('finds it in the service', () => {
    const condition = 'len(result) > 0 && !isNaN(result[0]) && result[0] <= 0.001%';
    expect(judgeService([set(SUCCESS, '/spec/metrics/0/successCondition', `${condition})`)])).toEqual([
      `rollout/condition-reads AnalysisTemplate/image-classification-success /spec/metrics/0/successCondition: The successCondition of the metric failed-requests of AnalysisTemplate/image-classification-success has a ) without (: ${condition})`,
    ]);
  });
});
