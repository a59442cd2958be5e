import type { PlacementRenderer } from './placement-renderer.ts';
import type { FleetInputs } from './read-workspace.ts';

/** Loads parsers and builders, and makes a renderer of placements from the hand-written files. */
export async function createRenderer(inputs: FleetInputs): Promise<PlacementRenderer> {
  const { PlacementRenderer } = await import('./placement-renderer.ts');
  return new PlacementRenderer(inputs);
}
