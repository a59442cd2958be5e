import type { DestinationRule, Rollout } from '@fleetwright/kube-schemas';
import { nameOf, type Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { defineRule, type Violation } from '../../rule.ts';
import { rulesOfHost } from './destination-rules.ts';
import { listDestinations } from './destinations.ts';

export const subsetExists = defineRule({
  id: 'traffic/subset-exists',
  severity: 'error',
  needs: [],
  holds: 'A subset that a route or a Rollout names is defined by a DestinationRule of the same host.',
  why: 'Envoy has no cluster for an undefined subset and answers 503; a Rollout without its subsets cannot move traffic.',
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0101/',
    'https://istio.io/latest/docs/ops/common-problems/network-issues/#503-errors-after-setting-destination-rule',
  ],
  plan: '/rollout',
  *check({ graph }) {
    for (const { node, pointer, host, subset } of listDestinations(graph)) {
      if (subset === undefined || subset === '') continue;
      const rules = rulesOfHost(graph, host, node.namespace);
      if (rules.some((rule) => subsetNames(rule).includes(subset))) continue;
      yield {
        node,
        pointer: `${pointer}/subset`,
        absent: rules.length === 0,
        message: describeSubset(`the subset ${subset} of ${host}`, rules),
        fix: 'Define it in the DestinationRule, or route to a Service of its own.',
      };
    }
    for (const rollout of graph.ofKind('Rollout')) yield* checkRollout(graph, rollout);
  },
});

function* checkRollout(graph: ResourceGraph, rollout: Node<Rollout>): Iterable<Violation> {
  const reference = rollout.object.spec?.strategy?.canary?.trafficRouting?.istio?.destinationRule;
  if (reference === undefined) return;
  const pointer = '/spec/strategy/canary/trafficRouting/istio/destinationRule';
  const rule = graph.find('DestinationRule', rollout.namespace, reference.name);
  if (rule === undefined) {
    yield {
      node: rollout,
      pointer: `${pointer}/name`,
      absent: true,
      message: `There is no DestinationRule ${reference.name} in namespace ${rollout.namespace}.`,
      fix: 'Add it, or correct the name.',
    };
    return;
  }
  for (const field of ['stableSubsetName', 'canarySubsetName'] as const) {
    const subset = reference[field];
    if (subset === undefined || subsetNames(rule).includes(subset)) continue;
    yield {
      node: rollout,
      pointer: `${pointer}/${field}`,
      message: describeSubset(`the subset ${subset}`, [rule]),
      fix: 'Define it in the DestinationRule.',
      related: [{ node: rule, pointer: '/spec/subsets', message: `The subsets of ${nameOf(rule)}.` }],
    };
  }
}

function describeSubset(what: string, rules: readonly Node<DestinationRule>[]): string {
  const known = rules.flatMap(subsetNames);
  return rules.length === 0
    ? `No DestinationRule defines ${what}.`
    : `${rules.map(nameOf).join(', ')} does not define ${what}; it defines ${known.join(', ') || 'none'}.`;
}

function subsetNames({ object }: Node<DestinationRule>): string[] {
  return (object.spec?.subsets ?? []).flatMap(({ name }) => name ?? []);
}
