import { parser } from '@prometheus-io/lezer-promql';
import type { SyntaxNode, Tree } from '@lezer/common';
import type { ServingPlan } from '@fleetwright/plan';
import { planFixture } from '@fleetwright/plan/testing';
import { compareReleases, FEATURE_SINCE, findMetric, type MetricSwitch } from '@fleetwright/triton-config';
import { describe, expect, it } from 'vitest';
import { dashboard } from './dashboard.ts';
import { prometheusRule } from './prometheusrule.ts';
import { SHAPES } from './shape-fixtures.ts';

const base = planFixture();
const cacheArgument = '--cache-config=local,size=104857600';

/** Every shape of plan that changes a query. */
const PLANS: [string, ServingPlan][] = [
  ['the fixture', base],
  ...Object.entries(SHAPES),
  ['no GPU', planFixture({ gpu: { kind: 'none' } })],
  [
    'a release without histogram and load time',
    planFixture({
      triton: { ...base.triton, release: '24.10', args: [] },
      slo: {
        ...base.slo,
        latency: [{ thresholdMs: 200, target: 99, source: 'gateway' }],
        latencySource: 'gateway',
      },
    }),
  ],
  [
    'streams and a response cache',
    planFixture({
      triton: { ...base.triton, args: [...base.triton.args, cacheArgument] },
      slo: { ...base.slo, firstToken: [{ thresholdMs: 400, target: 99, source: 'triton-first-response' }] },
    }),
  ],
];

interface Query {
  place: string;
  text: string;
}

function listQueries(plan: ServingPlan): Query[] {
  const rules = prometheusRule(plan).spec.groups!.flatMap((group) => group.rules!);
  const { panels } = JSON.parse(Object.values(dashboard(plan)!.data!)[0]!) as {
    panels: { title: string; targets?: { expr: string }[] }[];
  };
  return [
    ...rules.map((rule) => ({ place: (rule.alert ?? rule.record)!, text: String(rule.expr) })),
    ...panels.flatMap(({ title, targets = [] }) =>
      // Grafana replaces the variable before Prometheus sees it.
      targets.map(({ expr }) => ({ place: title, text: expr.replaceAll('$__rate_interval', '60s') })),
    ),
  ];
}

interface Selector {
  metric: string;
  /** Label matchers as written. */
  matchers: string[];
  /** Function that reads the selector as a range, if any. */
  readBy: string | undefined;
}

function parseQuery({ place, text }: Query): Tree {
  const tree = parser.configure({ strict: false }).parse(text);
  tree.iterate({
    enter(node) {
      if (node.type.isError) throw new Error(`${place}: PromQL does not parse at ${node.from}: ${text}`);
    },
  });
  return tree;
}

function listSelectors(query: Query): Selector[] {
  const selectors: Selector[] = [];
  parseQuery(query).iterate({
    enter({ name, node }) {
      if (name === 'VectorSelector') selectors.push(readSelector(node, query.text));
    },
  });
  return selectors;
}

function readSelector(node: SyntaxNode, text: string): Selector {
  const textOf = (part: SyntaxNode) => text.slice(part.from, part.to);
  const call = node.parent?.name === 'MatrixSelector' ? findCall(node) : null;
  return {
    metric: textOf(node.getChild('Identifier')!),
    matchers: node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher').map(textOf) ?? [],
    readBy: call?.getChild('FunctionIdentifier') ? textOf(call.getChild('FunctionIdentifier')!) : undefined,
  };
}

function findCall(node: SyntaxNode): SyntaxNode | null {
  for (let at: SyntaxNode | null = node; at !== null; at = at.parent)
    if (at.name === 'FunctionCall') return at;
  return null;
}

const OWN_RECORDS = /^service:triton_slo_(?:bad_)?requests:rate5m$/;

function switchesOf(plan: ServingPlan): MetricSwitch[] {
  const { args } = plan.triton;
  return [
    'cpu',
    ...(args.includes('--metrics-config=histogram_latencies=true') ? (['histograms'] as const) : []),
    ...(args.includes(cacheArgument) ? (['cache'] as const) : []),
    ...(plan.monitoring.gpuMetrics === 'triton' ? (['gpu'] as const) : []),
  ];
}

