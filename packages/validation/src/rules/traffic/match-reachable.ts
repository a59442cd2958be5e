import type { VirtualService, VirtualServiceHttp } from '@fleetwright/kube-schemas';
import { canonicalText } from '../../graph/canonical-text.ts';
import type { Loose } from '../../graph/kinds.ts';
import type { Node } from '../../graph/node.ts';
import { defineRule, type Violation } from '../../rule.ts';
import { covers, showMatch, type HttpMatch } from './uri-match.ts';

export const matchReachable = defineRule({
  id: 'traffic/match-reachable',
  severity: 'error',
  needs: [],
  holds: 'Each match of a VirtualService takes requests that no earlier one takes.',
  why: 'Routes are tried in order: what an earlier match covers is never reached, and its destination gets nothing.',
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0130/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0131/',
  ],
  plan: '/traffic',
  *check({ graph }) {
    for (const node of graph.ofKind('VirtualService')) yield* checkOrder(node);
  },
});

interface Placed {
  match: HttpMatch;
  pointer: string;
  route: Loose<VirtualServiceHttp>;
}

// A later route to the same pods misses nothing.
function isHarmless(earlier: Placed, later: Placed): boolean {
  return (
    earlier.route !== later.route && canonicalText(earlier.route.route) === canonicalText(later.route.route)
  );
}

function* checkOrder(node: Node<VirtualService>): Iterable<Violation> {
  const earlier: Placed[] = [];
  const dead = new Map<Placed, Placed[]>();
  for (const placed of listMatches(node)) {
    const covering = earlier.find(({ match }) => covers(match, placed.match));
    if (covering === undefined) earlier.push(placed);
    else if (!isHarmless(covering, placed)) dead.set(covering, [...(dead.get(covering) ?? []), placed]);
  }
  for (const [covering, [first, ...others]] of dead) {
    yield {
      node,
      pointer: first!.pointer,
      message: `No request reaches this match (${showMatch(first!.match)})${others.length > 0 ? ` and ${others.length} more` : ''}: an earlier one takes them (${showMatch(covering.match)}).`,
      fix: 'Put the narrower match first, or remove one of the two.',
      related: [{ node, pointer: covering.pointer, message: 'The earlier match.' }],
    };
  }
}

function listMatches({ object }: Node<VirtualService>): Placed[] {
  return (object.spec?.http ?? []).flatMap((route, index) => {
    const { match = [] } = route;
    return match.length === 0
      ? [{ match: {}, pointer: `/spec/http/${index}`, route }]
      : match.map((entry, at) => ({ match: entry, pointer: `/spec/http/${index}/match/${at}`, route }));
  });
}
