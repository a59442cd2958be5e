import type { BuiltResource } from '@fleetwright/kube';
import type { ServingPlan } from '@fleetwright/plan';
import type { Area } from './areas.ts';

/** The resources of one area of a placement, in the order in which they are written. */
export interface BuiltArea {
  file: string;
  resources: BuiltResource[];
}

/** Runs every builder of the areas on a plan; an area that makes nothing is left out. */
export function buildResources(plan: ServingPlan, areas: readonly Area[]): BuiltArea[] {
  return areas.map((area) => buildArea(plan, area)).filter((area) => area.resources.length > 0);
}

function buildArea(plan: ServingPlan, { file, builders }: Area): BuiltArea {
  const resources = builders.flatMap(({ id, build, comments }): BuiltResource[] => {
    const made = build(plan);
    if (made === undefined) return [];
    return [made].flat().map((resource) => ({ builder: id, resource, comments: comments?.(plan) }));
  });
  return { file, resources };
}
