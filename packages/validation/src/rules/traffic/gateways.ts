import type { VirtualService } from '@fleetwright/kube-schemas';
import type { Node } from '../../graph/node.ts';

/** A gateway that a VirtualService is bound to. */
export interface BoundGateway {
  /** `<namespace>/<name>`. */
  name: string;
  pointer: string;
}

/** The gateways that a VirtualService is bound to; the mesh's own proxies are none. */
export function gatewaysOf({ object, namespace }: Node<VirtualService>): BoundGateway[] {
  return (object.spec?.gateways ?? []).flatMap((name, index) =>
    name === 'mesh'
      ? []
      : [{ name: name.includes('/') ? name : `${namespace}/${name}`, pointer: `/spec/gateways/${index}` }],
  );
}

/** Whether the proxies of the mesh read a VirtualService: by name, or because it names no gateway. */
export function isReadByMesh({ object }: Node<VirtualService>): boolean {
  const { gateways = [] } = object.spec ?? {};
  return gateways.length === 0 || gateways.includes('mesh');
}

/** Whether two hosts have a name in common; each may start with a wildcard. */
export function hostsMeet(one: string, other: string): boolean {
  const [a, b] = [one, other].map((host) => host.toLowerCase()) as [string, string];
  return a === b || isBelow(a, b) || isBelow(b, a);
}

function isBelow(wildcard: string, host: string): boolean {
  return wildcard === '*' || (wildcard.startsWith('*.') && host.endsWith(wildcard.slice(1)));
}
