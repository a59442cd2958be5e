export { areas, type Area } from './areas.ts';
export { buildResources, countResources, type BuiltArea } from './build-resources.ts';
export { parsePatchName, type PatchTarget } from './patch-name.ts';
export { renderArgocd, type ArgocdInputs } from './render-argocd.ts';
export { assembleOverlay, renderOverlay, type OverlayFile, type OverlayOptions } from './render-overlay.ts';
export { renderPlatform, type RenderedFolder } from './render-platform.ts';
export { renderRetired, type RetiredInputs } from './render-retired.ts';
export { validatePatches } from './validate-patches.ts';
