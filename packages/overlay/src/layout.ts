// What stands where in an overlay, for those who read a tree and render nothing: it loads no builder.
export { isGenerated } from './generated-header.ts';
export { KUSTOMIZATION_FILE, listedFiles, PATCHES_FOLDER } from './kustomization.ts';
export {
  ADAPTER_VALUES_FILE,
  argocdPath,
  overlayPath,
  PLATFORM_FOLDER,
  RELEASES_FOLDER,
  releaseName,
  releasePath,
} from './overlay-path.ts';
export { ownedNames } from './owned-names.ts';
export { PLACEMENT_FILE } from './placement-file.ts';
