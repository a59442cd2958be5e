import type { VirtualService, VirtualServiceHttpRoute } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';
import { nameOf, type Node } from '../../graph/node.ts';
import { defineRule, type Violation } from '../../rule.ts';
import { listManagedRoutes, roleOf, type ManagedRoute } from './managed-routes.ts';

export const weightsAtRest = defineRule({
  id: 'traffic/weights-at-rest',
  severity: 'error',
  needs: [],
  holds:
    'A route that a Rollout steers has the weight 100 for the stable pods and 0 for the canary; the weights of any route are not all 0.',
  why: 'Each sync writes the committed weights back: another share than none would send requests to pods that nobody has judged.',
  sources: [
    'https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/',
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination',
  ],
  plan: '/rollout/canary',
  *check({ graph }) {
    const managed = listManagedRoutes(graph);
    for (const route of managed) yield* checkManaged(route);
    for (const node of graph.ofKind('VirtualService'))
      yield* checkOthers(
        node,
        managed.filter((route) => route.node === node).map(({ pointer }) => pointer),
      );
  },
});

function* checkManaged({ managed, node, route, pointer }: ManagedRoute): Iterable<Violation> {
  const destinations = route.route ?? [];
  const weights = destinations.flatMap(({ destination, weight }, index) => {
    const role = roleOf(managed.rollout, destination);
    const found = weight ?? (destinations.length === 1 ? 100 : 0);
    return role === undefined ? [] : [{ role, found, index }];
  });
  const wrong = weights.find(({ role, found }) => found !== AT_REST[role]);
  if (wrong === undefined) return;
  yield {
    node,
    pointer: `${pointer}/route/${wrong.index}`,
    message: `The committed weights are ${weights.map(({ role, found }) => `${role} ${found}`).join(', ')}; ${nameOf(managed.rollout)} moves them from stable 100, canary 0.`,
    fix: 'Commit the weights at rest: 100 for stable, 0 for canary.',
    related: [{ node: managed.rollout, pointer: managed.pointer, message: 'The Rollout steers this route.' }],
  };
}

const AT_REST = { stable: 100, canary: 0 };

function* checkOthers(node: Node<VirtualService>, managed: readonly string[]): Iterable<Violation> {
  for (const [index, { route = [] }] of (node.object.spec?.http ?? []).entries()) {
    const pointer = `/spec/http/${index}`;
    if (route.length < 2 || managed.includes(pointer) || sum(route) > 0) continue;
    yield {
      node,
      pointer: `${pointer}/route`,
      message: `The ${route.length} destinations of the route have weights of 0 or none.`,
      fix: 'Give each destination its share; 100 in sum.',
    };
  }
}

function sum(route: readonly Loose<VirtualServiceHttpRoute>[]): number {
  return route.reduce((total, { weight = 0 }) => total + weight, 0);
}
