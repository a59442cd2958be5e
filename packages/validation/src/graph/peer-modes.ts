import type { PeerAuthentication } from '@fleetwright/kube-schemas';
import { matchesSelector } from './label-selector.ts';
import { ROOT_NAMESPACE } from './mesh-access.ts';
import type { Node } from './node.ts';
import type { ResourceGraph } from './resource-graph.ts';
import type { Workload } from './workload.ts';

/** How peers must speak to a port, and the policy that says it. */
export interface PeerMode {
  node: Node<PeerAuthentication>;
  mode: string;
}

/**
 * The mode of a port of a workload's pods; undefined where no given policy decides it.
 * https://istio.io/latest/docs/concepts/security/#peer-authentication
 */
export function peerModeOf(graph: ResourceGraph, workload: Workload, port: number): PeerMode | undefined {
  for (const node of policiesOf(graph, workload)) {
    const { mtls, portLevelMtls, selector } = node.object.spec ?? {};
    // Ports are those of pods: a policy without a selector has none.
    const ofPort = selector === undefined ? undefined : portLevelMtls?.[String(port)]?.mode;
    const mode = [ofPort, mtls?.mode].find((each) => each !== undefined && each !== 'UNSET');
    if (mode !== undefined) return { node, mode };
  }
  return undefined;
}

/** The policies of a workload's pods, the narrowest first. */
function policiesOf(graph: ResourceGraph, { node, podLabels }: Workload): Node<PeerAuthentication>[] {
  const all = graph.ofKind('PeerAuthentication');
  const own = all.filter(({ namespace }) => namespace === node.namespace);
  return [
    ...own.filter(({ object: { spec } }) => spec?.selector && matchesSelector(spec.selector, podLabels)),
    ...own.filter(hasNoSelector),
    ...all.filter((policy) => policy.namespace === ROOT_NAMESPACE && hasNoSelector(policy)),
  ];
}

function hasNoSelector({ object: { spec } }: Node<PeerAuthentication>): boolean {
  return Object.keys(spec?.selector?.matchLabels ?? {}).length === 0;
}

/** Whether another policy, of the same namespace or of the mesh, says the mode that one leaves open. */
export function inheritsMode(graph: ResourceGraph, policy: Node<PeerAuthentication>): boolean {
  return graph
    .ofKind('PeerAuthentication')
    .some(
      (other) =>
        other !== policy &&
        (other.namespace === ROOT_NAMESPACE ||
          (other.namespace === policy.namespace && !hasNoSelector(policy))) &&
        hasNoSelector(other) &&
        other.object.spec?.mtls?.mode !== undefined,
    );
}
