import type { Rollout } from '@fleetwright/kube-schemas';
import { appendPointer } from '@fleetwright/findings';
import type { Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { rolloutServices, type RolloutService } from '../../graph/rollout-services.ts';
import { showLabels } from '../../graph/show-labels.ts';
import { defineRule } from '../../rule.ts';

export const rolloutServicesMatchTemplate = defineRule({
  id: 'identity/rollout-services-match-template',
  severity: 'error',
  needs: [],
  holds: "The Services that a Rollout steers select by labels that the Rollout's pod template has.",
  why: 'Argo Rollouts refuses the Rollout as InvalidSpec and changes no pod any more.',
  sources: [
    'https://github.com/argoproj/argo-rollouts/blob/master/pkg/apis/rollouts/validation/validation_references.go',
  ],
  *check({ graph }) {
    for (const rollout of graph.ofKind('Rollout')) {
      const labels = templateLabels(graph, rollout);
      if (labels === undefined) continue;
      for (const steered of rolloutServices(rollout)) {
        const service = graph.find('Service', rollout.namespace, steered.name);
        const allowed = { ...labels, ...extraLabels(rollout, steered) };
        for (const [key, value] of Object.entries(service?.object.spec?.selector ?? {})) {
          if (key === POD_HASH || allowed[key] === value) continue;
          yield {
            node: service!,
            pointer: appendPointer('/spec/selector', key),
            message: `The ${steered.role} of Rollout/${rollout.name} selects ${key}=${value}; its pod template has ${describe(key, allowed[key])}.`,
            fix: `Select by labels of the Rollout's pod template only, or add ${key}: ${value} to it.`,
            related: [
              { node: rollout, pointer: steered.pointer, message: `The Rollout steers this Service.` },
            ],
          };
        }
      }
    }
  },
});

// The controller adds it itself.
const POD_HASH = 'rollouts-pod-template-hash';

function templateLabels(graph: ResourceGraph, rollout: Node<Rollout>): Record<string, unknown> | undefined {
  const reference = rollout.object.spec?.workloadRef;
  if (reference === undefined) return { ...graph.findWorkload(rollout.namespace, rollout)?.podLabels };
  return graph.findWorkload(rollout.namespace, reference)?.podLabels;
}

function extraLabels({ object }: Node<Rollout>, { role }: RolloutService): Record<string, unknown> {
  const { canary, blueGreen } = object.spec?.strategy ?? {};
  switch (role) {
    case 'stableService':
      return canary?.stableMetadata?.labels ?? {};
    case 'canaryService':
      return canary?.canaryMetadata?.labels ?? {};
    case 'activeService':
      return blueGreen?.activeMetadata?.labels ?? {};
    case 'previewService':
      return blueGreen?.previewMetadata?.labels ?? {};
    default:
      return {};
  }
}

function describe(key: string, value: unknown): string {
  return value === undefined ? `no label ${key}` : showLabels({ [key]: value });
}
