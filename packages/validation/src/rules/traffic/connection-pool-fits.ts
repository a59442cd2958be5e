import type { ModelConfig } from '@fleetwright/triton-config';
import { modelConfigs } from '../../graph/model-configs.ts';
import { nameOf } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import type { Workload } from '../../graph/workload.ts';
import { defineRule } from '../../rule.ts';
import { tritonBehind } from './triton-routes.ts';

export const connectionPoolFits = defineRule({
  id: 'traffic/connection-pool-fits',
  severity: 'warning',
  needs: [],
  holds:
    'The connection pool toward Triton lets in at least what one pod computes at once, over connections that last.',
  why: 'Too few requests at once leave the GPU idle and are answered 503; a connection closed after a few requests makes gRPC clients reconnect all the time.',
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings',
  ],
  plan: '/traffic/connections/maxRequests',
  *check({ graph }) {
    for (const node of graph.ofKind('DestinationRule')) {
      const service = graph.findHost(node.object.spec?.host ?? '', node.namespace);
      const http = node.object.spec?.trafficPolicy?.connectionPool?.http;
      const [target] = service === undefined || http === undefined ? [] : tritonBehind(graph, service);
      if (target === undefined) continue;
      const { maxRequestsPerConnection: perConnection = 0, http2MaxRequests: atOnce } = http!;
      const pointer = '/spec/trafficPolicy/connectionPool/http';
      if (perConnection > 0 && perConnection < LEAST_PER_CONNECTION)
        yield {
          node,
          pointer: `${pointer}/maxRequestsPerConnection`,
          message: `Each connection to Triton of ${nameOf(target.workload.node)} is closed after ${perConnection} requests.`,
          fix: 'Remove it; connections then last until they are idle.',
        };
      const needed = concurrency(graph, target.workload);
      if (atOnce !== undefined && atOnce > 0 && atOnce < needed)
        yield {
          node,
          pointer: `${pointer}/http2MaxRequests`,
          message: `${atOnce} requests at once are let in; the models of one pod compute ${needed}.`,
          fix: `Allow ${needed} for each pod, and as many again for its queue.`,
        };
    }
  },
});

/** Below this a busy client opens connections more than once a second. */
const LEAST_PER_CONNECTION = 100;

function concurrency(graph: ResourceGraph, workload: Workload): number {
  const configs = modelConfigs(graph, workload).flatMap(({ config }) => config ?? []);
  return configs.reduce(
    (sum, config) => sum + Math.max(1, config.max_batch_size ?? 0) * instances(config),
    0,
  );
}

function instances({ instance_group: groups = [] }: ModelConfig): number {
  return Math.max(
    1,
    groups.reduce((sum, { count = 1 }) => sum + count, 0),
  );
}
