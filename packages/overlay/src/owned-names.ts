import { isGenerated } from './generated-header.ts';
import { KUSTOMIZATION_FILE, listedFiles } from './kustomization.ts';
import { ADAPTER_VALUES_FILE } from './overlay-path.ts';
import { PLACEMENT_FILE } from './placement-file.ts';

/** Generated files that are no resources, so that no kustomization lists them. */
const UNLISTED = [PLACEMENT_FILE, ADAPTER_VALUES_FILE];

/**
 * Names of the files that a render owns in a folder, by the text of its kustomization: that itself, the few that
 * are no resources, and what it lists; nothing where the kustomization is not generated. A file of such a name is
 * owned only if it begins as generated files do, {@link isGenerated}: what people put there stays.
 */
export function ownedNames(kustomization: string): Set<string> {
  if (!isGenerated(kustomization)) return new Set();
  return new Set([KUSTOMIZATION_FILE, ...UNLISTED, ...listedFiles(kustomization)]);
}
