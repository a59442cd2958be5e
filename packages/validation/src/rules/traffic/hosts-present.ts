import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { defineRule } from '../../rule.ts';

export const hostsPresent = defineRule({
  id: 'traffic/hosts-present',
  severity: 'error',
  needs: [],
  holds: 'A VirtualService has hosts, unless another one delegates to it.',
  why: 'Without hosts it is only a part for a delegating VirtualService: no proxy reads it, and nothing is routed.',
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService',
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate',
  ],
  plan: '/traffic',
  *check({ graph }) {
    const delegates = listDelegates(graph);
    for (const node of graph.ofKind('VirtualService')) {
      if ((node.object.spec?.hosts ?? []).length > 0 || delegates.has(`${node.namespace}/${node.name}`))
        continue;
      yield {
        node,
        pointer: '/spec',
        // A delegating one may stand elsewhere.
        absent: true,
        message:
          'The VirtualService has no hosts, and no other one delegates to it: nothing reads its routes.',
        fix: 'Add spec.hosts, the names that clients call, and spec.gateways where they call through a gateway.',
      };
    }
  },
});

function listDelegates(graph: ResourceGraph): Set<string> {
  return new Set(
    graph
      .ofKind('VirtualService')
      .flatMap(({ object, namespace }) =>
        (object.spec?.http ?? []).flatMap(({ delegate }) =>
          delegate === undefined ? [] : [`${delegate.namespace ?? namespace}/${delegate.name}`],
        ),
      ),
  );
}
