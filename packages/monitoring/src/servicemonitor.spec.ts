import { planFixture } from '@fleetwright/plan/testing';
import { describe, expect, it } from 'vitest';
import { serviceMonitor } from './servicemonitor.ts';

const base = planFixture();

function endpointAt(scrapeIntervalSeconds: number) {
  const plan = planFixture({ monitoring: { ...base.monitoring, scrapeIntervalSeconds } });
  return serviceMonitor(plan).spec.endpoints[0]!;
}

describe('the ServiceMonitor', () => {
  it('carries the labels by which the cluster selects monitors', () => {
    expect(serviceMonitor(base).metadata.labels).toMatchObject({
      release: 'kube-prometheus-stack',
      'fleetwright.dev/service': 'image-classification',
    });
  });

  it('selects the one metrics Service of the service, in its namespace', () => {
    const { selector, namespaceSelector } = serviceMonitor(base).spec;
    expect(selector.matchLabels).toEqual({
      'fleetwright.dev/service': 'image-classification',
      'app.kubernetes.io/component': 'metrics',
    });
    expect(namespaceSelector).toEqual({ matchNames: ['ml-inference'] });
  });

  it('does not select the Services that clients use, whose component is another', () => {
    const { selector } = serviceMonitor(base).spec;
    expect(base.labels['app.kubernetes.io/component']).not.toBe(
      selector.matchLabels?.['app.kubernetes.io/component'],
    );
  });

  it('names the port as the Service does and copies the pod-template hash to the series', () => {
    const { endpoints, podTargetLabels } = serviceMonitor(base).spec;
    expect(endpoints).toEqual([
      {
        port: 'http-metrics',
        scheme: 'http',
        path: '/metrics',
        interval: '15s',
        scrapeTimeout: '10s',
        honorLabels: false,
      },
    ]);
    expect(podTargetLabels).toEqual(['rollouts-pod-template-hash']);
  });

  it('copies the hash of a Deployment where no Rollout sets one', () => {
    const rollout = { strategy: 'rolling-update', maxSurge: 1, maxUnavailable: 0 } as const;
    expect(serviceMonitor(planFixture({ rollout })).spec.podTargetLabels).toEqual(['pod-template-hash']);
  });

  it.each([
    [2, '1s'],
    [5, '3s'],
    [10, '6s'],
    [15, '10s'],
    [60, '10s'],
  ])('gives up a scrape before the next one starts: every %i s, after %s', (interval, timeout) => {
    expect(endpointAt(interval)).toMatchObject({ interval: `${interval}s`, scrapeTimeout: timeout });
  });

  it.each([
    ['one version on one GPU', { models: base.models }, 1000],
    ['two models', { models: [...base.models, ...base.models] }, 1500],
    ['no model yet', { models: [] }, 500],
    ['two GPUs', { gpu: { kind: 'whole', resource: 'nvidia.com/gpu', count: 2 } }, 1500],
    ['two claimed GPUs', { gpu: { kind: 'claim', deviceClass: 'gpu.nvidia.com', count: 2 } }, 1500],
    ['no GPU', { gpu: { kind: 'none' } }, 1000],
  ] as const)('limits samples by what can be exposed: %s', (_case, overrides, limit) => {
    expect(serviceMonitor(planFixture(overrides as object)).spec.sampleLimit).toBe(limit);
  });
});
