import type { Position } from '@fleetwright/findings';
import { locateInManifest, type Manifest } from '@fleetwright/manifests';
import type { Place } from './cluster-rule.ts';
import { nameOf } from './graph/node.ts';

/** Where a remembered place stands, among the manifests of its file. */
export function locatePlace(
  manifests: readonly Manifest[],
  { file, line, pointer, resource }: Place,
): Position {
  const found = manifests.find(
    ({ object, ...manifest }) =>
      manifest.file === file &&
      manifest.line === line &&
      nameOf({ kind: object.kind, name: object.metadata.name ?? '' }) === resource,
  );
  return found === undefined
    ? { line, column: 1 }
    : locateInManifest(found, pointer.slice(found.root.length));
}
