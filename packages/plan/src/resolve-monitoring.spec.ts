import { describe, expect, it } from 'vitest';
import { planInputsFixture } from './plan-inputs-fixture.ts';
import { resolveMonitoring } from './resolve-monitoring.ts';
import type { GpuMetrics, GpuPlan } from './serving-plan.ts';

function gpuMetricsOf(gpu: GpuPlan, dcgmExporter: string): GpuMetrics {
  const inputs = planInputsFixture(({ cluster }) => ({
    cluster: cluster.replace('    dcgmExporter: true\n', dcgmExporter),
  }));
  const resolution = { inputs, layers: [], spec: {} as never, derived: new Map(), findings: [] };
  return resolveMonitoring(resolution, gpu).gpuMetrics;
}

const WHOLE: GpuPlan = { kind: 'whole', resource: 'nvidia.com/gpu', count: 1 };
const PARTITION: GpuPlan = { kind: 'mig', resource: 'nvidia.com/mig-1g.10gb', count: 1 };
const SHARED: GpuPlan = { kind: 'time-slice', resource: 'nvidia.com/gpu.shared', count: 1 };
const CLAIM: GpuPlan = { kind: 'claim', deviceClass: 'gpu.nvidia.com', count: 1 };

describe('figures of the devices', () => {
  it.each<[GpuPlan, GpuMetrics, GpuMetrics]>([
    [WHOLE, 'dcgm', 'triton'],
    [CLAIM, 'dcgm', 'triton'],
    [PARTITION, 'dcgm-profiling', 'none'],
    [SHARED, 'triton', 'triton'],
    [{ kind: 'none' }, 'none', 'none'],
  ])('of %j come from %s where DCGM exporter runs, else from %s', (gpu, withExporter, without) => {
    expect(gpuMetricsOf(gpu, '    dcgmExporter: true\n')).toBe(withExporter);
    expect(gpuMetricsOf(gpu, '    dcgmExporter: false\n')).toBe(without);
    expect(gpuMetricsOf(gpu, '')).toBe(without);
  });
});
