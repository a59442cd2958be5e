import type { Rollout, VirtualService, VirtualServiceHttp } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';
import type { Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';

/** A VirtualService that a Rollout moves weights in. */
export interface ManagedVirtualService {
  rollout: Node<Rollout>;
  /** JSON pointer of the reference in the Rollout. */
  pointer: string;
  /** Name and namespace that the reference says. */
  name: string;
  namespace: string;
  /** Names of routes that the reference lists. */
  routes: readonly string[];
  /** It lists routes of TLS or TCP. */
  otherProtocols: boolean;
  /** Absent where the graph has none of this name. */
  virtualService: Node<VirtualService> | undefined;
}

/** The VirtualServices that Rollouts of the graph refer to. */
export function listManaged(graph: ResourceGraph): ManagedVirtualService[] {
  return graph.ofKind('Rollout').flatMap((rollout) => {
    const istio = rollout.object.spec?.strategy?.canary?.trafficRouting?.istio;
    const at = '/spec/strategy/canary/trafficRouting/istio';
    const references = [
      ...(istio?.virtualService ? [{ ...istio.virtualService, pointer: `${at}/virtualService` }] : []),
      ...(istio?.virtualServices ?? []).map((entry, index) => ({
        ...entry,
        pointer: `${at}/virtualServices/${index}`,
      })),
    ];
    return references.map(({ pointer, name: full = '', routes = [], tlsRoutes, tcpRoutes }) => {
      const [name = '', namespace = rollout.namespace] = full.split('.');
      const virtualService = graph.find('VirtualService', namespace, name);
      const otherProtocols = (tlsRoutes ?? tcpRoutes ?? []).length > 0;
      return { rollout, pointer, name, namespace, routes, otherProtocols, virtualService };
    });
  });
}

/** An HTTP route in which a Rollout moves weights. */
export interface ManagedRoute {
  managed: ManagedVirtualService;
  node: Node<VirtualService>;
  route: Loose<VirtualServiceHttp>;
  pointer: string;
}

/** The HTTP routes in which Rollouts move weights: those that are listed, or the only one. */
export function listManagedRoutes(graph: ResourceGraph): ManagedRoute[] {
  return listManaged(graph).flatMap((managed) => {
    const { virtualService: node, routes, otherProtocols } = managed;
    const http = node?.object.spec?.http ?? [];
    return http.flatMap((route, index) => {
      const listed =
        routes.length === 0 ? http.length === 1 && !otherProtocols : routes.includes(route.name ?? '');
      return listed ? [{ managed, node: node!, route, pointer: `/spec/http/${index}` }] : [];
    });
  });
}

/** What a destination is to the Rollout that steers a route. */
export type DestinationRole = 'stable' | 'canary' | undefined;

/** The role of a destination, by its Service or by its subset. */
export function roleOf(
  { object }: Node<Rollout>,
  destination: { host?: string | undefined; subset?: string | undefined } | undefined,
): DestinationRole {
  const { stableService, canaryService, trafficRouting } = object.spec?.strategy?.canary ?? {};
  const { stableSubsetName, canarySubsetName } = trafficRouting?.istio?.destinationRule ?? {};
  const service = destination?.host?.split('.')[0];
  const subset = destination?.subset;
  if (subset !== undefined && subset === canarySubsetName) return 'canary';
  if (subset !== undefined && subset === stableSubsetName) return 'stable';
  if (service !== undefined && service === canaryService) return 'canary';
  return service !== undefined && service === stableService ? 'stable' : undefined;
}
