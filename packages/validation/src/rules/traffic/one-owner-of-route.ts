import type { VirtualService } from '@fleetwright/kube-schemas';
import { defineClusterRule } from '../../cluster-rule.ts';
import { canonicalText } from '../../graph/canonical-text.ts';
import { nameOf, type Node } from '../../graph/node.ts';
import { placeOf } from '../../graph/place-of.ts';
import { fullHost } from './destination-rules.ts';
import { gatewaysOf, isReadByMesh } from './gateways.ts';
import { showMatch, type HttpMatch } from './uri-match.ts';

/** What a VirtualService claims of a host at a gateway. */
interface Claim {
  owner: string;
  gateway: string;
  host: string;
  /** Canonical text of a match and how it is shown. */
  match: string;
  shown: string;
}

export const oneOwnerOfRoute = defineClusterRule<Claim>({
  id: 'traffic/one-owner-of-route',
  severity: 'error',
  needsCluster: false,
  holds: 'No two VirtualServices of a cluster route the same requests of a host at the same gateway.',
  why: 'A gateway merges them in no defined order, and the proxies of the mesh take one alone: requests reach whichever comes first.',
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0109/',
    'https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services',
  ],
  plan: '/traffic',
  keyOf,
  *collect({ graph }) {
    for (const node of graph.ofKind('VirtualService')) if (!node.context) yield* listClaims(node);
  },
  *judge(facts) {
    const first = new Map<string, (typeof facts)[number]>();
    const told = new Set<string>();
    for (const fact of facts) {
      const key = keyOf(fact);
      const earlier = first.get(key);
      if (earlier === undefined) first.set(key, fact);
      const pair = `${earlier?.owner} ${fact.owner} ${fact.gateway} ${fact.host}`;
      if (earlier === undefined || earlier.owner === fact.owner || told.has(pair)) continue;
      told.add(pair);
      yield {
        place: fact.place,
        message: `${earlier.owner} routes ${fact.shown} of ${fact.host} at ${fact.gateway}, too.`,
        fix: 'Give each service a host of its own, or all routes of a host to one VirtualService.',
        related: [{ place: earlier.place, message: `${earlier.owner} claims it here.` }],
      };
    }
  },
});

function keyOf({ gateway, host, match }: Claim): string {
  return [gateway, host, match].join('\n');
}

function listClaims(node: Node<VirtualService>) {
  const { hosts = [], http = [], exportTo } = node.object.spec ?? {};
  const gateways = gatewaysOf(node).map(({ name }) => name);
  const claims = [...hosts.entries()].flatMap(([index, host]) => {
    const full = { host: fullHost(host, node.namespace), index };
    const atGateways = gateways.flatMap((gateway) =>
      matchesOf(http).map((match) => ({
        ...full,
        gateway,
        match: canonicalText(withoutNames(match)),
        shown: showMatch(match),
      })),
    );
    // The mesh does not merge: one VirtualService has the whole host, among those that a proxy sees.
    const inMesh = { ...full, gateway: 'mesh', match: '', shown: 'requests' };
    return [...atGateways, ...(isReadByMesh(node) && exportTo === undefined ? [inMesh] : [])];
  });
  const owner = `${nameOf(node)} of namespace ${node.namespace}`;
  return claims.map(({ index, ...claim }) => ({
    owner,
    ...claim,
    place: placeOf(node, `/spec/hosts/${index}`),
  }));
}

function matchesOf(
  http: NonNullable<NonNullable<Node<VirtualService>['object']['spec']>['http']>,
): HttpMatch[] {
  return http.flatMap(({ match }) => (match === undefined || match.length === 0 ? [{}] : match));
}

function withoutNames(match: HttpMatch): HttpMatch {
  return { ...match, name: undefined, statPrefix: undefined };
}
