export { areas, type Area } from './areas.ts';
export { buildResources, type BuiltArea } from './build-resources.ts';
export { isGenerated } from './generated-header.ts';
export { KUSTOMIZATION_FILE, listedFiles, PATCHES_FOLDER } from './kustomization.ts';
export { overlayPath } from './overlay-path.ts';
export { parsePatchName, type PatchTarget } from './patch-name.ts';
export { PLACEMENT_FILE } from './placement-file.ts';
export { assembleOverlay, renderOverlay, type OverlayFile, type OverlayOptions } from './render-overlay.ts';
export { validatePatches } from './validate-patches.ts';
