import { appendPointer } from '@fleetwright/findings';
import { nameOf, type Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { defineRule, type Violation } from '../../rule.ts';

export const azureIdentityAsked = defineRule({
  id: 'workload/azure-identity-asked',
  severity: 'warning',
  needs: [],
  holds:
    'Pods whose ServiceAccount has an Azure identity carry the label azure.workload.identity/use: "true"; no other label of that prefix is set.',
  why: 'The webhook of Azure gives a token to pods with exactly that label: without it the store answers 403.',
  sources: [
    'https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html',
  ],
  *check({ graph }) {
    for (const node of graph.ofKind('ServiceAccount'))
      yield* checkLabels(node, '/metadata/labels', node.object.metadata?.labels ?? {});
    for (const { node, podLabels, templatePointer } of graph.workloads)
      yield* checkLabels(node, `${templatePointer}/metadata/labels`, podLabels);
    yield* checkPods(graph);
  },
});

const PREFIX = 'azure.workload.identity/';
const LABEL = `${PREFIX}use`;
const CLIENT = `${PREFIX}client-id`;

function* checkLabels(
  node: Node<object>,
  at: string,
  labels: Readonly<Record<string, unknown>>,
): Iterable<Violation> {
  for (const [key, value] of Object.entries(labels)) {
    if (!key.startsWith(PREFIX) || (key === LABEL && value === 'true')) continue;
    yield {
      node: node,
      pointer: appendPointer(at, key),
      message: `The label ${key}: ${String(value)} means nothing to the webhook of Azure; it looks for ${LABEL}: true.`,
      fix: `Set ${LABEL}: "true", or remove the label.`,
    };
  }
}

function* checkPods(graph: ResourceGraph): Iterable<Violation> {
  for (const { node, template, templatePointer, podLabels } of graph.workloads) {
    const account = graph.find('ServiceAccount', node.namespace, template.spec?.serviceAccountName);
    const client = account?.object.metadata?.annotations?.[CLIENT];
    if (account === undefined || client === undefined || Object.hasOwn(podLabels, LABEL)) continue;
    yield {
      node,
      pointer: `${templatePointer}/metadata`,
      message: `The pods of ${nameOf(node)} run under ${nameOf(account)}, which has the Azure identity ${client}, and lack the label ${LABEL}.`,
      fix: `Set ${LABEL}: "true" in the labels of the pod template.`,
      related: [{ node: account, pointer: '/metadata/annotations', message: 'The identity.' }],
    };
  }
}
