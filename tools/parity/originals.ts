import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { Resource } from '../e2e/resource.ts';
import { readDocuments } from '../e2e/documents.ts';
import { goldenOverlays, sharedFolders } from '../proof/overlays.ts';
import { readJudgedSet } from '../proof/judged-sets.ts';

/** Every object that golden overlays hold, once: of services, of platforms and of what Argo CD reads. */
export function readOriginals(): Resource[] {
  const resources = [
    ...goldenOverlays().flatMap((overlay) => readJudgedSet(overlay).manifests.map(({ object }) => object)),
    ...sharedFolders().flatMap(({ folder }) => readFolder(folder)),
  ] as Resource[];
  const byText = new Map(resources.map((resource) => [JSON.stringify(resource), resource]));
  return [...byText.values()];
}

function readFolder(folder: string): Resource[] {
  const { resources = [] } = load(readFileSync(join(folder, 'kustomization.yaml'), 'utf8')) as {
    resources?: string[];
  };
  return resources
    .flatMap((file) => readDocuments(file, readFileSync(join(folder, file), 'utf8')))
    .map(({ resource }) => resource);
}
