import { compareReleases } from './images.ts';

/**
 * First release with a feature (`YY.MM`). Fields of the ModelConfig are given by the first release branch
 * whose model_config.proto has them.
 */
export const FEATURE_SINCE = {
  'pending-request-metric': '23.09',
  'pinned-memory-metrics': '24.01',
  'first-response-histogram-decoupled': '24.11',
  'first-response-histogram': '26.01',
  'model-load-duration-metric': '24.11',
  'config-model-namespace': '23.03',
  'config-growable-memory': '23.11',
  'config-iterative-sequence': '23.11',
  'config-runtime': '24.01',
  'config-non-linear-format-io': '24.08',
  'config-model-metrics': '24.11',
  'config-max-inflight-requests': '25.11',
  'platform-torch-aoti': '26.03',
} as const;

/** A feature whose first release is known. */
export type Feature = keyof typeof FEATURE_SINCE;

/** Whether a release of Triton has a feature. */
export function supports(release: string, feature: Feature): boolean {
  return compareReleases(release, FEATURE_SINCE[feature]) >= 0;
}
