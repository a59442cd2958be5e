import { asksForGpu } from '../../graph/gpu-count.ts';
import { nameOf } from '../../graph/node.ts';
import { listScalers, targetOf } from '../../graph/scalers.ts';
import { isTriton } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';

export const neverZero = defineRule({
  id: 'autoscaling/never-zero',
  severity: 'warning',
  needs: [],
  holds: 'An inference server keeps at least one replica.',
  why: 'From zero, the first request waits for a node, an image of 10 GB and a model: its caller gives up long before. The least number of a ScaledObject is 0 unless it says otherwise.',
  sources: ['https://keda.sh/docs/latest/reference/scaledobject-spec/#minreplicacount'],
  plan: '/scaling/minReplicas',
  *check({ graph }) {
    for (const scaler of listScalers(graph)) {
      const target = targetOf(graph, scaler);
      if (scaler.min > 0 || target === undefined || !(isTriton(target) || asksForGpu(target))) continue;
      yield {
        node: scaler.node,
        pointer: '/spec',
        message: `${nameOf(scaler.node)} scales ${nameOf(target.node)}, an inference server, down to zero.`,
        fix: 'Set minReplicaCount (minReplicas of a HorizontalPodAutoscaler) to 1 or more.',
      };
    }
  },
});
