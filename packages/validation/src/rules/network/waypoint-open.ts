import type { NetworkPolicy } from '@fleetwright/kube-schemas';
import { matchesSelector } from '../../graph/label-selector.ts';
import { GATEWAY_NAME, waypointOf } from '../../graph/mesh-access.ts';
import { isolates, isolationOf, lets, placeOfRules, rulesOf } from '../../graph/network-reach.ts';
import { nameOf, type Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { defineRule, type Violation } from '../../rule.ts';

export const waypointOpen = defineRule({
  id: 'network/waypoint-open',
  severity: 'error',
  needs: ['cluster', 'environment'],
  holds: 'Network policies neither shut off the waypoint of the services nor keep it from their pods.',
  why: 'What calls a Service of the namespace goes through the waypoint: all of it fails.',
  sources: [
    'https://istio.io/latest/docs/ambient/usage/networkpolicy/',
    'https://istio.io/latest/docs/ambient/usage/waypoint/',
  ],
  *check({ graph, cluster, environment }) {
    const waypoint = waypointOf(cluster);
    if (waypoint === undefined) return;
    const { namespace } = environment.spec;
    const podLabels = { [GATEWAY_NAME]: waypoint.name };
    for (const policy of graph.ofKind('NetworkPolicy'))
      if (policy.namespace === namespace && matchesSelector(policy.object.spec?.podSelector, podLabels))
        yield* checkShut(graph, policy, waypoint.name);
    for (const workload of graph.workloads) {
      const ingress = isolationOf(graph, workload, 'ingress');
      const tunnel = { protocol: 'TCP', port: 15008 } as const;
      // Where nobody is let in, that is said already.
      if (workload.node.namespace !== namespace || ingress === undefined) continue;
      if (!lets(ingress, tunnel, { graph, server: workload })) continue;
      if (lets(ingress, tunnel, { graph, server: workload, peer: { namespace, podLabels } })) continue;
      yield {
        ...placeOfRules(ingress, workload, 'ingress'),
        absent: true,
        message: `The waypoint ${waypoint.name} of namespace ${namespace} may not reach ${nameOf(workload.node)} at port 15008.`,
        fix: `Let the pods ${GATEWAY_NAME}=${waypoint.name} in at port 15008.`,
      };
    }
  },
});

function* checkShut(
  graph: ResourceGraph,
  policy: Node<NetworkPolicy>,
  waypoint: string,
): Iterable<Violation> {
  const others = graph
    .ofKind('NetworkPolicy')
    .filter(
      ({ namespace, object }) =>
        namespace === policy.namespace &&
        matchesSelector(object.spec?.podSelector, { [GATEWAY_NAME]: waypoint }),
    );
  const shut = (['ingress', 'egress'] as const).filter(
    (direction) =>
      isolates(policy, direction) && others.every((other) => rulesOf(other, direction).length === 0),
  );
  if (shut.length === 0) return;
  yield {
    node: policy,
    pointer: '/spec/podSelector',
    absent: true,
    message: `${nameOf(policy)} closes the ${shut.join(' and ')} of the waypoint ${waypoint}, which runs in namespace ${policy.namespace}.`,
    fix: `Leave out the pods ${GATEWAY_NAME}=${waypoint}, or add a policy that opens what they need.`,
  };
}
