import type { DestinationRule } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';
import { nameOf } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { defineRule } from '../../rule.ts';
import { tritonBehind } from './triton-routes.ts';

export const hashKeySpreads = defineRule({
  id: 'traffic/hash-key-spreads',
  severity: 'warning',
  needs: [],
  holds:
    'Requests to Triton are balanced by load, or by a key that requests are known to carry and that differs between them.',
  why: 'Without the key there is no hash, and with one that most requests share, such as the name of a model, one pod gets all of them; a weight of a canary cannot be kept either.',
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB',
    'https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/route/retry/retry.go',
  ],
  plan: '/traffic',
  *check({ graph }) {
    for (const node of graph.ofKind('DestinationRule')) {
      const service = graph.findHost(node.object.spec?.host ?? '', node.namespace);
      const hash = node.object.spec?.trafficPolicy?.loadBalancer?.consistentHash;
      if (service === undefined || hash === undefined) continue;
      const [target] = tritonBehind(graph, service);
      const problem = target && describeKey(graph, hash);
      if (problem === undefined) continue;
      yield {
        node,
        pointer: '/spec/trafficPolicy/loadBalancer/consistentHash',
        message: `Requests to Triton of ${nameOf(target!.workload.node)} are hashed by ${problem}.`,
        fix: 'Use simple: LEAST_REQUEST; hash only sequences, by the header of their correlation id.',
      };
    }
  },
});

type ConsistentHash = NonNullable<
  NonNullable<
    NonNullable<NonNullable<Loose<DestinationRule>['spec']>['trafficPolicy']>['loadBalancer']
  >['consistentHash']
>;

function describeKey(
  graph: ResourceGraph,
  { httpHeaderName, useSourceIp }: ConsistentHash,
): string | undefined {
  if (useSourceIp === true) return "the caller's address, which behind a gateway is the gateway's";
  if (httpHeaderName === undefined) return undefined;
  if (/model/i.test(httpHeaderName))
    return `the header ${httpHeaderName}, which all requests of a model share`;
  return isHeaderKnown(graph, httpHeaderName)
    ? undefined
    : `the header ${httpHeaderName}, which no route is seen to set or to match`;
}

function isHeaderKnown(graph: ResourceGraph, header: string): boolean {
  const names = graph
    .ofKind('VirtualService')
    .flatMap(({ object }) =>
      (object.spec?.http ?? []).flatMap(({ match = [], headers }) => [
        ...match.flatMap((entry) => Object.keys(entry.headers ?? {})),
        ...Object.keys({ ...headers?.request?.set, ...headers?.request?.add }),
      ]),
    );
  return names.some((name) => name.toLowerCase() === header.toLowerCase());
}
