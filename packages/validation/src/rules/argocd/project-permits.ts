import type { AppProject } from '@fleetwright/kube-schemas';
import type { Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { defineRule, type Violation } from '../../rule.ts';
import { isTemplate, type ApplicationTemplate } from './applications.ts';
import { firstPerPlace, madeApplications } from './made-applications.ts';
import { matchesGlob } from './matches-glob.ts';

export const projectPermits = defineRule({
  id: 'argocd/project-permits',
  severity: 'error',
  needs: [],
  holds: "An Application's project permits its repository and its destination.",
  why: 'Argo CD refuses to sync what the project does not permit: the Application stays in InvalidSpecError.',
  sources: ['https://argo-cd.readthedocs.io/en/stable/user-guide/projects/'],
  check: ({ graph }) => firstPerPlace(findRefused(graph)),
});

function* findRefused(graph: ResourceGraph): Generator<Violation> {
  for (const application of madeApplications(graph)) {
    const { node, pointer, spec } = application;
    const { project } = spec;
    if (project === undefined || isTemplate(project)) continue;
    const found = graph.ofKind('AppProject').find((each) => each.name === project);
    if (found !== undefined) yield* refusals(application, found);
    else if (project !== 'default')
      yield {
        node,
        pointer: `${pointer}/project`,
        absent: true,
        message: `There is no AppProject named ${project}.`,
        fix: 'Add the project, or name one that exists.',
      };
  }
}

function* refusals(
  { node, pointer, spec }: ApplicationTemplate,
  project: Node<AppProject>,
): Generator<Violation> {
  const { sourceRepos = [], destinations = [] } = project.object.spec ?? {};
  const related = (field: string) => [
    { node: project as Node, pointer: `/spec/${field}`, message: `what ${project.name} permits` },
  ];
  const repoURL = spec.source?.repoURL;
  if (
    repoURL !== undefined &&
    !isTemplate(repoURL) &&
    !sourceRepos.some((pattern) => matchesGlob(pattern, repoURL))
  )
    yield {
      node,
      pointer: `${pointer}/source/repoURL`,
      message: `The project ${project.name} does not permit the repository ${repoURL}.`,
      fix: "Add it to the project's sourceRepos, or correct it.",
      related: related('sourceRepos'),
    };
  const { name, server, namespace } = spec.destination ?? {};
  if ([name, server, namespace].some(isTemplate) && isTemplate(name ?? server) && isTemplate(namespace))
    return;
  const permitted = destinations.some(
    (each) =>
      matches(each.namespace, namespace) &&
      (name === undefined
        ? matches(each.server, server)
        : each.name !== undefined && matches(each.name, name)),
  );
  if (!permitted)
    yield {
      node,
      pointer: `${pointer}/destination`,
      message: `The project ${project.name} does not permit the namespace ${namespace ?? '(none)'} on ${name ?? server ?? 'no cluster'}.`,
      fix: "Add it to the project's destinations, or correct it.",
      related: related('destinations'),
    };
}

// What a template becomes is not known: any permission may be the one.
function matches(pattern: string | undefined, value: string | undefined): boolean {
  return isTemplate(value) || (pattern !== undefined && value !== undefined && matchesGlob(pattern, value));
}
