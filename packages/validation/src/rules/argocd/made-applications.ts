import { rememberObjects } from '../../graph/remember.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import type { Violation } from '../../rule.ts';
import { listApplications, type ApplicationTemplate } from './applications.ts';
import { parametersOf } from './generator-parameters.ts';
import { fillIn } from './template-text.ts';

/**
 * Every Application of a graph, and those that its ApplicationSets make as far as their generators tell: one for each
 * pattern of a git generator, in which a star stands for what only the repository knows.
 */
export const madeApplications = rememberObjects((graph: ResourceGraph): readonly ApplicationTemplate[] =>
  listApplications(graph).flatMap((each) => makeFrom(each, graph)),
);

function makeFrom(application: ApplicationTemplate, graph: ResourceGraph): ApplicationTemplate[] {
  if (!application.templated) return [application];
  const { namespace, name } = application.node;
  const {
    generators = [],
    goTemplate,
    templatePatch,
  } = graph.find('ApplicationSet', namespace, name)?.object.spec ?? {};
  // What a patch makes of it nobody knows.
  if (templatePatch !== undefined) return [application];
  const language = { isGo: goTemplate === true };
  const { metadata, spec } = application;
  const filled = generators.flatMap(
    (generator) =>
      parametersOf(generator, language)?.map((given) => ({
        ...application,
        ...fillIn({ metadata, spec }, given, language),
      })) ?? [application],
  );
  return filled.length > 0 ? filled : [application];
}

/** Of what is said about one place only the first: each Application that a template makes would say it again. */
export function* firstPerPlace(violations: Iterable<Violation>): Generator<Violation> {
  const told = new Set<string>();
  for (const violation of violations) {
    const { kind, namespace, name } = violation.node;
    const place = `${kind}/${namespace}/${name} ${violation.pointer}`;
    if (told.has(place)) continue;
    told.add(place);
    yield violation;
  }
}
