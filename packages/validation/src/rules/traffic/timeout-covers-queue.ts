import type { ModelConfig } from '@fleetwright/triton-config';
import { modelConfigs } from '../../graph/model-configs.ts';
import { defineRule } from '../../rule.ts';
import { istioMilliseconds } from './istio-duration.ts';
import { listTritonRoutes } from './triton-routes.ts';

export const timeoutCoversQueue = defineRule({
  id: 'traffic/timeout-covers-queue',
  severity: 'error',
  needs: [],
  holds: 'A route waits longer for Triton than a request may wait in its queue.',
  why: 'Otherwise the client is told 504 while the request still waits, and the GPU then works for nobody.',
  sources: [
    'https://github.com/triton-inference-server/server/blob/main/docs/user_guide/batcher.md',
    'https://istio.io/latest/docs/concepts/traffic-management/#timeouts',
  ],
  plan: '/traffic/timeoutSeconds',
  *check({ graph }) {
    for (const { node, route, pointer, targets } of listTritonRoutes(graph)) {
      const [field, text] =
        route.retries?.perTryTimeout !== undefined && route.retries.attempts !== 0
          ? ['retries/perTryTimeout', route.retries.perTryTimeout]
          : ['timeout', route.timeout];
      const limit = istioMilliseconds(text);
      if (limit === undefined || limit === 0) continue;
      const files = modelConfigs(graph, targets[0].workload);
      const worst = files.find(({ config }) => config !== undefined && longestWait(config) >= limit);
      if (worst === undefined) continue;
      yield {
        node,
        pointer: `${pointer}/${field}`,
        message: `The route waits ${text}; the model ${worst.config?.name || worst.key} lets a request wait ${longestWait(worst.config!)}ms in its queue alone.`,
        fix: "Wait longer than the queue's timeout and the computation together, or shorten the queue's timeout.",
        related: [{ node: worst.node, pointer: worst.pointer, message: 'The configuration of the model.' }],
      };
    }
  },
});

/** Milliseconds; 0 where the queue has no timeout. */
function longestWait({ dynamic_batching: batching }: ModelConfig): number {
  const policies = [batching?.default_queue_policy, ...Object.values(batching?.priority_queue_policy ?? {})];
  return Math.max(0, ...policies.map((policy) => Number(policy?.default_timeout_microseconds ?? 0) / 1000));
}
