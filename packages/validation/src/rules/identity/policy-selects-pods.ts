import type { LabelSelector, NetworkPolicy } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';
import { matchesSelector } from '../../graph/label-selector.ts';
import { nameOf, type Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { showSelector } from '../../graph/show-labels.ts';
import { defineRule } from '../../rule.ts';

export const policySelectsPods = defineRule({
  id: 'identity/policy-selects-pods',
  severity: 'error',
  needs: [],
  holds:
    'Network policies, mesh policies and disruption budgets select pods of their namespace, and so do the peers that a network policy names there.',
  why: 'A policy without pods protects nothing, and traffic from a peer that does not exist never arrives.',
  sources: [
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0127/',
  ],
  *check({ graph }) {
    for (const { node, pointer, selector } of listSelectors(graph)) {
      const selects = graph.workloads.some(
        (workload) =>
          workload.node.namespace === node.namespace && matchesSelector(selector, workload.podLabels),
      );
      if (selects || !namesLabels(selector)) continue;
      yield {
        node,
        pointer,
        absent: true,
        message: `${nameOf(node)} selects pods by ${showSelector(selector)}; no workload in namespace ${node.namespace} has such pods.`,
        fix: 'Select labels that the pod template of the workload has.',
      };
    }
  },
});

interface PodSelector {
  node: Node;
  pointer: string;
  selector: Loose<LabelSelector> | undefined;
}

function listSelectors(graph: ResourceGraph): PodSelector[] {
  return [
    ...graph
      .ofKind('NetworkPolicy')
      .flatMap((node) => [
        { node, pointer: '/spec/podSelector', selector: node.object.spec?.podSelector },
        ...listPeers(node),
      ]),
    ...graph
      .ofKind('PodDisruptionBudget')
      .map((node) => ({ node, pointer: '/spec/selector', selector: node.object.spec?.selector })),
    ...(['AuthorizationPolicy', 'PeerAuthentication'] as const)
      .flatMap((kind) => [...graph.ofKind(kind)])
      .map((node) => ({ node, pointer: '/spec/selector', selector: node.object.spec?.selector })),
  ];
}

// Pods of other namespaces are not given.
function listPeers(node: Node<NetworkPolicy>): PodSelector[] {
  const { ingress = [], egress = [] } = node.object.spec ?? {};
  const rules = [
    ...ingress.map(({ from }, index) => ({ peers: from, pointer: `/spec/ingress/${index}/from` })),
    ...egress.map(({ to }, index) => ({ peers: to, pointer: `/spec/egress/${index}/to` })),
  ];
  // A key without a value is written for every peer, too.
  return rules.flatMap(({ peers, pointer }) =>
    (peers ?? []).flatMap(({ podSelector, namespaceSelector }, index) =>
      namespaceSelector === undefined && podSelector !== undefined
        ? [{ node, pointer: `${pointer}/${index}/podSelector`, selector: podSelector }]
        : [],
    ),
  );
}

// A selector that only excludes may well find nothing to exclude.
function namesLabels(selector: PodSelector['selector']): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  return (
    Object.keys(matchLabels).length > 0 ||
    matchExpressions.some(({ operator }) => operator === 'In' || operator === 'Exists')
  );
}
