import type { Toleration } from '@fleetwright/kube-schemas';
import { workloadDemands } from '../../capacity/demand-of.ts';
import { poolOf } from '../../capacity/sum-capacity.ts';
import type { Loose } from '../../graph/kinds.ts';
import { defineRule } from '../../rule.ts';
import { covers, type NeededToleration } from './covers-taint.ts';

export const tolerationsAsStated = defineRule({
  id: 'capacity/tolerations-as-stated',
  severity: 'warning',
  needs: ['cluster'],
  holds:
    "Pods tolerate the taints of their pool as the cluster's file says it: neither less, nor whatever else a node is tainted with.",
  why: 'A toleration without a key also keeps pods on nodes that are cordoned or lost, one without an effect on nodes that are cleared of the pool; one that asks for the empty value fits a taint with another value not at all.',
  sources: ['https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/'],
  *check({ graph, cluster }) {
    for (const { workload, demand } of workloadDemands(graph)) {
      const { tolerations = [] } = workload.template.spec ?? {};
      const needed = (tolerations.length === 0 ? undefined : poolOf(demand, cluster))?.tolerations ?? [];
      for (const [index, own] of tolerations.entries()) {
        const stated = needed.find((each) => covers(own, each));
        const problem = stated === undefined ? undefined : problemOf(own, stated);
        if (stated === undefined || problem === undefined) continue;
        yield {
          node: workload.node,
          pointer: `${workload.templatePointer}/spec/tolerations/${index}`,
          message: `The pods tolerate ${problem}; the pool needs ${show(stated)}.`,
          fix: "Write the toleration as the cluster's file has it.",
        };
      }
    }
  },
});

function problemOf(own: Loose<Toleration>, stated: NeededToleration): string | undefined {
  if (own.key === undefined && stated.key !== undefined) return 'every taint, whatever its key';
  if (own.effect === undefined && stated.effect !== undefined) return `${show(own)} with any effect`;
  if (own.operator !== 'Exists' && stated.operator === 'Exists')
    return `${own.key} with the value '${own.value ?? ''}' alone`;
  return undefined;
}

function show({ key = 'any key', operator, value = '', effect }: Loose<Toleration>): string {
  return `${key}${operator === 'Exists' ? '' : `=${value}`}${effect === undefined ? '' : `:${effect}`}`;
}
