import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

const ENVIRONMENT = 'fleetwright.dev/environment';

export const quotaAsStated = defineRule({
  id: 'capacity/quota-as-stated',
  severity: 'error',
  needs: ['environment'],
  holds:
    "The ResourceQuota that is rendered for an environment limits all that the environment's quota names.",
  why: 'Capacity is planned with the quota that the environment states: what its ResourceQuota leaves out nobody limits.',
  sources: ['https://kubernetes.io/docs/concepts/policy/resource-quotas/'],
  *check({ graph, environment }) {
    const quota = Object.entries(environment.spec.quota ?? {});
    for (const node of graph.ofKind('ResourceQuota')) {
      if (node.context || node.object.metadata?.labels?.[ENVIRONMENT] !== environment.metadata.name) continue;
      const hard = (node.object.spec?.hard ?? {}) as Record<string, unknown>;
      const missing = quota.filter(([name]) => hard[name] === undefined).map(([name]) => name);
      if (missing.length === 0) continue;
      yield {
        node,
        pointer: '/spec',
        message: `${nameOf(node)} does not limit ${missing.join(', ')}, as the quota of ${environment.metadata.name} does.`,
        fix: 'Add what is missing.',
      };
    }
  },
});
