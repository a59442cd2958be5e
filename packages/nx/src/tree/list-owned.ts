import { isGenerated, KUSTOMIZATION_FILE, ownedNames } from '@fleetwright/overlay/layout';
import type { FleetView } from './fleet-view.ts';

/** Paths of the files of a folder that a render owns, as the engine sees it: what people put there is not among them. */
export function listOwned(view: FleetView, folder: string): string[] {
  const kustomization = view.read(`${folder}/${KUSTOMIZATION_FILE}`, 'utf8') ?? '';
  return [...ownedNames(kustomization)]
    .map((name) => `${folder}/${name}`)
    .filter((path) => isGenerated(view.read(path, 'utf8') ?? ''));
}
