import type { Tree } from '@nx/devkit';
import { compareFindings, type Finding } from '@fleetwright/findings';
import { formatFinding, refuseErrors } from '../user-error.ts';
import { viewWith, type Edits } from './fleet-view.ts';
import { renderScope, type EditScope, type RenderedScope, type RenderedService } from './render-scope.ts';
import { findObstacles } from './find-obstacles.ts';

/** What an edit of hand-written files comes to. */
export interface EditPlan {
  placements: RenderedService[];
  /** Files that differ from the tree; undefined deletes one. */
  changes: { path: string; text: string | undefined }[];
  warnings: Finding[];
}

/** Gives findings their last form before they are shown, e.g. by the option that is to blame. */
export type Blame = (findings: readonly Finding[]) => readonly Finding[];

/**
 * Finds out what an edit of hand-written files changes, with everything that is rendered from them; an undefined
 * scope renders nothing. With an error among the findings it throws; the tree stays as it is in any case.
 */
export async function planEdit(
  tree: Tree,
  edits: Edits,
  { scope, blame = (findings) => findings }: { scope: EditScope | undefined; blame?: Blame },
): Promise<EditPlan> {
  const rendered = scope === undefined ? NOTHING : await renderScope(viewWith(tree, edits), scope);
  const findings = distinct(blame(rendered.findings));
  refuseErrors(findings);
  const texts = new Map<string, string | undefined>(edits);
  for (const { path, text } of rendered.files) texts.set(path, text);
  for (const path of rendered.stale) texts.set(path, undefined);
  refuseErrors(findObstacles(tree, rendered.files, [...texts.keys()]));
  const changes = [...texts].flatMap(([path, text]) =>
    tree.read(path, 'utf8') === (text ?? null) ? [] : [{ path, text }],
  );
  return {
    placements: rendered.placements,
    changes,
    warnings: findings.filter(({ severity }) => severity !== 'error'),
  };
}

const NOTHING: RenderedScope = { placements: [], files: [], stale: [], findings: [] };

/** Makes the changes of a plan. */
export function applyEdit(tree: Tree, { changes }: EditPlan): void {
  for (const { path, text } of changes) {
    if (text === undefined) tree.delete(path);
    else tree.write(path, text);
  }
}

// What reads the same for many placements is said once.
function distinct(findings: readonly Finding[]): Finding[] {
  const byText = new Map(findings.map((finding) => [formatFinding(finding).join('\n'), finding]));
  return [...byText.values()].sort(compareFindings);
}
