import { emitManifest } from '@fleetwright/kube';
import type { ServingPlan } from '@fleetwright/plan';
import { areas } from './areas.ts';
import { buildResources, type BuiltArea } from './build-resources.ts';
import { generatedHeader } from './generated-header.ts';
import { emitKustomization, KUSTOMIZATION_FILE } from './kustomization.ts';
import { emitPlacement, PLACEMENT_FILE } from './placement-file.ts';

/** One generated file of an overlay. */
export interface OverlayFile {
  /** Relative to the overlay's folder. */
  path: string;
  text: string;
}

/** What people put beside the generated files. */
export interface OverlayOptions {
  /** Names of the files in patches/. */
  patches: readonly string[];
}

/** Every generated file of a placement: kustomization.yaml, placement.yaml and one file per area. */
export function renderOverlay(plan: ServingPlan, options: OverlayOptions): OverlayFile[] {
  return assembleOverlay(plan, buildResources(plan, areas), options);
}

/** The files of an overlay whose resources are already built. */
export function assembleOverlay(
  plan: ServingPlan,
  built: readonly BuiltArea[],
  { patches }: OverlayOptions,
): OverlayFile[] {
  const spec = `apps/${plan.service.name}/model-service.yaml`;
  const files = built.map(({ file, resources }) => ({ path: file, text: emitManifest(resources) }));
  const list = files.map(({ path }) => path);
  return [
    { path: KUSTOMIZATION_FILE, text: emitKustomization(list, patches) },
    { path: PLACEMENT_FILE, text: emitPlacement(plan, spec) },
    ...files,
  ].map(({ path, text }) => ({ path, text: generatedHeader(spec) + text }));
}
