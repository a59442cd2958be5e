import { nameOf, type Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { scalersOf, TARGET_POINTER, type Scaler } from '../../graph/scalers.ts';
import type { Workload } from '../../graph/workload.ts';
import { defineRule } from '../../rule.ts';

export const oneScaler = defineRule({
  id: 'autoscaling/one-scaler',
  severity: 'error',
  needs: [],
  holds: 'One autoscaler scales a workload.',
  why: 'Two autoscalers overrule each other at every turn, and so do one that sets replicas by CPU and one that sets the CPU requests.',
  sources: [
    'https://keda.sh/docs/latest/concepts/scaling-deployments/',
    'https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/known-limitations.md',
  ],
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const [first, ...others] = scalersOf(graph, workload);
      for (const { node } of first === undefined ? [] : others) yield describe(node, first!.node, workload);
      const vertical = first && scalesByResource(first) ? findVertical(graph, workload) : undefined;
      if (first !== undefined && vertical !== undefined) yield describe(vertical, first.node, workload);
    }
  },
});

function describe(node: Node, other: Node, workload: Workload) {
  const pointer = node.kind === 'VerticalPodAutoscaler' ? '/spec/targetRef' : TARGET_POINTER;
  return {
    node,
    pointer,
    message: `${nameOf(node)} and ${nameOf(other)} both scale ${nameOf(workload.node)}.`,
    fix: 'Keep one of them; a ScaledObject may have several triggers.',
    related: [{ node: other, pointer: TARGET_POINTER, message: 'It scales the same workload.' }],
  };
}

function scalesByResource({ node }: Scaler): boolean {
  return /"(?:cpu|memory)"/.test(JSON.stringify(node.object.spec ?? {}));
}

interface VerticalSpec {
  targetRef?: { kind?: string; name?: string };
  updatePolicy?: { updateMode?: string };
}

function findVertical(graph: ResourceGraph, { node }: Workload): Node | undefined {
  return graph.nodes.find(({ group, kind, namespace, object }) => {
    if (group !== 'autoscaling.k8s.io' || kind !== 'VerticalPodAutoscaler' || namespace !== node.namespace)
      return false;
    const { targetRef, updatePolicy } = (object.spec ?? {}) as VerticalSpec;
    return (
      targetRef?.kind === node.kind && targetRef.name === node.name && updatePolicy?.updateMode !== 'Off'
    );
  });
}
