import { parseCluster, parseEnvironment } from '@fleetwright/model-service';
import { describe, expect, it } from 'vitest';
import { resolvePlatform } from './resolve-platform.ts';

const CLUSTER = `apiVersion: fleetwright.dev/v1alpha1
kind: Cluster
metadata: { name: east }
spec:
  environment: production
  destination: { name: east }
  versions: { kubernetes: '1.34', istio: '1.31', prometheusOperator: '0.85' }
  mesh: { mode: none }
  rollouts: { enabled: false }
  nodePools:
    - name: a100
      nodeSelector: { nvidia.com/gpu.product: NVIDIA-A100-SXM4-80GB }
      nodes: { min: 1, max: 4 }
      allocatable: { nvidia.com/gpu: 8, cpu: '94', memory: 900Gi }
      gpu: { resource: nvidia.com/gpu, memory: 80Gi, computeCapability: '8.0', sharing: none }
  modelStores: { models: { uri: 's3://acme-models', egress: [{ cidr: 10.20.0.0/16, port: 443 }] } }
  modelDelivery: { mode: fetch }
  identity: { provider: none }
  monitoring:
    prometheus: { namespace: monitoring, serviceAccount: prometheus, address: 'http://prometheus.monitoring:9090' }
    monitorLabels: { release: prometheus }
  autoscaling: { controller: none }
  network:
    policy: kubernetes
    dns: { namespace: kube-system, podLabels: { k8s-app: kube-dns } }
`;
const ENVIRONMENT = `apiVersion: fleetwright.dev/v1alpha1
kind: Environment
metadata: { name: production }
spec:
  namespace: ml
`;
const MESH = 'mesh: { mode: none }';

function resolve(cluster: string, environment = ENVIRONMENT) {
  const parsedCluster = parseCluster('clusters/east/cluster.yaml', cluster);
  const parsedEnvironment = parseEnvironment('environments/production/environment.yaml', environment);
  expect([...parsedCluster.findings, ...parsedEnvironment.findings]).toEqual([]);
  return resolvePlatform(parsedCluster.value!.content, parsedEnvironment.value!.content);
}

const SIDECAR =
  'mode: sidecar, cni: true, nativeSidecars: true, controlPlane: { namespace: istio-system, podLabels: { app: istiod } }';

describe('resolvePlatform', () => {
  it.each<[string, object, string | undefined]>([
    ['mode: none', {}, undefined],
    [SIDECAR, { 'istio-injection': 'enabled' }, undefined],
    [`${SIDECAR}, revision: canary`, { 'istio.io/rev': 'canary' }, undefined],
    ['mode: ambient', { 'istio.io/dataplane-mode': 'ambient' }, undefined],
    [
      'mode: ambient, waypoint: { name: waypoint, serviceAccount: waypoint }',
      { 'istio.io/dataplane-mode': 'ambient' },
      'waypoint',
    ],
  ])('labels the namespace for a mesh with %s', (mesh, labels, waypoint) => {
    const plan = resolve(CLUSTER.replace(MESH, `mesh: { ${mesh} }`));
    expect(plan).toMatchObject({ meshLabels: labels });
    expect(plan.waypoint).toBe(waypoint);
  });

  it('writes amounts as the API server stores them', () => {
    const quota =
      '  quota: { requests.memory: 2048Gi, requests.cpu: 1500m, pods: 2000, limits.cpu: "1.5" }\n';
    expect(resolve(CLUSTER, ENVIRONMENT + quota).quota).toEqual({
      'limits.cpu': '1500m',
      pods: '2k',
      'requests.cpu': '1500m',
      'requests.memory': '2Ti',
    });
  });

  it.each<[string, object | undefined]>([
    ['', undefined],
    ['  quota: { pods: 5, requests.nvidia.com/gpu: 8 }\n', undefined],
    [
      '  quota: { requests.memory: 1Ti }\n',
      { default: { memory: '512Mi' }, defaultRequest: { cpu: '100m', memory: '128Mi' } },
    ],
    [
      '  quota: { requests.memory: 1Ti }\n  limitRange: { default: { memory: 1024Mi } }\n',
      { default: { memory: '1Gi' }, defaultRequest: {} },
    ],
  ])('gives containers defaults where a quota demands them: %j', (spec, limits) => {
    expect(resolve(CLUSTER, ENVIRONMENT + spec).limitRange).toEqual(limits);
  });

  it('renders a dashboard only for a Grafana, and devices only of pools that have some', () => {
    expect(resolve(CLUSTER).dashboard).toBeUndefined();
    const labelled = CLUSTER.replace(
      '  autoscaling:',
      "    dashboardLabels: { grafana_dashboard: '1' }\n  autoscaling:",
    );
    expect(resolve(labelled).dashboard).toEqual({
      labels: { grafana_dashboard: '1' },
      gatewayJob: undefined,
      gpuMetrics: 'triton',
    });
    const withoutGpu = labelled.replace(/ +gpu: \{.*\n/, '');
    expect(resolve(withoutGpu).dashboard?.gpuMetrics).toBeUndefined();
  });

  it('does not depend on the order of keys', () => {
    const labels = (text: string) =>
      CLUSTER.replace('  autoscaling:', `    dashboardLabels: { ${text} }\n  autoscaling:`);
    const [one, other] = [labels('a: x, b: y'), labels('b: y, a: x')].map((text) => resolve(text));
    expect(JSON.stringify(one)).toBe(JSON.stringify(other));
    const quotas = ['pods: 1, requests.cpu: "2"', 'requests.cpu: "2", pods: 1'];
    const [first, second] = quotas.map((text) => resolve(CLUSTER, `${ENVIRONMENT}  quota: { ${text} }\n`));
    expect(JSON.stringify(first)).toBe(JSON.stringify(second));
  });

  it('asks the adapter only where autoscalers do', () => {
    expect(resolve(CLUSTER).usesAdapter).toBe(false);
    expect(resolve(CLUSTER.replace('controller: none', 'controller: hpa')).usesAdapter).toBe(true);
  });
});
