import { poolOf, offered } from '../../capacity/sum-capacity.ts';
import { workloadDemands } from '../../capacity/demand-of.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const promotionHasRoom = defineRule({
  id: 'rollout/promotion-has-room',
  severity: 'warning',
  needs: ['cluster'],
  holds:
    'Where its node pool cannot hold all replicas twice, a canary gives the stable pods back step by step (dynamicStableScale) or limits its own (setCanaryScale).',
  why: 'At the last step as many canary pods run as stable ones. Where devices are short, they stay pending and the update stops there.',
  sources: [
    'https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/#dynamic-stable-scale-with-traffic-routing',
    'https://github.com/argoproj/argo-rollouts/issues/2687',
  ],
  plan: '/rollout/canary/dynamicStableScale',
  *check({ graph, cluster }) {
    for (const { workload, demand } of workloadDemands(graph)) {
      const { node } = workload;
      const { canary } =
        graph.ofKind('Rollout').find((rollout) => rollout.manifest === node.manifest)?.object.spec
          ?.strategy ?? {};
      if (
        canary?.trafficRouting === undefined ||
        canary.dynamicStableScale === true ||
        demand.gpu === undefined
      )
        continue;
      if ((canary.steps ?? []).some(({ setCanaryScale }) => setCanaryScale !== undefined)) continue;
      const pool = poolOf(demand, cluster);
      if (pool === undefined) continue;
      const room = offered(pool, demand.gpu) * pool.nodes.max;
      const each = demand.perPod[demand.gpu] ?? 0;
      const needed = 2 * demand.maxReplicas * each;
      if (needed <= room) continue;
      yield {
        node,
        pointer: '/spec/strategy/canary',
        message: `${nameOf(node)} runs up to ${demand.maxReplicas} replicas of ${each} ${demand.gpu}, and as many canary pods when it is promoted: ${needed}; the pool ${pool.name} has ${room}.`,
        fix: 'Set dynamicStableScale: true, or setCanaryScale in the steps, or lower the highest number of replicas.',
      };
    }
  },
});
