import type { GpuPlan, KedaScaling, ServingPlan } from '@fleetwright/plan';
import { planFixture } from '@fleetwright/plan/testing';

const base = planFixture();
const ROLLING = { strategy: 'rolling-update', maxSurge: 1, maxUnavailable: 0 } as const;
const FIXED = { controller: 'none', minReplicas: 1, maxReplicas: 1 } as const;
const OBJECTIVE = { thresholdMs: 200, target: 99, source: 'gateway' } as const;
const METRIC = {
  minReplicas: 2,
  maxReplicas: 6,
  metric: { type: 'pendingRequests', target: 12 },
  scaleUpStabilizationSeconds: 0,
  scaleDownStabilizationSeconds: 300,
} as const;

/** KEDA, but by waiting requests instead of queue time. */
export const PENDING_REQUESTS: KedaScaling = {
  controller: 'keda',
  ...METRIC,
  prometheusAddress: 'http://prometheus.monitoring:9090',
  pollingIntervalSeconds: 15,
};

/** Plans of tests: each differs from the plan fixture in what its name says. */
export const SHAPES = {
  scalingByPending: planFixture({ scaling: PENDING_REQUESTS }),
  scalingByHpa: planFixture({ scaling: { controller: 'hpa', ...METRIC } }),
  fixedReplicas: planFixture({ scaling: FIXED }),
  rollingUpdate: planFixture({ rollout: ROLLING }),
  gpuFromTriton: withGpu(base.gpu, 'triton'),
  partition: withGpu({ kind: 'mig', resource: 'nvidia.com/mig-1g.10gb', count: 1 }, 'dcgm-profiling'),
  sharedGpu: withGpu({ kind: 'time-slice', resource: 'nvidia.com/gpu.shared', count: 1 }, 'triton'),
  claimedGpu: withGpu({ kind: 'claim', deviceClass: 'gpu.nvidia.com', count: 1 }, 'dcgm'),
  latencyFromGateway: planFixture({ slo: { ...base.slo, latency: [OBJECTIVE], latencySource: 'gateway' } }),
  /** Callers with sidecars follow the canary; nobody calls from outside. */
  canaryWithoutGateway: planFixture({
    gateway: undefined,
    traffic: {
      ...base.traffic,
      host: undefined,
      callers: [{ namespace: 'shop', serviceAccount: 'search' }],
    },
  }),
  /** One replica that nothing scales, neither gateway nor mesh nor rollouts, a release without the histogram. */
  edge: planFixture({
    gateway: undefined,
    mesh: { mode: 'none' },
    traffic: { ...base.traffic, host: undefined },
    rollout: ROLLING,
    scaling: FIXED,
    triton: { ...base.triton, release: '25.12' },
    slo: { ...base.slo, latency: [], latencySource: 'none' },
    monitoring: { ...base.monitoring, gpuMetrics: 'triton' },
  }),
} satisfies Record<string, ServingPlan>;

function withGpu(gpu: GpuPlan, gpuMetrics: ServingPlan['monitoring']['gpuMetrics']): ServingPlan {
  return planFixture({ gpu, monitoring: { ...base.monitoring, gpuMetrics } });
}
