import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const groupHasRules = defineRule({
  id: 'monitoring/group-has-rules',
  severity: 'warning',
  needs: [],
  holds: 'A PrometheusRule has groups, and each has rules.',
  why: 'An empty group is accepted and does nothing: what it was for is neither recorded nor alerted.',
  sources: [
    'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.RuleGroup',
    'https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/#rule_group',
  ],
  *check({ graph }) {
    for (const node of graph.ofKind('PrometheusRule')) {
      const { groups = [] } = node.object.spec ?? {};
      if (groups.length === 0)
        yield {
          node,
          pointer: '/spec/groups',
          message: `${nameOf(node)} has no groups.`,
          fix: 'Add a group with rules, or remove the object.',
        };
      for (const [index, { name = '', rules = [] }] of groups.entries()) {
        if (rules.length > 0) continue;
        yield {
          node,
          pointer: `/spec/groups/${index}`,
          message: `The group ${name} of ${nameOf(node)} has no rules.`,
          fix: 'Add its rules, or remove the group.',
        };
      }
    }
  },
});
