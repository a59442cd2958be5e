import {
  ADAPTER_VALUES_FILE,
  isGenerated,
  KUSTOMIZATION_FILE,
  listedFiles,
  PLACEMENT_FILE,
} from '@fleetwright/overlay/layout';
import type { FleetView } from './fleet-view.ts';

/** Paths of the files of a folder that a render owns, as the engine sees it: what people put there is not among them. */
export function listOwned(view: FleetView, folder: string): string[] {
  const kustomization = view.read(`${folder}/${KUSTOMIZATION_FILE}`, 'utf8');
  if (kustomization === null || !isGenerated(kustomization)) return [];
  const names = [KUSTOMIZATION_FILE, PLACEMENT_FILE, ADAPTER_VALUES_FILE, ...listedFiles(kustomization)];
  return [...new Set(names)]
    .map((name) => `${folder}/${name}`)
    .filter((path) => isGenerated(view.read(path, 'utf8') ?? ''));
}
