import type { HorizontalPodAutoscaler, ScaledObject } from '@fleetwright/kube-schemas';
import { asksForGpu } from '../../graph/gpu-count.ts';
import { nameOf, type Node } from '../../graph/node.ts';
import { listScalers, targetOf } from '../../graph/scalers.ts';
import { isTriton } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';

export const followsGpu = defineRule({
  id: 'autoscaling/follows-gpu',
  severity: 'warning',
  needs: [],
  holds: 'An inference server scales by what waits for its GPU, not by CPU or memory.',
  why: 'The work is done on the GPU, so CPU stays low under full load. Memory of loaded models never shrinks: the autoscaler goes to its maximum and stays there.',
  sources: [
    'https://github.com/argoproj/argo-rollouts/issues/2857',
    'https://github.com/triton-inference-server/server/blob/main/docs/user_guide/metrics.md',
  ],
  plan: '/scaling/metric',
  *check({ graph }) {
    for (const scaler of listScalers(graph)) {
      const target = targetOf(graph, scaler);
      if (target === undefined || !(isTriton(target) || asksForGpu(target))) continue;
      for (const { pointer, resource } of resourceMetrics(scaler.node)) {
        yield {
          node: scaler.node,
          pointer,
          message: `${nameOf(scaler.node)} scales ${nameOf(target.node)}, an inference server, by ${resource}.`,
          fix: 'Scale by the time in the queue (nv_inference_queue_duration_us) or by nv_inference_pending_request_count.',
        };
      }
    }
  },
});

function resourceMetrics(node: Node): { pointer: string; resource: string }[] {
  const found =
    node.kind === 'ScaledObject'
      ? ofTriggers(node as Node<ScaledObject>)
      : ofMetrics(node as Node<HorizontalPodAutoscaler>);
  return found.filter(({ resource }) => /^(?:cpu|memory)\b/.test(resource));
}

function ofTriggers({ object }: Node<ScaledObject>): { pointer: string; resource: string }[] {
  return (object.spec?.triggers ?? []).map(({ type }, index) => ({
    pointer: `/spec/triggers/${index}/type`,
    resource: type ?? '',
  }));
}

function ofMetrics({ object }: Node<HorizontalPodAutoscaler>): { pointer: string; resource: string }[] {
  // autoscaling/v1 has this one metric.
  const { targetCPUUtilizationPercentage } = (object.spec ?? {}) as {
    targetCPUUtilizationPercentage?: number;
  };
  if (targetCPUUtilizationPercentage !== undefined)
    return [{ pointer: '/spec/targetCPUUtilizationPercentage', resource: 'cpu' }];
  const { metrics = [] } = object.spec ?? {};
  // Without a metric the API server adds one.
  if (metrics.length === 0) return [{ pointer: '/spec', resource: 'cpu, the default' }];
  return metrics.map(({ resource, containerResource }, index) => ({
    pointer: `/spec/metrics/${index}`,
    resource: resource?.name ?? containerResource?.name ?? '',
  }));
}
