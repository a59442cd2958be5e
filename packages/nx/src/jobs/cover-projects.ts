import type { FleetFilter } from '@fleetwright/fleet';
import type { FleetProject } from '../inference/fleet-project.ts';

/** A project of the fleet; a cluster and what is on it know their environment. */
export type KnownProject = FleetProject & { environment?: string | undefined };

/** One run of the engine and the projects that it is for. */
export interface EngineRun {
  /** Undefined: the whole fleet. */
  filter: FleetFilter | undefined;
  projects: KnownProject[];
}

/**
 * Chooses runs of the engine that together render the requested projects: one run for the fleet, else one for each
 * environment that is requested or whose argocd folder is, one for each cluster and each service of which everything
 * is requested, and one for each placement that is left. A run reads its inputs once, so few runs are quicker than
 * many.
 */
export function coverProjects(
  requested: readonly KnownProject[],
  fleet: readonly KnownProject[],
): EngineRun[] {
  const environments = new Set(
    requested.flatMap(({ kind, environment }) =>
      environment !== undefined && (kind === 'environment' || kind === 'argocd') ? [environment] : [],
    ),
  );
  const clusters = listWhole('cluster', requested, fleet);
  const isCovered = ({ environment }: KnownProject) =>
    environment !== undefined && environments.has(environment);
  const everything = fleet.every(
    (one) => one.kind !== 'cluster' || clusters.has(one.cluster) || isCovered(one),
  );
  if (everything && requested.length > 0) return [{ filter: undefined, projects: [...requested] }];
  const others = requested.filter((project) => !isCovered(project));
  return [
    ...[...environments].map((environment) => ({
      filter: { environment },
      projects: requested.filter((project) => project.environment === environment),
    })),
    ...coverByAxes(others, fleet, clusters),
  ];
}

function coverByAxes(
  requested: readonly KnownProject[],
  fleet: readonly KnownProject[],
  clusters: ReadonlySet<string>,
): EngineRun[] {
  const services = listWhole('service', requested, fleet);
  const axes = chooseAxes(requested, { cluster: clusters, service: services });
  const runs = new Map<string, EngineRun>();
  for (const project of requested) {
    const filter = filterFor(project, axes);
    const key = `${filter.cluster ?? ''}/${filter.service ?? ''}`;
    const run = runs.get(key) ?? { filter, projects: [] };
    run.projects.push(project);
    runs.set(key, run);
  }
  return [...runs.values()];
}

type Axis = 'cluster' | 'service';

// Clusters, or services, that are requested themselves or by all of their placements.
function listWhole(
  axis: Axis,
  requested: readonly KnownProject[],
  fleet: readonly KnownProject[],
): ReadonlySet<string> {
  const wanted = new Set(requested.map(({ root }) => root));
  const partly = new Set(
    fleet.flatMap((one) => (one.kind === 'placement' && !wanted.has(one.root) ? [one[axis]] : [])),
  );
  return new Set(
    requested.flatMap((one) => {
      if (one.kind === 'placement') return partly.has(one[axis]) ? [] : [one[axis]];
      return one.kind === axis ? [nameOf(one, axis)] : [];
    }),
  );
}

function nameOf(project: KnownProject, axis: Axis): string {
  return (project as { cluster?: string; service?: string })[axis] ?? '';
}

/** An axis and the names of which one run each renders everything. */
type WholeNames = readonly [Axis, ReadonlySet<string>];

// First the axis that covers more of what is requested: an edit of one service leads to one run, of a cluster, too.
function chooseAxes(
  requested: readonly KnownProject[],
  whole: Readonly<Record<Axis, ReadonlySet<string>>>,
): readonly WholeNames[] {
  const covered = (axis: Axis) =>
    requested.filter((one) => one.kind === 'placement' && whole[axis].has(one[axis])).length;
  const order: Axis[] =
    covered('cluster') > covered('service') ? ['cluster', 'service'] : ['service', 'cluster'];
  return order.map((axis) => [axis, whole[axis]] as const);
}

function filterFor(project: KnownProject, axes: readonly WholeNames[]): FleetFilter {
  switch (project.kind) {
    case 'cluster':
    case 'platform':
      return { cluster: project.cluster };
    case 'placement': {
      const axis = axes.find(([name, names]) => names.has(project[name]))?.[0];
      return axis === undefined
        ? { service: project.service, cluster: project.cluster }
        : { [axis]: project[axis] };
    }
    case 'service':
    case 'release':
      return { service: project.service };
    default:
      return {};
  }
}
