import type { ClusterFile } from '@fleetwright/model-service';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { defineRule, type Violation } from '../../rule.ts';
import { ignoresWeights } from './ignores-weights.ts';
import { firstPerPlace, madeApplications } from './made-applications.ts';
import { placementOf } from './placement-of.ts';

export const weightsNotCompared = defineRule({
  id: 'argocd/weights-not-compared',
  severity: 'warning',
  needs: ['environment', 'clusters'],
  holds: 'An Application of a service on a cluster with canaries ignores the weights that they move.',
  why: 'During each canary the Application is out of sync: whoever synchronises it then, or Argo CD where it heals, takes the traffic away from the canary.',
  sources: [
    'https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/#integrating-with-gitops',
  ],
  check: ({ graph, clusters }) => firstPerPlace(findComparing(graph, clusters)),
});

function* findComparing(graph: ResourceGraph, clusters: readonly ClusterFile[]): Generator<Violation> {
  for (const application of madeApplications(graph)) {
    const { node, pointer, spec, templated } = application;
    const placement = placementOf(application);
    // Of a template that heals another rule says the same.
    const isTold = templated && spec.syncPolicy?.automated?.selfHeal === true;
    if (isTold || placement === undefined || placement.isPlatform || ignoresWeights(application)) continue;
    const facts = clusters.find(({ metadata }) => metadata.name === placement.cluster)?.spec;
    if (facts?.rollouts.enabled !== true || facts.mesh.mode === 'none') continue;
    yield {
      node,
      pointer,
      message: `The Application compares the weights of VirtualServices, which canaries on ${placement.cluster} move.`,
      fix: 'Add ignoreDifferences for VirtualService with jqPathExpressions: [".spec.http[].route[].weight"].',
    };
  }
}
