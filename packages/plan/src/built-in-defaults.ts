import { LATEST_RELEASE } from '@fleetwright/triton-config';

/**
 * The lowest layer: what a spec of a dozen lines leaves unsaid. Values that depend on others are not here but
 * derived, each with its formula.
 */
export const BUILT_IN_DEFAULTS = {
  triton: { release: LATEST_RELEASE, flags: {} },
  resources: { requests: { cpu: '2' }, limits: {} },
  gpu: { sharing: ['none'] },
  slo: { window: '30d', availability: { target: 99.5 }, latency: [], firstToken: [] },
  traffic: { protocols: ['http', 'grpc'], streaming: false, callers: [] },
  scaling: { minReplicas: 2 },
  rollout: {
    canary: {
      dynamicStableScale: false,
      analysis: { interval: '1m', failureLimit: 2 },
    },
  },
};
