import type { Tree } from '@nx/devkit';
import { compareFindings, type Finding } from '@fleetwright/findings';
import { overlayPath } from '@fleetwright/overlay/layout';
import { refuseErrors } from '../user-error.ts';
import { viewWith, type Edits, type FleetView } from './fleet-view.ts';
import { listOwned } from './list-owned.ts';
import { readFleetInputs } from './read-fleet-inputs.ts';
import { renderServices, type RenderedService } from './render-services.ts';
import { findObstacles } from './write-plan.ts';

/** Which placements an edit can change; a missing name stands for all. */
export interface EditScope {
  service?: string;
  cluster?: string;
}

/** What an edit of hand-written files comes to. */
export interface EditOutcome {
  placements: RenderedService[];
  /** Paths of all files that differ from before. */
  changed: string[];
  warnings: Finding[];
}

/** Gives findings their last form before they are shown, e.g. by the option that is to blame. */
export type Blame = (findings: readonly Finding[]) => readonly Finding[];

/**
 * Edits hand-written files and renders the placements that they can change. With an error among the findings it
 * throws before the tree changes; without changes the tree stays as it is, too.
 */
export async function editFleet(
  tree: Tree,
  edits: Edits,
  { scope, blame = (findings) => findings }: { scope: EditScope | undefined; blame?: Blame },
): Promise<EditOutcome> {
  const view = viewWith(tree, edits);
  const { placements, stale, findings } =
    scope === undefined ? { placements: [], stale: [], findings: [] } : await renderScope(view, scope);
  const judged = distinct(blame(findings));
  refuseErrors(judged);
  const rendered = placements.flatMap(({ files }) => files);
  const texts = new Map<string, string | undefined>(edits);
  for (const { path, text } of rendered) texts.set(path, text);
  for (const path of stale) texts.set(path, undefined);
  const written = [...texts].flatMap(([path, text]) => (text === undefined ? [] : [{ path, text }]));
  refuseErrors(findObstacles(tree, rendered, written));
  const changed = [...texts].filter(([path, text]) => tree.read(path, 'utf8') !== (text ?? null));
  for (const [path, text] of changed) {
    if (text === undefined) tree.delete(path);
    else tree.write(path, text);
  }
  return {
    placements,
    changed: changed.map(([path]) => path).sort(),
    warnings: judged.filter(({ severity }) => severity !== 'error'),
  };
}

async function renderScope(view: FleetView, scope: EditScope) {
  const services = scope.service === undefined ? view.children('apps').sort() : [scope.service];
  const specs = services.flatMap((name) => {
    const file = `apps/${name}/model-service.yaml`;
    const text = view.read(file, 'utf8');
    return text === null ? [] : [{ name, file, text }];
  });
  const inputs = readFleetInputs(view, specs);
  const clusters = scope.cluster === undefined ? view.children('clusters') : [scope.cluster];
  const narrowed = new Map([...inputs.clusters].filter(([name]) => clusters.includes(name)));
  const { placements, findings } = await renderServices(view, { ...inputs, clusters: narrowed });
  const claimed = new Set(placements.flatMap(({ files }) => files.map(({ path }) => path)));
  const stale = clusters
    .flatMap((cluster) => services.flatMap((service) => listOwned(view, overlayPath(cluster, service))))
    .filter((path) => !claimed.has(path));
  return { placements, stale, findings: [...inputs.findings, ...findings] };
}

// The same problem of a file that many placements share is reported once.
function distinct(findings: readonly Finding[]): Finding[] {
  const byText = new Map(findings.map((finding) => [JSON.stringify(finding), finding]));
  return [...byText.values()].sort(compareFindings);
}
