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
  const { name, team, file } = plan.service;
  const placement = emitPlacement({
    service: name,
    cluster: plan.cluster.name,
    namespace: plan.namespace,
    owner: team,
    release: file,
  });
  return assembleFolder([file], built, { patches, others: [{ path: PLACEMENT_FILE, text: placement }] });
}

/**
 * The files of any generated folder: a kustomization that lists the manifests, files that it does not list, and
 * the manifests. `sources` are the files that they are made from.
 */
export function assembleFolder(
  sources: readonly string[],
  built: readonly BuiltArea[],
  { patches = [], others = [] }: { patches?: readonly string[]; others?: readonly OverlayFile[] } = {},
): OverlayFile[] {
  const manifests = built.map(({ file, resources }) => ({ path: file, text: emitManifest(resources) }));
  const list = manifests.map(({ path }) => path);
  const header = generatedHeader(...sources);
  return [{ path: KUSTOMIZATION_FILE, text: emitKustomization(list, patches) }, ...others, ...manifests].map(
    ({ path, text }) => ({ path, text: header + text }),
  );
}
