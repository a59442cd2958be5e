import { matchesSelector } from '../../graph/label-selector.ts';
import { nameOf } from '../../graph/node.ts';
import { showSelector } from '../../graph/show-labels.ts';
import type { Workload } from '../../graph/workload.ts';
import { defineRule } from '../../rule.ts';

export const podsHaveOneOwner = defineRule({
  id: 'identity/pods-have-one-owner',
  severity: 'error',
  needs: [],
  holds: 'Each pod of a namespace is selected by one workload.',
  why: 'Both run the full number of pods, and Services, budgets and autoscalers that go by the labels mix them.',
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector',
    'https://argo-rollouts.readthedocs.io/en/stable/migrating/',
  ],
  *check({ graph }) {
    const owners = graph.workloads.filter(({ selector }) => hasTerms(selector));
    for (const [index, workload] of owners.entries()) {
      const other = owners.slice(0, index).find((earlier) => sharePods(earlier, workload));
      if (other === undefined) continue;
      yield {
        node: workload.node,
        pointer: '/spec/selector',
        message: `${nameOf(workload.node)} and ${nameOf(other.node)} select the same pods, by ${showSelector(workload.selector)}.`,
        fix: `Keep one of the two; to move a Deployment to a Rollout, name it in the Rollout's workloadRef.`,
        related: [{ node: other.node, pointer: '/spec/selector', message: 'The other selector.' }],
      };
    }
  },
});

function hasTerms(selector: Workload['selector']): boolean {
  return Object.keys(selector?.matchLabels ?? {}).length > 0 || (selector?.matchExpressions ?? []).length > 0;
}

function sharePods(one: Workload, other: Workload): boolean {
  return (
    one.node.namespace === other.node.namespace &&
    !(one.node.kind === other.node.kind && one.node.name === other.node.name) &&
    matchesSelector(one.selector, other.podLabels) &&
    matchesSelector(other.selector, one.podLabels) &&
    !refersTo(one, other) &&
    !refersTo(other, one)
  );
}

// A Rollout with a workloadRef takes over the pods of a Deployment.
function refersTo({ node }: Workload, other: Workload): boolean {
  const { workloadRef } = (node.object.spec ?? {}) as { workloadRef?: { kind?: string; name?: string } };
  return workloadRef?.kind === other.node.kind && workloadRef.name === other.node.name;
}
