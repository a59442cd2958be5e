import { KUSTOMIZATION_FILE, listedFiles, overlayPath } from '@fleetwright/overlay/layout';
import type { FleetView } from '../tree/fleet-view.ts';

/** What the overlay of a placement applies to its cluster. */
export interface AppliedObjects {
  cluster: string;
  /** `<kind>/<name>`, in the order of the files. */
  objects: string[];
  /** Those that Argo CD prunes once the overlay lacks them. */
  prunable: string[];
}

/** Lists the objects of a service on every cluster, by its committed overlays: what Argo CD applied. */
export function listObjects(view: FleetView, service: string): AppliedObjects[] {
  return view
    .children('clusters')
    .sort()
    .map((cluster) => {
      const folder = overlayPath(cluster, service);
      const listed = listedFiles(view.read(`${folder}/${KUSTOMIZATION_FILE}`, 'utf8') ?? '');
      const texts = listed.map((file) => view.read(`${folder}/${file}`, 'utf8') ?? '');
      const documents = texts.flatMap((text) => text.split(/^---$/m));
      const isPrunable = (text: string) => !text.includes(KEEP);
      return {
        cluster,
        objects: documents.flatMap(nameObject),
        prunable: documents.filter(isPrunable).flatMap(nameObject),
      };
    })
    .filter(({ objects }) => objects.length > 0);
}

const KEEP = 'argocd.argoproj.io/sync-options: Prune=false';

// Generated files hold one field a line in a fixed order, so that nothing need be parsed.
function nameObject(document: string): string[] {
  const kind = /^kind: (\S+)$/m.exec(document)?.[1];
  const name = /^metadata:\n {2}name: (\S+)$/m.exec(document)?.[1];
  return kind === undefined || name === undefined ? [] : [`${kind}/${name}`];
}
