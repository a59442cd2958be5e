import type { LabelSelector } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';
import { matchesSelector, type Labels } from '../../graph/label-selector.ts';
import { nameOf, type Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { showSelector } from '../../graph/show-labels.ts';
import { defineRule } from '../../rule.ts';

export const serviceKeepsToItself = defineRule({
  id: 'identity/service-keeps-to-itself',
  severity: 'error',
  needs: [],
  holds:
    'What belongs to a service, by the label fleetwright.dev/service, selects by that label and stands in one namespace.',
  why: 'Services share a namespace: a selector without the label takes in the pods of others, and an object elsewhere selects nothing.',
  sources: [
    'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors',
    'https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/',
  ],
  *check({ graph }) {
    const home = new Map(graph.workloads.map(({ node }) => [serviceOf(node), node]));
    for (const node of graph.nodes) {
      const service = serviceOf(node);
      const workload = home.get(service);
      if (service === undefined || workload === undefined || workload.namespace === node.namespace) continue;
      yield {
        node,
        pointer: '/metadata/namespace',
        message: `${nameOf(node)} of service ${service} stands in namespace ${node.namespace}, ${nameOf(workload)} in ${workload.namespace}.`,
        fix: `Move it to ${workload.namespace}.`,
        related: [{ node: workload, pointer: '/metadata/namespace', message: 'The pods are here.' }],
      };
    }
    for (const { node, pointer, selector, among } of listSelectors(graph)) {
      const service = serviceOf(node);
      if (service === undefined || selector?.matchLabels?.[LABEL] === service) continue;
      // What selects nothing is said elsewhere.
      if (!among.some((labels) => matchesSelector(selector, labels))) continue;
      yield {
        node,
        pointer: selector === undefined ? '/spec' : pointer,
        message: `${nameOf(node)} of service ${service} ${selector === undefined ? 'has no selector' : `selects ${showSelector(selector)}`}, without ${LABEL}=${service}.`,
        fix: `Add ${LABEL}: ${service} to its selector.`,
      };
    }
  },
});

const LABEL = 'fleetwright.dev/service';

interface Selecting {
  node: Node;
  pointer: string;
  selector: Loose<LabelSelector> | undefined;
  /** Labels of what may be selected. */
  among: Labels[];
}

function listSelectors(graph: ResourceGraph): Selecting[] {
  const pods = graph.workloads.map(({ podLabels }) => podLabels);
  const services = graph.ofKind('Service').map(({ object }) => object.metadata?.labels ?? {});
  const monitors = graph.ofKind('ServiceMonitor').map((node) => ({
    node,
    pointer: '/spec/selector',
    selector: node.object.spec?.selector,
    among: services,
  }));
  const ofPods = [
    ...listServices(graph),
    ...graph
      .ofKind('PodDisruptionBudget')
      .map((node) => ({ node, pointer: '/spec/selector', selector: node.object.spec?.selector })),
    ...graph
      .ofKind('NetworkPolicy')
      .map((node) => ({ node, pointer: '/spec/podSelector', selector: node.object.spec?.podSelector })),
    ...listMeshPolicies(graph),
    ...listSpreads(graph),
  ];
  return [...monitors, ...ofPods.map((selecting) => ({ ...selecting, among: pods }))];
}

// A Service without a selector selects nothing.
function listServices(graph: ResourceGraph): Omit<Selecting, 'among'>[] {
  return graph.ofKind('Service').flatMap((node) => {
    const matchLabels = node.object.spec?.selector ?? {};
    return Object.keys(matchLabels).length === 0
      ? []
      : [{ node, pointer: '/spec/selector', selector: { matchLabels } }];
  });
}

// A policy of a waypoint names what it is for.
function listMeshPolicies(graph: ResourceGraph): Omit<Selecting, 'among'>[] {
  return (['AuthorizationPolicy', 'PeerAuthentication'] as const)
    .flatMap((kind) => [...graph.ofKind(kind)])
    .filter(({ object }) => (object.spec as { targetRefs?: unknown } | undefined)?.targetRefs === undefined)
    .map((node) => ({ node, pointer: '/spec/selector', selector: node.object.spec?.selector }));
}

function listSpreads(graph: ResourceGraph): Omit<Selecting, 'among'>[] {
  return graph.workloads.flatMap(({ node, template, templatePointer }) =>
    (template.spec?.topologySpreadConstraints ?? []).map(({ labelSelector }, index) => ({
      node,
      pointer: `${templatePointer}/spec/topologySpreadConstraints/${index}/labelSelector`,
      selector: labelSelector,
    })),
  );
}

function serviceOf({ object }: Node): string | undefined {
  const labels = (object.metadata?.labels ?? {}) as Record<string, unknown>;
  const value = labels[LABEL];
  return typeof value === 'string' ? value : undefined;
}
