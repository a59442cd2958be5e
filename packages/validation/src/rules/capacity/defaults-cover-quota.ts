import type { LimitRangeItem, ResourceQuota } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';
import { nameOf, type Node } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const defaultsCoverQuota = defineRule({
  id: 'capacity/defaults-cover-quota',
  severity: 'warning',
  needs: [],
  holds:
    'A LimitRange limits something, and one that gives containers defaults gives them what the quota of its namespace counts.',
  why: 'Where a quota counts CPU or memory, a container that states none is refused: the defaults are there to prevent that.',
  sources: [
    'https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-and-cluster-capacity',
    'https://kubernetes.io/docs/concepts/policy/limit-range/',
  ],
  *check({ graph }) {
    for (const node of graph.ofKind('LimitRange')) {
      const limits = node.object.spec?.limits ?? [];
      if (limits.length === 0) {
        yield {
          node,
          pointer: '/spec',
          message: `${nameOf(node)} has no limits: it does nothing.`,
          fix: 'Add an item of type Container with defaultRequest and default, or remove the object.',
        };
        continue;
      }
      // A quota with a scope counts some pods only.
      const quota = graph
        .ofKind('ResourceQuota')
        .find(
          ({ namespace, object }) =>
            namespace === node.namespace && !object.spec?.scopes && !object.spec?.scopeSelector,
        );
      const items = limits.filter(({ type }) => type === 'Container');
      if (quota === undefined || !items.some(givesDefaults)) continue;
      const missing = countedBy(quota).filter((name) => !items.some((item) => gives(item, name)));
      if (missing.length === 0) continue;
      yield {
        node,
        pointer: '/spec/limits',
        message: `${nameOf(node)} gives containers no ${missing.join(' and no ')}, which ${nameOf(quota)} counts: one that states none is refused.`,
        fix: 'Add them: requests in defaultRequest, limits in default.',
        related: [{ node: quota, pointer: '/spec/hard', message: 'The quota.' }],
      };
    }
  },
});

type Item = Loose<LimitRangeItem>;

function givesDefaults({ default: limits, defaultRequest }: Item): boolean {
  return limits !== undefined || defaultRequest !== undefined;
}

/** What a quota counts of containers, so that each must state it. */
function countedBy({ object }: Node<ResourceQuota>): string[] {
  const hard = Object.keys(object.spec?.hard ?? {}).map((name) =>
    /^(?:cpu|memory)$/.test(name) ? `requests.${name}` : name,
  );
  return [...new Set(hard)].filter((name) => /^(?:requests|limits)\.(?:cpu|memory)$/.test(name));
}

// A highest amount is the default limit where there is none, and a limit the request.
function gives({ default: limits, defaultRequest, max }: Item, counted: string): boolean {
  const [kind, resource] = counted.split('.') as ['requests' | 'limits', string];
  const amounts = kind === 'requests' ? [defaultRequest, limits, max] : [limits, max];
  return amounts.some((each) => each?.[resource] !== undefined);
}
