import type { EnvironmentFile } from '@fleetwright/model-service';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { defineRule, type Violation } from '../../rule.ts';
import type { ApplicationTemplate } from './applications.ts';
import { firstPerPlace, madeApplications } from './made-applications.ts';
import { placementOf } from './placement-of.ts';

type Automated = NonNullable<NonNullable<EnvironmentFile['spec']['argocd']>['automated']>;

export const syncsAsDeclared = defineRule({
  id: 'argocd/syncs-as-declared',
  severity: 'error',
  needs: ['environment', 'clusters'],
  holds: 'Applications synchronise by themselves, prune and heal as the file of their environment states.',
  why: 'A merge that nobody knows to be waiting does not run; where people are to decide, it runs before they have. A retired service renders nothing, and is pruned only where that is allowed.',
  sources: ['https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/'],
  check: ({ graph, environment }) => firstPerPlace(findOthers(graph, environment)),
});

function* findOthers(graph: ResourceGraph, { metadata, spec }: EnvironmentFile): Generator<Violation> {
  if (spec.argocd === undefined) return;
  const declared = spec.argocd.automated;
  for (const application of madeApplications(graph)) {
    const { node, pointer, spec: found } = application;
    const automated = found.syncPolicy?.automated;
    const isAutomated = automated !== undefined && automated.enabled !== false;
    if (isAutomated !== (declared !== undefined))
      yield {
        node,
        pointer: automated === undefined ? pointer : `${pointer}/syncPolicy/automated`,
        message: isAutomated
          ? `The Applications synchronise by themselves; the environment ${metadata.name} leaves that to people.`
          : `Nothing synchronises the Applications; the environment ${metadata.name} states that they do it by themselves.`,
        fix: isAutomated ? 'Remove syncPolicy.automated.' : 'Add syncPolicy.automated.',
      };
    else if (declared !== undefined) yield* compareFields(application, declared);
  }
}

function* compareFields(application: ApplicationTemplate, declared: Automated): Generator<Violation> {
  const { node, pointer, spec } = application;
  const automated = spec.syncPolicy?.automated ?? {};
  const placement = placementOf(application);
  // What an environment does not state is on.
  const prunes = declared.prune !== false;
  const expected = {
    prune: prunes,
    selfHeal: declared.selfHeal !== false,
    ...(prunes && placement?.isPlatform === false && { allowEmpty: true }),
  };
  for (const [field, value] of Object.entries(expected)) {
    const found = automated[field as keyof typeof expected] ?? false;
    if (found === value) continue;
    yield {
      node,
      pointer: `${pointer}/syncPolicy/automated/${field}`,
      message:
        field === 'allowEmpty'
          ? 'allowEmpty is off: what is left of a service that is retired is never pruned.'
          : `${field} is ${found ? 'on' : 'off'}; the environment states that it is ${value ? 'on' : 'off'}.`,
      fix: `Set ${field}: ${value}.`,
    };
  }
}
