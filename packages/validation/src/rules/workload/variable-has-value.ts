import { defineRule } from '../../rule.ts';

export const variableHasValue = defineRule({
  id: 'workload/variable-has-value',
  severity: 'warning',
  needs: [],
  holds: 'A variable of a container has a value, or says where it comes from.',
  why: 'It is set to nothing, which hides what the image sets, and what reads it fails far from here.',
  sources: [
    'https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables',
  ],
  *check({ graph }) {
    for (const { node, containers } of graph.workloads)
      for (const { container, pointer } of containers)
        for (const [index, { name, value, valueFrom }] of (container.env ?? []).entries()) {
          if (value !== undefined || valueFrom !== undefined) continue;
          yield {
            node,
            pointer: `${pointer}/env/${index}`,
            message: `The variable ${name} of the container ${container.name} has no value.`,
            fix: "Give it one, '' where it is meant to be empty, or remove it.",
          };
        }
  },
});
