import type { VirtualService } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';
import { modelSets, type ModelFile } from '../../graph/model-sets.ts';
import { nameOf, type Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { isTriton } from '../../graph/triton-server.ts';
import type { Workload } from '../../graph/workload.ts';
import { parseDuration } from '@fleetwright/kube';
import { defineRule } from '../../rule.ts';
import { describeInConfig } from './config-problems.ts';

export const queueTimeout = defineRule({
  id: 'triton/queue-timeout',
  severity: 'warning',
  needs: [],
  holds: 'A route does not wait far longer than a request may stay in the queue behind it.',
  why: 'What the queue refused is long over while the route would still wait: a hung request holds a connection for minutes, and the number in the route tells nothing.',
  sources: [
    'https://github.com/triton-inference-server/server/blob/main/docs/user_guide/batcher.md#queue-policy',
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute',
  ],
  *check({ graph }) {
    for (const { workload, models } of modelSets(graph)) {
      const servers = workload === undefined ? serversBeside(graph, models) : [workload];
      const routes = servers.flatMap((server) => routesTo(graph, server));
      for (const model of models) {
        const policy = model.config?.dynamic_batching?.default_queue_policy;
        const waits = Number(policy?.default_timeout_microseconds ?? 0) / 1000;
        const route = routes.find((candidate) => waits > 0 && candidate.milliseconds > waits * FAR_LONGER);
        if (route === undefined || policy?.timeout_action === 'DELAY') continue;
        yield {
          ...describeInConfig(model, '/dynamic_batching/default_queue_policy/default_timeout_microseconds', {
            message: `a request may wait ${waits} ms in the queue; ${nameOf(route.node)} waits ${route.milliseconds} ms for its answer.`,
            fix: 'Derive both from the objective for latency: the route a little longer than queue and inference together.',
          }),
          related: [{ node: route.node, pointer: route.pointer, message: 'The timeout of the route.' }],
        };
      }
    }
  },
});

/** Beyond this many times the queue's own timeout nothing but the queue decides. */
const FAR_LONGER = 50;

// A configuration that nothing mounts is published for the servers of its namespace.
function serversBeside(graph: ResourceGraph, [model]: readonly ModelFile[]): Workload[] {
  return graph.workloads.filter(
    (workload) => isTriton(workload) && workload.node.namespace === model?.node.namespace,
  );
}

interface TimedRoute {
  node: Node;
  pointer: string;
  /** How long one try may take. */
  milliseconds: number;
}

function routesTo(graph: ResourceGraph, workload: Workload): TimedRoute[] {
  const services = graph.servicesOf(workload);
  return graph.ofKind('VirtualService').flatMap((node) =>
    (node.object.spec?.http ?? []).flatMap((route, index) => {
      const leadsThere = (route.route ?? []).some(({ destination }) => {
        const service = graph.findHost(destination?.host ?? '', node.namespace);
        return service !== undefined && services.includes(service);
      });
      const field = timeoutField(route);
      const milliseconds = field && parseDuration(String(field.value));
      return leadsThere && milliseconds
        ? [{ node, pointer: `/spec/http/${index}/${field.pointer}`, milliseconds }]
        : [];
    }),
  );
}

function timeoutField(route: NonNullable<NonNullable<Loose<VirtualService>['spec']>['http']>[number]) {
  const perTry = route.retries?.perTryTimeout;
  if (perTry !== undefined && route.retries?.attempts !== 0)
    return { pointer: 'retries/perTryTimeout', value: perTry };
  return route.timeout === undefined ? undefined : { pointer: 'timeout', value: route.timeout };
}
