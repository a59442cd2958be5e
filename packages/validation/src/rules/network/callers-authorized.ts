import type { ClusterFile } from '@fleetwright/model-service';
import {
  accessToPods,
  accessToService,
  admits,
  coversPort,
  gatewaysUseWaypoint,
  waypointOf,
  type Access,
  type Caller,
} from '../../graph/mesh-access.ts';
import { nameOf, type Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { portsOf, targetPortOf } from '../../graph/service-ports.ts';
import { defineRule } from '../../rule.ts';
import { routedPorts } from './routed-ports.ts';
import { scrapedPorts } from './scraped-ports.ts';

export const callersAuthorized = defineRule({
  id: 'network/callers-authorized',
  severity: 'error',
  needs: ['cluster', 'environment'],
  holds:
    'Policies of the mesh let in the gateway where its routes lead, the waypoint of the Services, and Prometheus where it scrapes.',
  why: 'Once a policy allows something, everything else is answered with 403 or a closed connection: clients get errors, or Prometheus no metrics, while the pods look sound.',
  sources: [
    'https://istio.io/latest/docs/concepts/security/#implicit-enablement',
    'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
  ],
  *check({ graph, cluster, environment }) {
    if (cluster.spec.mesh.mode === 'none' || graph.ofKind('AuthorizationPolicy').length === 0) return;
    const refused = new Map<string, Refused>();
    for (const call of listCalls(graph, cluster, environment.spec.namespace)) {
      const open = call.access.rules.filter((rule) => coversPort(rule, call.port));
      // Where nobody is let in, that is said already.
      if (open.length === 0 || open.some((rule) => call.callers.some((caller) => admits(rule, caller))))
        continue;
      const node = call.access.policies.findLast(({ context }) => !context) ?? call.target;
      const key = `${call.who} ${nameOf(node)}`;
      refused.set(key, { ...call, node, ports: new Set([...(refused.get(key)?.ports ?? []), call.port]) });
    }
    for (const { who, callers, node, target, ports } of refused.values()) {
      const shown = [...ports].sort((one, other) => one - other).join(', ');
      const names = callers.map((caller) =>
        caller === undefined ? 'calls without an identity' : `the service account ${caller}`,
      );
      yield {
        node,
        pointer: node === target ? '' : '/spec/rules',
        absent: true,
        message: `No policy lets ${who} reach port ${shown} of ${nameOf(target)}.`,
        fix: `Allow ${names.join(' or ')} at port ${shown}.`,
      };
    }
  },
});

interface Call {
  who: string;
  /** Any of these identities is the caller's. */
  callers: readonly Caller[];
  access: Access;
  target: Node;
  port: number;
}

/** What is refused by one policy. */
interface Refused extends Omit<Call, 'port' | 'access'> {
  node: Node;
  ports: ReadonlySet<number>;
}

function* listCalls(graph: ResourceGraph, cluster: ClusterFile, namespace: string): Iterable<Call> {
  yield* gatewayCalls(graph, cluster);
  yield* waypointCalls(graph, cluster, namespace);
  const { prometheus } = cluster.spec.monitoring;
  for (const { workload, port } of scrapedPorts(graph)) {
    const access = accessToPods(graph, workload);
    // Whether Prometheus itself is in the mesh is not known.
    const callers = [undefined, `${prometheus.namespace}/${prometheus.serviceAccount}`];
    const who = `Prometheus in namespace ${prometheus.namespace}`;
    if (access) yield { who, callers, access, target: workload.node, port };
  }
}

function* gatewayCalls(graph: ResourceGraph, { spec: { gateway } }: ClusterFile): Iterable<Call> {
  if (gateway === undefined) return;
  const call = { who: `the gateway ${gateway.name}`, callers: [gateway.serviceAccount] };
  for (const { service, workload, port } of routedPorts(graph, gateway.name)) {
    const atWaypoint = gatewaysUseWaypoint(graph, service);
    const access = atWaypoint ? accessToService(graph, service) : accessToPods(graph, workload);
    if (access) yield { ...call, access, target: atWaypoint ? service : workload.node, port };
  }
}

// Pods know what passed a waypoint by the waypoint's identity alone.
function* waypointCalls(graph: ResourceGraph, cluster: ClusterFile, namespace: string): Iterable<Call> {
  const waypoint = waypointOf(cluster);
  if (waypoint === undefined) return;
  const call = { who: `the waypoint ${waypoint.name}`, callers: [`${namespace}/${waypoint.serviceAccount}`] };
  for (const service of graph.ofKind('Service')) {
    if (service.namespace !== namespace || accessToService(graph, service) === undefined) continue;
    for (const workload of graph.selectedBy(service)) {
      const access = accessToPods(graph, workload);
      for (const named of access === undefined ? [] : portsOf(service)) {
        const port = targetPortOf(named, workload);
        if (port !== undefined) yield { ...call, access: access!, target: workload.node, port };
      }
    }
  }
}
