import { readManifests, splitDocuments, type KubeObject } from '@fleetwright/manifests';
import type { ObjectChange } from './object-change.ts';
import type { FolderPair } from './read-folders.ts';

const SCALERS = /^kind: "?(?:ScaledObject|HorizontalPodAutoscaler)"?$/m;

/** Gives the autoscalers that stand in the folder of a change, with the names of the place replaced. */
export function findScalers(
  pairs: readonly FolderPair[],
): (change: ObjectChange, side: 'before' | 'after') => readonly KubeObject[] {
  const byFolder = new Map(pairs.map((pair) => [pair.unit.folder, pair]));
  const known = new Map<string, readonly KubeObject[]>();
  return ({ unit }, side) => {
    const pair = byFolder.get(unit.folder);
    const own = side === 'before' ? pair?.base : pair?.head;
    const documents = [...(own?.texts.values() ?? [])]
      .flatMap(splitDocuments)
      .filter(({ text }) => SCALERS.test(text));
    return documents.flatMap(({ text }) => {
      const normalized = own!.normalize(text);
      const objects =
        known.get(normalized) ?? readManifests('', normalized).manifests.map(({ object }) => object);
      known.set(normalized, objects);
      return objects;
    });
  };
}
