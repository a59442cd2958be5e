import type { DependencyType, ProjectConfiguration, RawProjectGraphDependency } from '@nx/devkit';
import { RELEASES_FOLDER } from '@fleetwright/overlay/layout';
import { parseFleetProject } from './fleet-project.ts';

// The enum itself would load all of @nx/devkit into every command.
const IMPLICIT = 'implicit' as DependencyType.implicit;

type Projects = Readonly<Record<string, Pick<ProjectConfiguration, 'root' | 'tags'>>>;

/**
 * A generated folder depends on the files that it is rendered from. Nothing depends on a generated folder, nor do
 * those files depend on each other: so an edit affects exactly the folders that it can change, and what is rendered
 * anew affects nothing further.
 *
 * In an environment that another is promoted to, a placement depends on the frozen release in place of the service,
 * and on that of its wave where there is one: a spec edit does not reach it.
 */
export function createFleetDependencies(projects: Projects): RawProjectGraphDependency[] {
  const clusters = groupClusters(projects);
  return Object.entries(projects).flatMap(([source, { root, tags = [] }]) =>
    inputsOf(root, tags, { projects, clusters })
      .filter((target) => Object.hasOwn(projects, target))
      .map((target) => ({ source, target, type: IMPLICIT })),
  );
}

function inputsOf(
  root: string,
  tags: readonly string[],
  { projects, clusters }: { projects: Projects; clusters: ReadonlyMap<string, string[]> },
): string[] {
  const project = parseFleetProject(root);
  // A project that somebody else put there is not ours.
  if (project === undefined || !tags.includes(`fleet:${project.kind}`)) return [];
  const environment = valueOf(tags, 'environment');
  const folders = environment === undefined ? [] : [`environments/${environment}`];
  switch (project.kind) {
    case 'placement':
      return [
        specOf(project.service, { environment: folders[0], wave: valueOf(tags, 'wave') }, projects),
        `clusters/${project.cluster}`,
        ...folders,
      ];
    case 'platform':
      return [`clusters/${project.cluster}`, ...folders];
    case 'argocd':
      return [...folders, ...(clusters.get(project.environment) ?? [])];
    default:
      return [];
  }
}

function specOf(
  service: string,
  { environment, wave }: { environment: string | undefined; wave: string | undefined },
  projects: Projects,
): string {
  const tags = (environment === undefined ? undefined : projects[environment])?.tags ?? [];
  if (valueOf(tags, 'promoted-from') === undefined) return `apps/${service}`;
  const release = `${environment}/${RELEASES_FOLDER}/${service}`;
  const own = `${release}/wave-${wave}`;
  return Object.hasOwn(projects, own) ? own : release;
}

function groupClusters(projects: Projects): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [name, { tags = [] }] of Object.entries(projects)) {
    const environment = tags.includes('fleet:cluster') ? valueOf(tags, 'environment') : undefined;
    if (environment !== undefined) groups.set(environment, [...(groups.get(environment) ?? []), name]);
  }
  return groups;
}

function valueOf(tags: readonly string[], key: string): string | undefined {
  return tags.find((tag) => tag.startsWith(`${key}:`))?.slice(key.length + 1);
}
