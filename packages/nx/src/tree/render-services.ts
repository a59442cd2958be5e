import type { Finding } from '@fleetwright/findings';
import { createRenderer, type FleetInputs } from '@fleetwright/fleet';
import { overlayPath, PATCHES_FOLDER } from '@fleetwright/overlay/layout';
import type { FleetView } from './fleet-view.ts';

/** A file for the tree; the path is relative to the workspace root. */
export interface TreeFile {
  path: string;
  text: string;
}

/** One service on one cluster. */
export interface RenderedService {
  service: string;
  cluster: string;
  files: TreeFile[];
  resources: number;
}

/** Renders services for every cluster they run on, as the render command does. */
export async function renderServices(
  tree: FleetView,
  inputs: FleetInputs,
): Promise<{ placements: RenderedService[]; findings: Finding[] }> {
  const renderer = await createRenderer(inputs);
  const clusters = [...inputs.clusters.keys()];
  const findings = [
    ...clusters.flatMap((cluster) => renderer.clusterFacts(cluster).findings),
    ...[...inputs.services.keys()].flatMap((service) => renderer.serviceFindings(service)),
  ];
  const placements: RenderedService[] = [];
  for (const service of inputs.services.keys()) {
    for (const cluster of clusters) {
      const folder = overlayPath(cluster, service);
      const rendered = renderer.render(service, cluster, listPatches(tree, folder));
      findings.push(...rendered.findings);
      if (rendered.files === undefined) continue;
      const files = rendered.files.map(({ path, text }) => ({ path: `${folder}/${path}`, text }));
      placements.push({ service, cluster, files, resources: rendered.resources });
    }
  }
  return { placements, findings };
}

function listPatches(tree: FleetView, folder: string): string[] {
  return tree
    .children(`${folder}/${PATCHES_FOLDER}`)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
}
