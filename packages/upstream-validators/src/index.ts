export { HELPERS, JUDGES, type HelperName, type JudgeName } from './judges.ts';
export { findValidators, type ValidatorBinaries } from './runner/find-validators.ts';
export {
  startValidators,
  type StartOptions,
  type UpstreamDocument,
  type ValidateOptions,
  type Validators,
} from './start-validators.ts';
export type { UpstreamFinding } from './upstream-finding.ts';