describe.each(PLANS)('with %s', (_case, plan) => {
  const queries = listQueries(plan);
  const selectors = queries.flatMap((query) => listSelectors(query).map((found) => ({ ...found, ...query })));
  const triton = selectors.filter(({ metric }) => metric.startsWith('nv_'));

  it('every query parses', () => {
    expect(queries.length).toBeGreaterThan(20);
    for (const query of queries) expect(() => parseQuery(query)).not.toThrow();
  });

  it('every query reads metrics at all', () => {
    for (const query of queries) expect(listSelectors(query), query.place).not.toEqual([]);
  });

  it("every Triton metric is in the catalogue, in this release and under this server's flags", () => {
    expect(triton.length).toBeGreaterThan(20);
    for (const { metric, place } of triton) {
      const found = findMetric(metric);
      expect(found, `${place}: ${metric}`).toBeDefined();
      const { needs, since } = found!;
      expect(switchesOf(plan), `${place}: ${metric}`).toEqual(expect.arrayContaining([...needs]));
      if (since === undefined) continue;
      expect(
        compareReleases(plan.triton.release, FEATURE_SINCE[since]),
        `${place}: ${metric}`,
      ).toBeGreaterThanOrEqual(0);
    }
  });

  it('counters and histograms are read as rates, gauges as they are', () => {
    for (const { metric, readBy, place } of triton) {
      const cumulative = findMetric(metric)!.type !== 'gauge';
      expect(readBy, `${place}: ${metric}`).toBe(cumulative ? 'rate' : undefined);
    }
    for (const { metric, readBy, place } of selectors.filter(({ metric }) => metric.startsWith('istio_'))) {
      expect(readBy, `${place}: ${metric}`).toBe('rate');
    }
  });

  it("every query sees this service's series only", () => {
    for (const { metric, matchers, place } of selectors) {
      const scope = OWN_RECORDS.test(metric)
        ? ['namespace="ml-inference"', 'service="image-classification"']
        : metric.startsWith('istio_')
          ? [
              'destination_service_namespace="ml-inference"',
              expect.stringMatching(/^destination_service_name=/),
            ]
          : metric.startsWith('DCGM_')
            ? [
                expect.stringMatching(/namespace="ml-inference"$/),
                expect.stringMatching(/pod=~"image-classification-/),
              ]
            : ['namespace="ml-inference"', 'service="image-classification-metrics"'];
      expect(matchers, `${place}: ${metric}`).toEqual(expect.arrayContaining(scope));
    }
  });

  it('no division has a divisor that may be zero', () => {
    for (const { place, text } of queries) {
      // A constant, or a parenthesis that lets only positive values through.
      for (const [divisor] of text.matchAll(/(?<=\/ )(?:count\(|[^ (]+|\(.*?> 0\))/g)) {
        expect(divisor, place).toMatch(/^(?:\d[\d.]*|\(.*> 0\)|count\()$/s);
      }
    }
  });
});

describe("the guide's mistakes", () => {
  const text = listQueries(base)
    .map((query) => query.text)
    .join('\n');

  it('no Triton counter is read with a suffix that it does not have', () => {
    expect(text).not.toMatch(/nv_\w+_total\b(?!_bytes)/);
    expect(text).not.toMatch(/nv_inference_request_duration_us_bucket/);
  });

  it('every quantile is taken from rates summed by bucket', () => {
    const quantiles = text.match(/histogram_quantile\([^\n]*/g)!;
    expect(quantiles).toHaveLength(3);
    for (const quantile of quantiles)
      expect(quantile).toMatch(/^histogram_quantile\([\d.]+, sum by \(le\) \(rate\(/);
  });

  it('no GPU panel reads figures that the cluster does not have', () => {
    expect(text).not.toContain('nv_gpu_');
    const monitoring = { ...base.monitoring, gpuMetrics: 'none' } as const;
    const without = listQueries(planFixture({ monitoring }));
    expect(without.filter((query) => /nv_gpu_|DCGM_/.test(query.text))).toEqual([]);
  });
});

describe('the shape of the plan', () => {
  const textOf = (plan: ServingPlan) =>
    listQueries(plan)
      .map((query) => query.text)
      .join('\n');

  it('without a gateway reads no series of Istio', () => {
    expect(textOf(SHAPES.edge)).not.toContain('istio_');
    expect(textOf(SHAPES.canaryWithoutGateway)).not.toContain('istio_');
  });

  it('without Argo Rollouts reads no label of its pods and asks for no canary', () => {
    expect(textOf(SHAPES.rollingUpdate)).not.toMatch(/rollouts_pod_template_hash|-canary"[,}]/);
    expect(textOf(SHAPES.rollingUpdate)).toContain('by (pod_template_hash)');
  });

  it('without a source of the latency reads no histogram', () => {
    expect(textOf(SHAPES.edge)).not.toMatch(/histogram|_bucket/);
  });

  it('of partitions reads engine activity, neither utilization nor figures of Triton', () => {
    expect(textOf(SHAPES.partition)).toContain(
      'max by (Hostname,hostname,gpu,GPU_I_PROFILE,GPU_I_ID) (DCGM_FI_PROF_GR_ENGINE_ACTIVE{exported_namespace="ml-inference"',
    );
    expect(textOf(SHAPES.partition)).not.toMatch(/DCGM_FI_DEV_GPU_UTIL|nv_gpu_/);
  });

  it('of claimed devices reads the same as of whole ones', () => {
    expect(textOf(SHAPES.claimedGpu)).toBe(textOf(base));
  });
});

describe('the reader of queries in these tests', () => {
  it('finds a query that does not parse', () => {
    expect(() => parseQuery({ place: 'a panel', text: 'sum(rate(x[5m])' })).toThrow(
      'a panel: PromQL does not parse at 15: sum(rate(x[5m])',
    );
  });

  it('finds who reads a selector', () => {
    expect(listSelectors({ place: '', text: 'max(a{b="c"}) + sum(rate(d[1m]))' })).toEqual([
      { metric: 'a', matchers: ['b="c"'], readBy: undefined },
      { metric: 'd', matchers: [], readBy: 'rate' },
    ]);
  });
});
