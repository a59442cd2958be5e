import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';
import { listManagedRoutes, roleOf } from './managed-routes.ts';

export const routeSplits = defineRule({
  id: 'traffic/route-splits',
  severity: 'error',
  needs: [],
  holds: 'A route that a Rollout steers has its stable and its canary destination, and no other.',
  why: 'Argo Rollouts stops when one of the two is missing, and removes from the route every destination that it does not know.',
  sources: [
    'https://github.com/argoproj/argo-rollouts/blob/master/rollout/trafficrouting/istio/istio.go',
    'https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/',
  ],
  plan: '/rollout/canary',
  *check({ graph }) {
    for (const { managed, node, route, pointer } of listManagedRoutes(graph)) {
      const { rollout } = managed;
      if (rollout.object.spec?.strategy?.canary?.pingPong !== undefined) continue;
      const destinations = (route.route ?? []).map(({ destination }) => destination);
      const roles = destinations.map((destination) => roleOf(rollout, destination));
      const missing = (['stable', 'canary'] as const).filter((role) => !roles.includes(role));
      const strangers = destinations.filter((_destination, index) => roles[index] === undefined);
      const related = [{ node: rollout, pointer: managed.pointer, message: `${nameOf(rollout)} steers it.` }];
      const subject = `The route ${route.name ?? 'without a name'}`;
      if (missing.length > 0)
        yield {
          node,
          pointer: `${pointer}/route`,
          message: `${subject} has no ${missing.join(' and no ')} destination of ${nameOf(rollout)}.`,
          fix: `Route to ${describeServices(rollout.object.spec?.strategy?.canary)}.`,
          related,
        };
      else if (strangers.length > 0)
        yield {
          node,
          pointer: `${pointer}/route`,
          message: `${subject} leads to ${strangers.map((destination) => destination?.host).join(', ')}, which is neither stable nor canary of ${nameOf(rollout)}.`,
          fix: 'Move it to a route that the Rollout does not list.',
          related,
        };
    }
  },
});

function describeServices(
  canary: { stableService?: string | undefined; canaryService?: string | undefined } | undefined,
): string {
  const { stableService = 'the stable subset', canaryService = 'the canary subset' } = canary ?? {};
  return `${stableService} (weight 100) and ${canaryService} (weight 0)`;
}
