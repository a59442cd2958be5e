import type { DestinationRule } from '@fleetwright/kube-schemas';
import type { Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';

/** The DestinationRules for a host, as a route of a namespace names it. */
export function rulesOfHost(graph: ResourceGraph, host: string, namespace: string): Node<DestinationRule>[] {
  const wanted = fullHost(host, namespace);
  return graph
    .ofKind('DestinationRule')
    .filter((rule) => fullHost(rule.object.spec?.host ?? '', rule.namespace) === wanted);
}

/** A host as Istio completes it: only a name without dots gets the namespace; the cluster's domain is left off. */
export function fullHost(host: string, namespace: string): string {
  if (!host.includes('.')) return `${host}.${namespace}.svc`;
  return /^[^.]+\.[^.]+\.svc\./.test(host) ? host.split('.').slice(0, 3).join('.') : host;
}

/** The domain that a full name ends with, where every other full name of the graph ends with another one. */
export function strayDomain(
  graph: ResourceGraph,
  host: string,
): { found: string; usual: string } | undefined {
  const found = domainOf(host);
  if (found === undefined || found === CLUSTER_SET) return undefined;
  const others = [
    ...graph.ofKind('DestinationRule').map(({ object }) => object.spec?.host),
    ...graph
      .ofKind('VirtualService')
      .flatMap(({ object }) => [
        ...(object.spec?.hosts ?? []),
        ...(object.spec?.http ?? []).flatMap(({ route = [] }) =>
          route.map(({ destination }) => destination?.host),
        ),
      ]),
  ].flatMap((other) => (other === undefined || other === host ? [] : (domainOf(other) ?? [])));
  const usual = others.find((domain) => domain !== CLUSTER_SET);
  return usual === undefined || others.includes(found) ? undefined : { found, usual };
}

// Services of all clusters of a set. https://github.com/kubernetes/enhancements/tree/master/keps/sig-multicluster/1645-multi-cluster-services-api
const CLUSTER_SET = 'clusterset.local';

function domainOf(host: string): string | undefined {
  const [, , svc, ...domain] = host.split('.');
  return svc === 'svc' && domain.length > 0 ? domain.join('.') : undefined;
}
