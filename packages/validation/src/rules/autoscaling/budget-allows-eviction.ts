import type { PodDisruptionBudget } from '@fleetwright/kube-schemas';
import { matchesSelector } from '../../graph/label-selector.ts';
import { leastReplicas } from '../../graph/least-replicas.ts';
import { nameOf, type Node } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const budgetAllowsEviction = defineRule({
  id: 'autoscaling/budget-allows-eviction',
  severity: 'error',
  needs: [],
  holds:
    'A PodDisruptionBudget lets at least one pod go when its workload runs its least number of replicas.',
  why: 'Otherwise no node with such a pod can be drained: upgrades of the cluster hang, and end by force.',
  sources: [
    'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
    'https://github.com/FairwindsOps/polaris/blob/master/pkg/config/checks/pdbMinAvailableGreaterThanHPAMinReplicas.yaml',
  ],
  plan: '/scaling/minReplicas',
  *check({ graph }) {
    for (const node of graph.ofKind('PodDisruptionBudget')) {
      const { selector } = node.object.spec ?? {};
      if (selector === undefined) continue;
      const workloads = graph.workloads.filter(
        (workload) =>
          workload.node.namespace === node.namespace && matchesSelector(selector, workload.podLabels),
      );
      // Of several workloads the budget is shared.
      const [workload, ...others] = workloads;
      const replicas = workload && others.length === 0 ? leastReplicas(graph, workload) : undefined;
      const problem = findProblem(node, replicas);
      if (problem === undefined) continue;
      yield {
        node,
        pointer: `/spec/${problem.field}`,
        message: `${nameOf(node)} allows no eviction: ${problem.text}${workload ? ` of ${nameOf(workload.node)}` : ''}.`,
        fix: 'Set maxUnavailable: 1, or let more replicas run.',
        ...(workload && {
          related: [{ node: workload.node, pointer: '', message: 'These pods are protected.' }],
        }),
      };
    }
  },
});

function findProblem(
  { object }: Node<PodDisruptionBudget>,
  replicas: number | undefined,
): { field: string; text: string } | undefined {
  const { minAvailable, maxUnavailable } = object.spec ?? {};
  if (maxUnavailable !== undefined)
    return amountOf(maxUnavailable, 100) === 0
      ? { field: 'maxUnavailable', text: `maxUnavailable is ${maxUnavailable} for the pods` }
      : undefined;
  if (minAvailable === '100%') return { field: 'minAvailable', text: 'minAvailable is 100% of the pods' };
  if (minAvailable === undefined || replicas === undefined || replicas === 0) return undefined;
  const needed = amountOf(minAvailable, replicas);
  return needed === undefined || needed < replicas
    ? undefined
    : { field: 'minAvailable', text: `minAvailable is ${minAvailable} of ${replicas} replicas at least` };
}

/** Percentages are rounded up. https://kubernetes.io/docs/tasks/run-application/configure-pdb/#rounding-logic-when-specifying-percentages */
function amountOf(value: number | string, replicas: number): number | undefined {
  if (typeof value === 'number') return value;
  const [, percent] = /^(\d{1,3})%$/.exec(value) ?? [];
  return percent === undefined ? undefined : Math.ceil((Number(percent) * replicas) / 100);
}
