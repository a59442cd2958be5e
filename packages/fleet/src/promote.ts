import type { FleetInputs } from './read-workspace.ts';
import type { Promotion, PromotionRequest } from './promote-release.ts';

/**
 * Copies the spec that one environment runs of a service to the releases of the environment that is promoted from
 * it. Nothing is written and nothing rendered: the result says what to write.
 */
export async function promote(inputs: FleetInputs, request: PromotionRequest): Promise<Promotion> {
  // Parsers are loaded only where somebody promotes.
  const { promoteRelease } = await import('./promote-release.ts');
  return promoteRelease(inputs, request);
}
