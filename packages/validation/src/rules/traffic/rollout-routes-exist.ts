import type { VirtualService } from '@fleetwright/kube-schemas';
import { nameOf, type Node } from '../../graph/node.ts';
import { defineRule, type Violation } from '../../rule.ts';
import { listManaged, roleOf, type ManagedVirtualService } from './managed-routes.ts';

export const rolloutRoutesExist = defineRule({
  id: 'traffic/rollout-routes-exist',
  severity: 'error',
  needs: [],
  holds:
    'The VirtualService that a Rollout names exists, and the Rollout lists by name each of its routes that lead to stable or canary pods.',
  why: 'With a route that does not exist the Rollout stops; one that it does not list keeps sending everything to the stable pods.',
  sources: [
    'https://github.com/argoproj/argo-rollouts/blob/master/rollout/trafficrouting/istio/istio.go',
    'https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/',
  ],
  plan: '/rollout/canary',
  *check({ graph }) {
    for (const managed of listManaged(graph)) {
      const { virtualService } = managed;
      if (virtualService !== undefined) yield* checkRoutes(managed, virtualService);
      // One of the name in another namespace is the concern of traffic/rollout-namespace.
      else if (!graph.ofKind('VirtualService').some(({ name }) => name === managed.name))
        yield {
          node: managed.rollout,
          pointer: `${managed.pointer}/name`,
          absent: true,
          message: `There is no VirtualService ${managed.name} in namespace ${managed.namespace}.`,
          fix: 'Add it, or correct the name.',
        };
    }
  },
});

function* checkRoutes(managed: ManagedVirtualService, node: Node<VirtualService>): Iterable<Violation> {
  const http = node.object.spec?.http ?? [];
  const { rollout, routes, pointer, otherProtocols } = managed;
  const related = [{ node, pointer: '/spec/http', message: `The routes of ${nameOf(node)}.` }];
  for (const [index, name] of routes.entries()) {
    const count = http.filter((route) => route.name === name).length;
    if (count === 1) continue;
    yield {
      node: rollout,
      pointer: `${pointer}/routes/${index}`,
      message:
        count === 0
          ? `${nameOf(node)} has no route named ${name}; it has ${http.map((route) => route.name ?? 'one without a name').join(', ') || 'none'}.`
          : `${nameOf(node)} has ${count} routes named ${name}: only the first is steered.`,
      fix: 'Name each route of the VirtualService once, and list those names.',
      related,
    };
  }
  if (routes.length === 0 && !otherProtocols && http.length > 1)
    yield {
      node: rollout,
      pointer,
      message: `${nameOf(node)} has ${http.length} HTTP routes, and the Rollout lists none of them.`,
      fix: 'List the names of the routes in routes.',
      related,
    };
  // A name that is wrong in the list leaves its route unlisted.
  const known = routes.every((name) => http.some((route) => route.name === name));
  if (routes.length > 0 && known) yield* findUnlisted(managed, node);
}

function* findUnlisted(
  { rollout, routes }: ManagedVirtualService,
  node: Node<VirtualService>,
): Iterable<Violation> {
  const own = (rollout.object.spec?.strategy?.canary?.trafficRouting?.managedRoutes ?? []).map(
    ({ name }) => name,
  );
  for (const [index, route] of (node.object.spec?.http ?? []).entries()) {
    const splits = (route.route ?? []).some(({ destination }) => roleOf(rollout, destination) === 'canary');
    const name = route.name ?? '';
    if (!splits || routes.includes(name) || own.includes(name)) continue;
    yield {
      node,
      pointer: `/spec/http/${index}`,
      message: `The route ${route.name ?? 'without a name'} leads to the canary of ${nameOf(rollout)}, which does not list it.`,
      fix: "Name the route and add it to the Rollout's routes.",
      related: [
        {
          node: rollout,
          pointer: '/spec/strategy/canary/trafficRouting/istio',
          message: `It lists ${routes.join(', ')}.`,
        },
      ],
    };
  }
}
