import { matchesSelector } from '../../graph/label-selector.ts';
import { showLabels, showSelector } from '../../graph/show-labels.ts';
import { defineRule } from '../../rule.ts';

export const spreadSelectsOwnPods = defineRule({
  id: 'workload/spread-selects-own-pods',
  severity: 'warning',
  needs: [],
  holds: 'A spread constraint counts the pods that it stands in.',
  why: 'Without a selector it counts no pod, with the labels of another workload only that one: either way replicas gather on one node.',
  sources: [
    'https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#topologyspreadconstraints-field',
  ],
  *check({ graph }) {
    for (const { node, template, templatePointer, podLabels } of graph.workloads)
      for (const [index, constraint] of (template.spec?.topologySpreadConstraints ?? []).entries()) {
        const { labelSelector } = constraint;
        if (labelSelector !== undefined && matchesSelector(labelSelector, podLabels)) continue;
        yield {
          node,
          pointer: `${templatePointer}/spec/topologySpreadConstraints/${index}${labelSelector === undefined ? '' : '/labelSelector'}`,
          message: `The constraint over ${constraint.topologyKey} counts ${labelSelector === undefined ? 'no pods' : `pods with ${showSelector(labelSelector)}`}; its own have ${showLabels(podLabels)}.`,
          fix: "Set labelSelector to the workload's own selector.",
        };
      }
  },
});
