import { asksForGpu } from '../../graph/gpu-count.ts';
import { nameOf } from '../../graph/node.ts';
import { longestStart } from '../../graph/probe-seconds.ts';
import { listScalers, targetOf } from '../../graph/scalers.ts';
import { isTriton } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';

export const scaleDownWaits = defineRule({
  id: 'autoscaling/scale-down-waits',
  severity: 'warning',
  needs: [],
  holds:
    'An inference server scales down only after the load was low for as long as a pod may take to start.',
  why: 'Otherwise a short lull kills pods whose successors are not ready when the load returns: the service is never at its size.',
  sources: [
    'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#stabilization-window',
  ],
  plan: '/scaling/scaleDownStabilizationSeconds',
  *check({ graph }) {
    for (const scaler of listScalers(graph)) {
      const target = targetOf(graph, scaler);
      if (target === undefined || !(isTriton(target) || asksForGpu(target))) continue;
      const start = longestStart(target);
      if (start === undefined || scaler.scaleDownWindow >= start.seconds) continue;
      yield {
        node: scaler.node,
        pointer: scaler.scaleDownPointer,
        message: `${nameOf(scaler.node)} scales down after ${scaler.scaleDownWindow}s of low load; a pod of ${nameOf(target.node)} may take ${start.seconds}s to start.`,
        fix: `Set stabilizationWindowSeconds of scaleDown to ${start.seconds} or more.`,
        related: [
          {
            node: target.node,
            pointer: `${start.owner.pointer}/startupProbe`,
            message: `The startup probe allows ${start.seconds}s.`,
          },
        ],
      };
    }
  },
});
