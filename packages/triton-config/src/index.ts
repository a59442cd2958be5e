export {
  backendOfFiles,
  BACKENDS,
  ENSEMBLE,
  hasModelFiles,
  modelFormat,
  resolveBackend,
  type Backend,
  type BackendProblem,
  type ModelFormat,
} from './backends.ts';
export { checkEnsembles, type EnsembleProblem, type NamedConfig } from './check-ensembles.ts';
export { checkFlagValue, checkFlags, formatFlags, type FlagProblem, type FlagValue } from './check-flags.ts';
export { checkModelConfig } from './check-model-config.ts';
export { fileListChecksum, type FileDigest } from './checksum.ts';
export { findFlag, FLAGS, type Flag, type FlagType } from './flags.ts';
export { formatModelConfig } from './format-model-config.ts';
export { type ConfigComments } from './config-decoder.ts';
export { modelConfigDescriptor } from './generated/model-config-descriptor.ts';
export type * from './generated/model-config.ts';
export {
  compareReleases,
  IMAGE_VARIANTS,
  imageTag,
  LATEST_RELEASE,
  SECURITY_FLOORS,
  securityFloorBelow,
  TRITON_REPOSITORY,
  type ImageVariant,
  type SecurityFloor,
} from './images.ts';
export { latencyBuckets } from './latency-buckets.ts';
export {
  FAILURE_REASONS,
  findMetric,
  FIRST_RESPONSE_HISTOGRAM,
  METRIC_SWITCHES,
  METRICS,
  seriesOf,
  type FailureReason,
  type Metric,
  type MetricScope,
  type MetricSwitch,
  type MetricUnit,
} from './metrics.ts';
export { type ModelConfigInput } from './model-config-input.ts';
export { modelConfigSchema } from './model-config-schema.ts';
export { parseModelConfigText, type ParsedModelConfig } from './parse-model-config.ts';
export { type ConfigProblem } from './problem.ts';
export {
  readModelRepository,
  type RepositoryFile,
  type RepositoryModel,
  type RepositoryVersion,
} from './repository.ts';
export { FEATURE_SINCE, supports, type Feature } from './version-gates.ts';
