import { canonicalText } from '../../graph/canonical-text.ts';
import { nameOf, type Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { defineRule } from '../../rule.ts';
import { rulesOfHost } from './destination-rules.ts';

export const canarySamePolicy = defineRule({
  id: 'traffic/canary-same-policy',
  severity: 'error',
  needs: [],
  holds: 'The stable and the canary Service of a Rollout have DestinationRules of the same policy, or none.',
  why: 'The canary is judged under other limits, another balancing or other TLS than the pods that it is compared with.',
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/destination-rule/',
    'https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/#host-level-traffic-splitting',
  ],
  plan: '/traffic',
  *check({ graph }) {
    for (const rollout of graph.ofKind('Rollout')) {
      const { stableService, canaryService, trafficRouting } = rollout.object.spec?.strategy?.canary ?? {};
      if (trafficRouting?.istio === undefined) continue;
      if (stableService === undefined || canaryService === undefined || stableService === canaryService)
        continue;
      const stable = policyOf(graph, stableService, rollout.namespace);
      const canary = policyOf(graph, canaryService, rollout.namespace);
      if (stable.text === canary.text) continue;
      const [node, other] = [canary.rule ?? stable.rule, canary.rule === undefined ? undefined : stable.rule];
      const lacking = stable.rule === undefined ? stableService : canaryService;
      yield {
        node: node ?? rollout,
        pointer: other === undefined ? '/spec/host' : '/spec/trafficPolicy',
        message:
          other === undefined
            ? `${node === undefined ? 'A DestinationRule' : nameOf(node)} sets a policy for one side of ${nameOf(rollout)}; the Service ${lacking} has none.`
            : `${nameOf(canary.rule!)} (canary) and ${nameOf(other)} (stable) set different policies.`,
        fix: 'Give both Services the same trafficPolicy.',
        related:
          other === undefined
            ? []
            : [{ node: other, pointer: '/spec/trafficPolicy', message: 'The stable policy.' }],
      };
    }
  },
});

function policyOf(
  graph: ResourceGraph,
  host: string,
  namespace: string,
): { rule: Node | undefined; text: string } {
  const [rule] = rulesOfHost(graph, host, namespace);
  return { rule, text: rule === undefined ? '' : canonicalText(rule.object.spec?.trafficPolicy ?? {}) };
}
