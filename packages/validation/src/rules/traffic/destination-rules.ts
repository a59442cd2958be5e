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
