import type { DependencyType, ProjectConfiguration, RawProjectGraphDependency } from '@nx/devkit';
import { parseFleetProject } from './fleet-project.ts';

// The enum itself would load all of @nx/devkit into every command.
const IMPLICIT = 'implicit' as DependencyType.implicit;

type Projects = Readonly<Record<string, Pick<ProjectConfiguration, 'root' | 'tags'>>>;

/**
 * A placement depends on the files that it is rendered from, and nothing depends on a placement, nor do those files
 * depend on each other. So an edit affects exactly the placements that it can change, and the files that are
 * rendered anew affect nothing further.
 *
 * In an environment that another is promoted to, that is the frozen release in place of the service: a spec edit
 * does not reach it.
 */
export function createFleetDependencies(projects: Projects): RawProjectGraphDependency[] {
  return Object.entries(projects).flatMap(([source, { root, tags = [] }]) => {
    const project = parseFleetProject(root);
    if (project?.kind !== 'placement' || !tags.includes('fleet:placement')) return [];
    const environment = valueOf(tags, 'environment');
    return inputsOf(project.service, project.cluster, environment, projects)
      .filter((target) => Object.hasOwn(projects, target))
      .map((target) => ({ source, target, type: IMPLICIT }));
  });
}

function inputsOf(
  service: string,
  cluster: string,
  environment: string | undefined,
  projects: Projects,
): string[] {
  if (environment === undefined) return [`apps/${service}`, `clusters/${cluster}`];
  const folder = `environments/${environment}`;
  const promoted = valueOf(projects[folder]?.tags ?? [], 'promoted-from') !== undefined;
  const spec = promoted ? `${folder}/releases/${service}` : `apps/${service}`;
  return [spec, `clusters/${cluster}`, folder];
}

function valueOf(tags: readonly string[], key: string): string | undefined {
  return tags.find((tag) => tag.startsWith(`${key}:`))?.slice(key.length + 1);
}
