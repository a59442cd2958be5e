export { areas, type Area } from './areas.ts';
export { buildResources, type BuiltArea } from './build-resources.ts';
export { parsePatchName, type PatchTarget } from './patch-name.ts';
export { assembleOverlay, renderOverlay, type OverlayFile, type OverlayOptions } from './render-overlay.ts';
export { validatePatches } from './validate-patches.ts';
