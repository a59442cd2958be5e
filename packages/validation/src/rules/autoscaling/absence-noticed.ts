import { asksForGpu } from '../../graph/gpu-count.ts';
import { nameOf } from '../../graph/node.ts';
import { listScalers, targetOf } from '../../graph/scalers.ts';
import { isTriton } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';

export const absenceNoticed = defineRule({
  id: 'autoscaling/absence-noticed',
  severity: 'warning',
  needs: [],
  holds:
    'A trigger of an inference server takes no result for an error, not for no load (ignoreNullValues: "false").',
  why: 'By default nothing counts as 0: when Prometheus loses the metrics at a peak, the service is scaled down to its least size.',
  sources: [
    'https://keda.sh/docs/latest/scalers/prometheus/',
    'https://github.com/kedacore/keda/issues/3065',
  ],
  *check({ graph }) {
    for (const scaler of listScalers(graph)) {
      const node = graph.ofKind('ScaledObject').find(({ manifest }) => manifest === scaler.node.manifest);
      const target = targetOf(graph, scaler);
      if (node === undefined || target === undefined || !(isTriton(target) || asksForGpu(target))) continue;
      for (const [index, { type, name, metadata = {} }] of (node.object.spec?.triggers ?? []).entries()) {
        if (type !== 'prometheus' || /^(?:f|false|0)$/i.test(metadata['ignoreNullValues'] ?? '')) continue;
        yield {
          node,
          pointer: `/spec/triggers/${index}/metadata`,
          message: `The trigger ${name ?? index} of ${nameOf(node)} takes no metrics for no load of ${nameOf(target.node)}.`,
          fix: 'Set ignoreNullValues: "false", with a query that gives 0 without requests.',
        };
      }
    }
  },
});
