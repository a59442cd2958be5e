import type { FleetFilter } from '@fleetwright/fleet';
import type { FleetProject } from '../inference/fleet-project.ts';

/** One run of the engine and the projects that it is for. */
export interface EngineRun {
  /** Undefined: the whole fleet. */
  filter: FleetFilter | undefined;
  projects: FleetProject[];
}

/** A project of the fleet; a cluster and what is on it know their environment. */
export type KnownProject = FleetProject & { environment?: string | undefined };

/**
 * Chooses runs of the engine that together render the requested projects: one run for the fleet, else one for each
 * cluster and each service of which everything is requested, and one for each placement that is left. A run reads
 * its inputs once, so few runs are quicker than many.
 */
export function coverProjects(
  requested: readonly KnownProject[],
  fleet: readonly KnownProject[],
): EngineRun[] {
  const wanted = new Set(requested.map(({ root }) => root));
  const clusters = clustersOf(requested, fleet, wanted);
  const services = servicesOf(requested, fleet, wanted);
  const all = new Set(fleet.flatMap((project) => (project.kind === 'cluster' ? [project.cluster] : [])));
  if (all.size > 0 && [...all].every((cluster) => clusters.has(cluster)))
    return [{ filter: undefined, projects: [...requested] }];
  const runs = new Map<string, EngineRun>();
  for (const project of requested) {
    for (const filter of filtersFor(project, clusters, services)) {
      const key = `${filter.cluster ?? ''}/${filter.service ?? ''}`;
      const run = runs.get(key) ?? { filter, projects: [] };
      run.projects.push(project);
      runs.set(key, run);
    }
  }
  return [...runs.values()];
}

type Names = ReadonlyMap<string, string | undefined>;

// Cluster to environment, of the clusters that are requested whole.
function clustersOf(
  requested: readonly KnownProject[],
  fleet: readonly KnownProject[],
  wanted: ReadonlySet<string>,
): Names {
  const environments = new Set(
    requested.flatMap((one) => (one.kind === 'environment' ? [one.environment] : [])),
  );
  const isWhole = (cluster: string) => {
    const placements = fleet.filter((one) => one.kind === 'placement' && one.cluster === cluster);
    return placements.length > 0 && placements.every(({ root }) => wanted.has(root));
  };
  return new Map(
    fleet.flatMap((one) =>
      one.kind === 'cluster' &&
      (wanted.has(one.root) ||
        (one.environment !== undefined && environments.has(one.environment)) ||
        isWhole(one.cluster))
        ? [[one.cluster, one.environment] as const]
        : [],
    ),
  );
}

function servicesOf(
  requested: readonly KnownProject[],
  fleet: readonly KnownProject[],
  wanted: ReadonlySet<string>,
): ReadonlySet<string> {
  const partly = new Set(
    fleet.flatMap((one) => (one.kind === 'placement' && !wanted.has(one.root) ? [one.service] : [])),
  );
  return new Set(
    requested.flatMap((one) => {
      if (one.kind === 'service') return [one.service];
      return one.kind === 'placement' && !partly.has(one.service) ? [one.service] : [];
    }),
  );
}

function filtersFor(project: KnownProject, clusters: Names, services: ReadonlySet<string>): FleetFilter[] {
  switch (project.kind) {
    case 'service':
    case 'release':
      return [{ service: project.service }];
    case 'cluster':
      return [{ cluster: project.cluster }];
    case 'environment':
      return [...clusters]
        .filter(([, environment]) => environment === project.environment)
        .map(([cluster]) => ({ cluster }));
    case 'placement':
      if (clusters.has(project.cluster)) return [{ cluster: project.cluster }];
      if (services.has(project.service)) return [{ service: project.service }];
      return [{ service: project.service, cluster: project.cluster }];
  }
}
