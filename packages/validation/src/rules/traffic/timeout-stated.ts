import type { VirtualService } from '@fleetwright/kube-schemas';
import type { Node } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';
import { listTritonRoutes } from './triton-routes.ts';

export const timeoutStated = defineRule({
  id: 'traffic/timeout-stated',
  severity: 'warning',
  needs: [],
  holds: 'A route to Triton has a timeout, unless it serves streams.',
  why: 'Istio waits without end by default: requests of clients that have long gone hold connections and GPU time.',
  sources: ['https://istio.io/latest/docs/concepts/traffic-management/#timeouts'],
  plan: '/traffic/timeoutSeconds',
  *check({ graph }) {
    for (const { node, route, pointer, targets } of listTritonRoutes(graph)) {
      const isInference = targets.some(({ protocol }) => protocol === 'http' || protocol === 'grpc');
      if (route.timeout !== undefined || !isInference || mayStream(node)) continue;
      yield {
        node,
        pointer,
        message: `The route ${route.name ?? 'without a name'} leads to Triton and has no timeout.`,
        fix: 'Set timeout to what the slowest request may take.',
      };
    }
  },
});

// A stream lasts as long as its client wants. The gRPC method for streams is routed for single answers, too.
function mayStream({ object }: Node<VirtualService>): boolean {
  const routes = object.spec?.http ?? [];
  return routes.some(({ match = [] }) =>
    match.some(({ uri }) => /generate_stream/.test(uri?.exact ?? uri?.prefix ?? uri?.regex ?? '')),
  );
}
