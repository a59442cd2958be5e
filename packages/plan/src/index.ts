export type * from './serving-plan.ts';
export {
  canaryRequestRate,
  errorRatio,
  failedRate,
  GRPC_SERVER_ERRORS,
  gatewayBucketMs,
  latencyQuantile,
  measuredRate,
  pendingRequests,
  queueTimeMs,
  requestCount,
  requestRate,
  requestRateByService,
  slowRate,
  slowRatio,
  tritonSeries,
  type Audience,
  type Range,
} from './signals.ts';
export { ADAPTER_METRICS, scalingQuery, type AdapterMetric } from './scaling-signals.ts';
export { resolveLimitRange } from './resolve-limit-range.ts';
export { isPlaced } from './placement.ts';
export { FETCHER } from './resolve-images.ts';
export {
  explainablePointers,
  explainPlan,
  type DerivedValue,
  type Explanation,
  type StatedOrigin,
  type StatedValue,
  type UnknownValue,
} from './explain-plan.ts';
export { MODEL_REPOSITORY } from './serving-plan.ts';
export { resolvePlan, type PlanTrace, type ResolvedPlan } from './resolve-plan.ts';
export type { Derivation, PlanInputs } from './resolution.ts';
