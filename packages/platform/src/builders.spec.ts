import { parser } from '@prometheus-io/lezer-promql';
import { describe, expect, it } from 'vitest';
import { adapterValues } from './adapter-values.ts';
import { dashboard } from './dashboard.ts';
import { files } from './index.ts';
import { limitRange } from './limitrange.ts';
import { namespace } from './namespace.ts';
import { networkPolicy } from './networkpolicy.ts';
import { platformPlanFixture } from './platform-plan-fixture.ts';
import type { DashboardPlan } from './platform-plan.ts';
import { resourceQuota } from './resourcequota.ts';

const DASHBOARD: DashboardPlan = {
  labels: { grafana_dashboard: '1' },
  gatewayJob: 'istio-ingress',
  gpuMetrics: 'dcgm',
};

describe('the Namespace', () => {
  it('is restricted as of the version that runs, and in the mesh', () => {
    expect(namespace(platformPlanFixture({ kubernetes: '1.33' })).metadata.labels).toEqual({
      'app.kubernetes.io/name': 'platform',
      'istio-injection': 'enabled',
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/enforce-version': 'v1.33',
      'pod-security.kubernetes.io/audit': 'restricted',
      'pod-security.kubernetes.io/audit-version': 'v1.33',
      'pod-security.kubernetes.io/warn': 'restricted',
      'pod-security.kubernetes.io/warn-version': 'v1.33',
    });
  });

  it('is never deleted by Argo CD', () => {
    expect(namespace(platformPlanFixture()).metadata.annotations).toEqual({
      'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
    });
  });
});

describe('the quota', () => {
  it('is what the environment states', () => {
    const quota = { pods: '100', 'requests.nvidia.com/gpu': '32' };
    expect(resourceQuota(platformPlanFixture({ quota }))?.spec).toEqual({ hard: quota });
  });

  it('gives containers that state nothing their share', () => {
    const amounts = { default: { memory: '512Mi' }, defaultRequest: { cpu: '100m' } };
    expect(limitRange(platformPlanFixture({ limitRange: amounts }))?.spec.limits).toEqual([
      { type: 'Container', ...amounts },
    ]);
  });

  it('is absent where nobody states one', () => {
    expect(resourceQuota(platformPlanFixture())).toBeUndefined();
    expect(limitRange(platformPlanFixture())).toBeUndefined();
  });
});

describe('the default-deny policy', () => {
  it('selects every pod and allows nothing in either direction', () => {
    expect(networkPolicy(platformPlanFixture()).spec).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
  });

  it('leaves out the waypoint, which carries the traffic of all', () => {
    expect(networkPolicy(platformPlanFixture({ waypoint: 'waypoint' })).spec?.podSelector).toEqual({
      matchExpressions: [
        { key: 'gateway.networking.k8s.io/gateway-name', operator: 'NotIn', values: ['waypoint'] },
      ],
    });
  });
});

describe('the fleet dashboard', () => {
  const panelsOf = (changes: Partial<DashboardPlan>, quota?: Record<string, string>) => {
    const plan = platformPlanFixture({ dashboard: { ...DASHBOARD, ...changes }, quota });
    const text = dashboard(plan)!.data!['platform-dashboard.json']!;
    return (JSON.parse(text) as { panels: { title: string; targets: { expr: string }[] }[] }).panels;
  };

  it('is absent where no Grafana is stated', () => {
    expect(dashboard(platformPlanFixture())).toBeUndefined();
  });

  it('shows devices and quota only where there are any', () => {
    const titles = panelsOf({ gpuMetrics: undefined }).map(({ title }) => title);
    expect(titles).toEqual(['Requests', 'Failed requests', 'Queue time', 'Pending requests']);
    expect(panelsOf({}, { pods: '1' }).map(({ title }) => title)).toEqual([
      ...titles,
      'GPU utilization',
      'Quota in use',
    ]);
  });

  it.each<[string, Partial<DashboardPlan>]>([
    ['a gateway and DCGM', {}],
    ['Triton alone', { gatewayJob: undefined, gpuMetrics: 'triton' }],
  ])('asks Prometheus in its language, with %s', (_, changes) => {
    for (const { title, targets } of panelsOf(changes, { pods: '1' })) {
      const query = targets[0]!.expr.replaceAll('$__rate_interval', '5m');
      expect(query, title).toContain('namespace="ml-inference"');
      let broken = false;
      parser.parse(query).iterate({ enter: ({ type }) => void (broken ||= type.isError) });
      expect(broken, query).toBe(false);
    }
  });

  it('reads failures of gRPC by their own status where there is a gateway', () => {
    expect(panelsOf({})[1]!.targets[0]!.expr).toContain('grpc_response_status=~');
    expect(panelsOf({ gatewayJob: undefined })[1]!.targets[0]!.expr).toBe(
      'sum by (service) (rate(nv_inference_request_failure{namespace="ml-inference",reason!="CANCELED"}[$__rate_interval]))',
    );
  });
});

describe('the values of the Prometheus adapter', () => {
  it('hold a rule for each metric of an autoscaler, and no service', () => {
    const { rules } = adapterValues(platformPlanFixture({ usesAdapter: true })) as {
      rules: { external: { name: { as: string }; metricsQuery: string; resources: object }[] };
    };
    expect(rules.external.map(({ name }) => name.as)).toEqual([
      'fleetwright_queue_time_milliseconds',
      'fleetwright_pending_requests',
    ]);
    for (const { metricsQuery, resources } of rules.external) {
      expect(metricsQuery).toContain('{<<.LabelMatchers>>}');
      expect(resources).toEqual({ overrides: { namespace: { resource: 'namespace' } } });
    }
  });

  it('are absent where nothing asks the adapter', () => {
    expect(adapterValues(platformPlanFixture())).toBeUndefined();
  });
});

describe('the names of the platform folder', () => {
  it('belong to a service that cannot exist', () => {
    const plan = platformPlanFixture({ quota: { pods: '1' }, dashboard: DASHBOARD });
    const made = files.flatMap(({ builders }) => builders.flatMap(({ build }) => build(plan) ?? []));
    const names = made.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(names).toEqual([
      'Namespace/ml-inference',
      'ResourceQuota/platform',
      'NetworkPolicy/platform',
      'ConfigMap/platform-dashboard',
    ]);
  });
});
