import { nearestName, type Finding } from '@fleetwright/findings';
import type { ServingPlan } from '@fleetwright/plan';
import type { BuiltArea } from './build-resources.ts';
import { PATCHES_FOLDER } from './kustomization.ts';
import { overlayPath } from './overlay-path.ts';
import { parsePatchName } from './patch-name.ts';

/**
 * Finds patch files whose name does not say what they patch, or names a resource that the overlay lacks:
 * Kustomize would apply them to nothing, without a word.
 */
export function validatePatches(
  plan: ServingPlan,
  built: readonly BuiltArea[],
  patches: readonly string[],
): Finding[] {
  const known = built.flatMap((area) =>
    area.resources.map(({ resource }) => `${resource.kind}.${resource.metadata.name}`),
  );
  return patches.flatMap((file) => {
    const problem = describeProblem(file, known);
    if (problem === undefined) return [];
    const place = `${overlayPath(plan.cluster.name, plan.service.name)}/${PATCHES_FOLDER}/${file}`;
    return [
      { severity: 'error', file: place, service: plan.service.name, cluster: plan.cluster.name, ...problem },
    ];
  });
}

function describeProblem(
  file: string,
  known: readonly string[],
): Pick<Finding, 'rule' | 'message' | 'fix'> | undefined {
  const target = parsePatchName(file);
  if (target === undefined) {
    return {
      rule: 'overlay/patch-name',
      message: `The name of a patch file says what it patches; expected <Kind>.<name>[.<anything>].yaml, found ${JSON.stringify(file)}.`,
      fix: `Rename it, for example to ${known[0] ?? 'Rollout.<service>'}.yaml.`,
    };
  }
  const name = `${target.kind}.${target.name}`;
  if (known.includes(name)) return undefined;
  const nearest = nearestName(name, known);
  return {
    rule: 'overlay/patch-without-resource',
    message: `The overlay has no ${target.kind} named ${target.name}, so this patch would change nothing.`,
    fix: nearest === undefined ? 'Delete the patch.' : `Rename it to ${nearest}.yaml, or delete it.`,
  };
}
