import { describe, expect, it } from 'vitest';
import { planInputsFixture } from '@fleetwright/plan/testing-inputs';
import { judgeForeign, workload } from '../../testing-foreign.ts';
import { judgeService, remove, set } from '../../testing.ts';

const judge = (yaml: string, facts = {}) => judgeForeign(yaml, ['identity'], facts);
const MONITOR = 'ServiceMonitor/image-classification';

const SERVICE = (name: string, labels: string, ports = '{ name: metrics, port: 8002 }') => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ml, labels: ${labels} }
spec: { selector: { app: chat }, ports: [${ports}] }
---`;

const SERVICE_MONITOR = (endpoint = 'port: metrics', spec = '') => `
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: chat, namespace: ml }
spec: { selector: { matchLabels: { app: chat } }, endpoints: [{ ${endpoint} }]${spec} }
---`;

const POD_MONITOR = (port: string, app = 'chat') => `
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: chat, namespace: ml }
spec: { selector: { matchLabels: { app: ${app} } }, podMetricsEndpoints: [{ port: ${port} }] }
---`;

const PORTS = '{ name: metrics, containerPort: 8002 }';

describe('identity/monitor-selects-targets', () => {
  it('finds a monitor of ours that selects nothing', () => {
    expect(
      judgeService([set(MONITOR, '/spec/selector/matchLabels/app.kubernetes.io~1component', 'metric')]),
    ).toEqual([
      'identity/monitor-selects-targets ServiceMonitor/image-classification /spec/selector: No Service that the ServiceMonitor covers has the labels fleetwright.dev/service=image-classification,app.kubernetes.io/component=metric.',
    ]);
  });

  it('finds a namespace that the monitor does not cover', () => {
    expect(judgeService([set(MONITOR, '/spec/namespaceSelector/matchNames/0', 'ml')])).toEqual([
      'identity/monitor-selects-targets ServiceMonitor/image-classification /spec/selector: No Service that the ServiceMonitor covers has the labels fleetwright.dev/service=image-classification,app.kubernetes.io/component=metrics.',
    ]);
  });

  it('tells the labels of a Service from those of its pods, whatever else there may be', () => {
    const yaml = workload({ ports: PORTS }) + SERVICE('chat', '{}') + SERVICE_MONITOR();
    expect(judge(yaml)).toEqual([
      'identity/monitor-selects-targets ServiceMonitor/chat /spec/selector: No Service that the ServiceMonitor covers has the labels app=chat.',
    ]);
    expect(judge(yaml, { complete: false })).toEqual(judge(yaml));
  });

  it('finds a PodMonitor without pods', () => {
    expect(judge(workload({ ports: PORTS }) + POD_MONITOR('metrics', 'web'))).toEqual([
      'identity/monitor-selects-targets PodMonitor/chat /spec/selector: No pod that the PodMonitor covers has the labels app=web.',
    ]);
  });

  it.each([
    ['in its own namespace', SERVICE_MONITOR()],
    [
      'in any namespace',
      SERVICE_MONITOR('port: metrics', ', namespaceSelector: { any: true }').replace(
        'namespace: ml',
        'namespace: monitoring',
      ),
    ],
  ])('accepts a Service %s', (_title, monitor) => {
    expect(judge(workload({ ports: PORTS }) + SERVICE('chat', '{ app: chat }') + monitor)).toEqual([]);
  });
});

describe('identity/monitor-port-exists', () => {
  it('finds a port that the Service names otherwise', () => {
    expect(judgeService([set(MONITOR, '/spec/endpoints/0/port', 'metrics')])).toEqual([
      'identity/monitor-port-exists ServiceMonitor/image-classification /spec/endpoints/0/port: No Service that the monitor selects has a port named metrics; their ports are http-metrics.',
    ]);
  });

  const two = '{ name: http, port: 8000 }, { name: metrics, port: 8002 }';
  const ports = `{ name: http, containerPort: 8000 }, ${PORTS}`;

  it('finds an endpoint without a port before a Service of two', () => {
    const yaml =
      workload({ ports }) + SERVICE('chat', '{ app: chat }', two) + SERVICE_MONITOR('path: /metrics');
    expect(judge(yaml)).toEqual([
      'identity/monitor-port-exists ServiceMonitor/chat /spec/endpoints/0: The endpoint names no port, and Service/chat has the ports http, metrics: all of them would be scraped.',
    ]);
  });

  it('finds a port that no container of a PodMonitor names', () => {
    expect(judge(workload({ ports }) + POD_MONITOR('prom'))).toEqual([
      'identity/monitor-port-exists PodMonitor/chat /spec/podMetricsEndpoints/0/port: No container that the monitor selects has a port named prom; their ports are http, metrics.',
    ]);
  });

  it('accepts ports by name', () => {
    const yaml = workload({ ports }) + SERVICE('chat', '{ app: chat }', two) + SERVICE_MONITOR();
    expect(judge(yaml)).toEqual([]);
    expect(judge(workload({ ports }) + POD_MONITOR('metrics'))).toEqual([]);
  });
});

describe('identity/prometheus-selects-monitor', () => {
  it.each(['ServiceMonitor', 'PrometheusRule'])('finds a %s without the label of the Prometheus', (kind) => {
    expect(judgeService([remove(`${kind}/image-classification`, '/metadata/labels/release')])).toEqual([
      `identity/prometheus-selects-monitor ${kind}/image-classification /metadata/labels: ${kind}/image-classification lacks release=kube-prometheus-stack, by which Prometheus of cluster prod-us-east selects.`,
    ]);
  });

  it('asks nothing where the cluster is not known', () => {
    const yaml = workload({ ports: PORTS }) + POD_MONITOR('metrics');
    const { cluster } = planInputsFixture();
    expect(judge(yaml)).toEqual([]);
    expect(judge(yaml, { cluster: cluster.content })).toHaveLength(1);
  });
});

describe('identity/pods-scraped-once', () => {
  it('finds a monitor that selects the stable and the canary Service', () => {
    expect(
      judgeService([
        set(MONITOR, '/spec/selector/matchLabels', {
          'fleetwright.dev/service': 'image-classification',
          'app.kubernetes.io/component': 'inference-server',
        }),
        set('Service/image-classification', '/spec/ports/-', METRICS_PORT),
        set('Service/image-classification-canary', '/spec/ports/-', METRICS_PORT),
      ]),
    ).toEqual([
      'identity/pods-scraped-once ServiceMonitor/image-classification /spec/selector: The pods of Rollout/image-classification are scraped through Service/image-classification (ServiceMonitor/image-classification) and through Service/image-classification-canary.',
    ]);
  });

  it('finds a monitor that selects the stable Service alone', () => {
    expect(
      judgeService([
        set('Service/image-classification', '/metadata/labels/scrape', 'yes'),
        set(MONITOR, '/spec/selector/matchLabels', {
          'fleetwright.dev/service': 'image-classification',
          scrape: 'yes',
        }),
        set('Service/image-classification', '/spec/ports/-', METRICS_PORT),
      ]),
    ).toEqual([
      'identity/pods-scraped-once ServiceMonitor/image-classification /spec/selector: Rollout/image-classification is scraped only through Service/image-classification, its stableService: during a rollout the other pods are not scraped.',
    ]);
  });

  it('finds two Services of a plain Deployment under one monitor', () => {
    const yaml =
      workload({ ports: PORTS }) + SERVICE('one', '{ app: chat }') + SERVICE('two', '{ app: chat }');
    expect(judge(yaml + SERVICE_MONITOR())).toEqual([
      'identity/pods-scraped-once ServiceMonitor/chat /spec/selector: The pods of Deployment/chat are scraped through Service/one (ServiceMonitor/chat) and through Service/two.',
    ]);
  });

  it('accepts the active Service of a blue-green Rollout', () => {
    const rollout = workload({ kind: 'Rollout', ports: PORTS }).replace(
      'spec:\n',
      'spec:\n  strategy: { blueGreen: { activeService: one, previewService: two } }\n',
    );
    const services = SERVICE('one', '{ app: chat }') + SERVICE('two', '{ app: preview }');
    expect(judge(rollout + services + SERVICE_MONITOR())).toEqual([]);
  });

  it('accepts two paths of one port', () => {
    const yaml = workload({ ports: PORTS }) + SERVICE('one', '{ app: chat }');
    expect(judge(yaml + SERVICE_MONITOR('port: metrics }, { port: metrics, path: /other'))).toEqual([]);
  });
});

const METRICS_PORT = { name: 'http-metrics', port: 8002, targetPort: 'http-metrics', appProtocol: 'http' };
