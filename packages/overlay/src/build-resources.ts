import type { BuiltResource } from '@fleetwright/kube';
import type { Area } from './areas.ts';

/** The resources of one area, in the order in which they are written. */
export interface BuiltArea {
  file: string;
  resources: BuiltResource[];
}

/** Runs every builder of the areas on a plan; an area that makes nothing is left out. */
export function buildResources<Plan>(plan: Plan, areas: readonly Area<Plan>[]): BuiltArea[] {
  return areas.map((area) => buildArea(plan, area)).filter((area) => area.resources.length > 0);
}

/** How many resources the areas hold. */
export function countResources(built: readonly BuiltArea[]): number {
  return built.reduce((sum, { resources }) => sum + resources.length, 0);
}

function buildArea<Plan>(plan: Plan, { file, builders }: Area<Plan>): BuiltArea {
  const resources = builders.flatMap(({ id, build, comments }): BuiltResource[] => {
    const made = build(plan);
    if (made === undefined) return [];
    return [made].flat().map((resource) => ({ builder: id, resource, comments: comments?.(plan) }));
  });
  return { file, resources };
}
