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
export { formatModelConfig } from './format-model-config.ts';
export { modelConfigDescriptor } from './generated/model-config-descriptor.ts';
export type * from './generated/model-config.ts';
export {
  compareReleases,
  IMAGE_VARIANTS,
  imageReference,
  imageTag,
  LATEST_RELEASE,
  SECURITY_FLOORS,
  securityFloorBelow,
  TRITON_REPOSITORY,
  type ImageVariant,
  type SecurityFloor,
} from './images.ts';
export { modelConfigSchema } from './model-config-schema.ts';
export { parseModelConfigText, type ConfigComments, type ParsedModelConfig } from './parse-model-config.ts';
export { FEATURE_SINCE, supports, type Feature } from './version-gates.ts';
