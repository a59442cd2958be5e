import type { ServingPlan } from '@fleetwright/plan';
import { planFixture } from '@fleetwright/plan/testing';
import { describe, expect, it } from 'vitest';
import { dashboard } from './dashboard.ts';
import { SHAPES } from './shape-fixtures.ts';

const base = planFixture();

interface Model {
  uid: string;
  panels: {
    type: string;
    title: string;
    gridPos: { x: number; y: number; w: number; h: number };
    fieldConfig?: {
      defaults: { unit: string; min?: number; thresholds?: { steps: { value: number | null }[] } };
    };
    targets?: { expr: string; legendFormat: string }[];
  }[];
}

function textOf(overrides: Partial<ServingPlan> = {}): string {
  return dashboard(planFixture(overrides))!.data!['image-classification-dashboard.json']!;
}

function modelOf(overrides: Partial<ServingPlan> = {}): Model {
  return JSON.parse(textOf(overrides)) as Model;
}

function rowsOf(overrides: Partial<ServingPlan> = {}): string[] {
  return modelOf(overrides)
    .panels.filter(({ type }) => type === 'row')
    .map(({ title }) => title);
}

function panelOf(title: string, overrides: Partial<ServingPlan> = {}) {
  return modelOf(overrides).panels.find((panel) => panel.title === title);
}

describe('the dashboard', () => {
  it("is a ConfigMap with the labels that Grafana's sidecar looks for", () => {
    expect(dashboard(base)).toMatchObject({
      kind: 'ConfigMap',
      metadata: { name: 'image-classification-dashboard', labels: { grafana_dashboard: '1' } },
    });
  });

  it('is left out where the cluster states no such labels', () => {
    const monitoring = { ...base.monitoring, dashboardLabels: {} };
    expect(dashboard(planFixture({ monitoring }))).toBeUndefined();
  });

  it('has a stable uid made from the placement', () => {
    expect(modelOf().uid).toBe('prod-us-east_image-classification');
  });

  it('is small enough to be read in a review', () => {
    expect(textOf().length).toBeLessThan(12 * 1024);
    expect(textOf().split('\n').length).toBeLessThan(250);
  });

  it('has a row per concern', () => {
    expect(rowsOf()).toEqual(['Overview', 'Queue and batching', 'Models', 'GPU', 'Canary', 'Server']);
  });

  it.each<[string, Partial<ServingPlan>]>([
    ['no GPU', { gpu: { kind: 'none' } }],
    ['no source of GPU figures', { monitoring: { ...base.monitoring, gpuMetrics: 'none' } }],
  ])('has no GPU row with %s', (_case, overrides) => {
    expect(rowsOf(overrides)).not.toContain('GPU');
  });

  it("reads GPU figures from DCGM exporter by the service's pods, or from Triton", () => {
    const monitoring = { ...base.monitoring, gpuMetrics: 'triton' } as const;
    expect(panelOf('GPU utilization')!.targets![0]!.expr).toContain(
      'DCGM_FI_DEV_GPU_UTIL{exported_namespace="ml-inference",exported_pod=~"image-classification-[0-9a-z]+-[0-9a-z]+"}',
    );
    expect(panelOf('GPU utilization', { monitoring })!.targets![0]!.expr).toBe(
      'max by (pod,gpu_uuid) (nv_gpu_utilization{namespace="ml-inference",service="image-classification-metrics"})',
    );
  });

  it.each([
    [base, 'GPU utilization', 'GPU memory'],
    [SHAPES.claimedGpu, 'GPU utilization', 'GPU memory'],
    [SHAPES.partition, 'GPU partition utilization', 'GPU partition memory'],
    [SHAPES.sharedGpu, 'GPU utilization, all pods on the device', 'GPU memory, all pods on the device'],
  ])('says what its GPU figures are of', (plan, ...titles) => {
    for (const title of titles) expect(panelOf(title, plan)).toBeDefined();
  });

  it('tells partitions of one device apart', () => {
    expect(panelOf('GPU partition utilization', SHAPES.partition)!.targets![0]!.legendFormat).toBe(
      '{{Hostname}}{{hostname}} GPU {{gpu}} {{GPU_I_PROFILE}} {{GPU_I_ID}}',
    );
  });

  it('has no latency where nothing measures it', () => {
    expect(panelOf('Latency', SHAPES.edge)).toBeUndefined();
    expect(rowsOf(SHAPES.edge)).toEqual(['Overview', 'Queue and batching', 'Models', 'GPU', 'Server']);
  });

  it('has no row for a canary where pods are replaced in place', () => {
    expect(rowsOf(SHAPES.rollingUpdate)).not.toContain('Canary');
  });

  it('tells the versions apart by pod hash where no gateway sees them', () => {
    const [target] = panelOf('Requests, stable and canary', SHAPES.canaryWithoutGateway)!.targets!;
    expect(target!.legendFormat).toBe('{{rollouts_pod_template_hash}}');
    expect(target!.expr).toMatch(
      /^sum by \(rollouts_pod_template_hash\) \(rate\(nv_inference_request_success/,
    );
  });

  it('draws no target of an autoscaler where there is none', () => {
    expect(panelOf('Queue time', SHAPES.fixedReplicas)!.fieldConfig!.defaults.thresholds).toBeUndefined();
  });

  it('draws the objectives and the target of the autoscaler as lines', () => {
    const lines = (title: string) =>
      panelOf(title)!.fieldConfig!.defaults.thresholds?.steps.map(({ value }) => value);
    expect(lines('Latency')).toEqual([null, 200]);
    expect(lines('Failed requests')).toEqual([null, 0.001]);
    expect(lines('Queue time')).toEqual([null, 20]);
    expect(lines('Requests')).toBeUndefined();
  });

  it('shows what is left of every budget', () => {
    expect(panelOf('Error budget left of 30d')!.targets!.map(({ legendFormat }) => legendFormat)).toEqual([
      'availability',
      '200ms',
    ]);
  });

  it('shows a budget that is more than spent below zero', () => {
    expect(panelOf('Error budget left of 30d')!.fieldConfig!.defaults).toEqual({ unit: 'percentunit' });
    expect(panelOf('Requests')!.fieldConfig!.defaults).toEqual({ unit: 'reqps', min: 0 });
  });

  it('shows the response cache only where the server has one', () => {
    const triton = { ...base.triton, args: [...base.triton.args, '--cache-config=local,size=104857600'] };
    expect(panelOf('Response cache hits')).toBeUndefined();
    expect(panelOf('Response cache hits', { triton })).toBeDefined();
  });

  it('tells stable from canary by Service at the gateway and by pod hash in Triton', () => {
    expect(panelOf('Requests, stable and canary')!.targets![0]!.legendFormat).toBe(
      '{{destination_service_name}}',
    );
    expect(panelOf('Mean request time by version')!.targets![0]!.legendFormat).toBe(
      '{{rollouts_pod_template_hash}}',
    );
  });

  it.each([['the fixture', base], ...Object.entries(SHAPES)])(
    'fills the width of every row without overlap: %s',
    (_case, plan) => {
      const areas = modelOf(plan).panels.map(({ gridPos }) => gridPos);
      const covered = new Map<number, number>();
      for (const { x, y, w } of areas) {
        expect(Number.isInteger(x) && x + w <= 24).toBe(true);
        covered.set(y, (covered.get(y) ?? 0) + w);
      }
      expect([...covered.values()]).toEqual(Array.from(covered, () => 24));
    },
  );
});
