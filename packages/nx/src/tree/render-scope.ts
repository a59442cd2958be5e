import type { Finding } from '@fleetwright/findings';
import {
  createRenderer,
  listServices,
  type FleetInputs,
  type PlacementRenderer,
  type RenderedFiles,
} from '@fleetwright/fleet';
import {
  argocdPath,
  overlayPath,
  PATCHES_FOLDER,
  PLACEMENT_FILE,
  PLATFORM_FOLDER,
} from '@fleetwright/overlay/layout';
import type { FleetView } from './fleet-view.ts';
import { listOwned } from './list-owned.ts';
import { readFleetInputs } from './read-fleet-inputs.ts';

/** What an edit of hand-written files is about: everything that it can change is rendered. */
export type EditScope = { services: readonly string[] } | { cluster: string } | { environment: string };

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

/** What a scope comes to. */
export interface RenderedScope {
  placements: RenderedService[];
  /** All generated files, those of the placements too. */
  files: TreeFile[];
  /** Paths of generated files that nothing generates any more. */
  stale: string[];
  findings: Finding[];
}

interface Rendering extends RenderedScope {
  view: FleetView;
  inputs: FleetInputs;
  renderer: PlacementRenderer;
}

/** Renders what an edit can change, folder by folder, as the engine does. */
export async function renderScope(view: FleetView, scope: EditScope): Promise<RenderedScope> {
  const inputs = readFleetInputs(view, 'services' in scope ? scope.services : undefined);
  const renderer = await createRenderer(inputs);
  const findings = [...inputs.findings, ...inputFindings(inputs, renderer, scope)];
  const rendering: Rendering = { placements: [], files: [], stale: [], findings, view, inputs, renderer };
  if ('services' in scope) {
    renderPlacements(rendering, scope.services, [...inputs.clusters.keys()]);
    for (const name of inputs.environments.keys()) {
      // An ApplicationSet finds its services by itself.
      if (renderer.environmentFacts(name).argocd === 'applications') renderArgocd(rendering, name);
    }
  } else if ('cluster' in scope) {
    renderPlacements(rendering, listServices(inputs), [scope.cluster]);
    keep(rendering, overlayPath(scope.cluster, PLATFORM_FOLDER), renderer.renderPlatform(scope.cluster));
    const { environment } = renderer.clusterFacts(scope.cluster);
    if (environment !== undefined) renderArgocd(rendering, environment);
  } else {
    renderArgocd(rendering, scope.environment);
  }
  return rendering;
}

function inputFindings(inputs: FleetInputs, renderer: PlacementRenderer, scope: EditScope): Finding[] {
  return [
    ...[...inputs.environments.keys()].flatMap((name) => renderer.environmentFacts(name).findings),
    ...[...inputs.clusters.keys()].flatMap((name) => renderer.clusterFacts(name).findings),
    ...renderer.referenceFindings({ allClusters: true }),
    ...('services' in scope ? scope.services.flatMap((name) => renderer.serviceFindings(name)) : []),
  ];
}

function renderPlacements(
  rendering: Rendering,
  services: readonly string[],
  clusters: readonly string[],
): void {
  const { view, renderer, placements } = rendering;
  for (const service of services) {
    for (const cluster of clusters) {
      const folder = overlayPath(cluster, service);
      const rendered = renderer.render(service, cluster, listPatches(view, folder));
      const files = keep(rendering, folder, rendered);
      if (files !== undefined) placements.push({ service, cluster, files, resources: rendered.resources });
    }
  }
}

function renderArgocd(rendering: Rendering, environment: string): void {
  const { renderer, inputs } = rendering;
  const clusters = [...inputs.clusters.keys()].filter(
    (name) => renderer.clusterFacts(name).environment === environment,
  );
  const written = renderer.environmentFacts(environment).argocd === 'applications';
  const placements = written ? listPlacements(rendering, clusters) : [];
  keep(rendering, argocdPath(environment), renderer.renderArgocd(environment, placements));
}

// By their files: those of other services are not rendered here.
function listPlacements(
  { view, files, stale }: Rendering,
  clusters: readonly string[],
): { cluster: string; service: string }[] {
  const rendered = new Set(files.map(({ path }) => path));
  const gone = new Set(stale);
  const names = (cluster: string) => [
    ...view.children(`clusters/${cluster}`),
    ...[...rendered].flatMap((path) =>
      path.startsWith(`clusters/${cluster}/`) ? [path.split('/')[2]!] : [],
    ),
  ];
  const services = [...new Set(clusters.flatMap(names))].sort();
  return services.flatMap((service) =>
    clusters.flatMap((cluster) => {
      const file = `${overlayPath(cluster, service)}/${PLACEMENT_FILE}`;
      const stands = rendered.has(file) || (!gone.has(file) && view.read(file, 'utf8') !== null);
      return stands ? [{ cluster, service }] : [];
    }),
  );
}

// Files of a folder that had errors are left alone: nothing is written then.
function keep(
  { view, files, stale, findings }: Rendering,
  folder: string,
  rendered: RenderedFiles,
): TreeFile[] | undefined {
  findings.push(...rendered.findings);
  const own = rendered.files?.map(({ path, text }) => ({ path: `${folder}/${path}`, text }));
  const wanted = new Set(own?.map(({ path }) => path));
  files.push(...(own ?? []));
  stale.push(...listOwned(view, folder).filter((path) => !wanted.has(path)));
  return own;
}

function listPatches(view: FleetView, folder: string): string[] {
  return view
    .children(`${folder}/${PATCHES_FOLDER}`)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
}
