import type { RolloutTrafficRouting } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const weightHasRouter = defineRule({
  id: 'rollout/weight-has-router',
  severity: 'warning',
  needs: [],
  holds: 'A canary that sets weights has a router that applies them.',
  why: 'Without trafficRouting the weight is only approximated by numbers of pods: of two replicas, a canary of 20 % gets a third or half of the requests, and an abort needs new pods to start.',
  sources: ['https://argo-rollouts.readthedocs.io/en/stable/features/canary/'],
  *check({ graph }) {
    for (const node of graph.ofKind('Rollout')) {
      const { canary } = node.object.spec?.strategy ?? {};
      if (canary === undefined || hasRouter(canary.trafficRouting)) continue;
      const index = (canary.steps ?? []).findIndex(({ setWeight }) => setWeight !== undefined);
      if (index < 0) continue;
      yield {
        node,
        pointer: `/spec/strategy/canary/steps/${index}/setWeight`,
        message: `${nameOf(node)} sets weights without a router in trafficRouting: they are rounded to whole pods.`,
        fix: 'Add stableService, canaryService and trafficRouting for the router in front of them.',
      };
    }
  },
});

// What says how to route is no router; one of Istio needs a route of its own.
function hasRouter(routing: Loose<RolloutTrafficRouting> | undefined): boolean {
  const { managedRoutes: _routes, maxTrafficWeight: _weight, istio, ...others } = routing ?? {};
  const ofIstio = istio?.virtualService ?? istio?.virtualServices?.[0];
  return ofIstio !== undefined || Object.values(others).some((router) => router !== undefined);
}
