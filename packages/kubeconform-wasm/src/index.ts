export { findProgram, isBuilt } from './built-files.ts';
export { loadKubeconform } from './kubeconform.ts';
export type {
  Kubeconform,
  KubeconformOptions,
  ValidateOptions,
  Verdict,
  VerdictStatus,
} from './kubeconform.ts';
export { DEFAULT_SCHEMA_LOCATIONS } from './schema-locations.ts';
export type { SchemaSource } from './schema-files.ts';
export type { SchemaError } from './parse-message.ts';
