import { mostFrequent } from '../../graph/most-frequent.ts';
import { nameOf, type Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { defineRule } from '../../rule.ts';

const MANAGER = 'app.kubernetes.io/managed-by';
const COMPONENT = 'app.kubernetes.io/component';

/** Labels that say whose an object is; names and versions of parts may differ. */
const SHARED =
  /^(?:app\.kubernetes\.io\/(?:name|instance|component|part-of|managed-by)|fleetwright\.dev\/.+)$/;

/** Objects of which one can be told to differ from the others. */
const ENOUGH = 2;

export const labelsAgree = defineRule({
  id: 'identity/labels-agree',
  severity: 'warning',
  needs: [],
  holds: 'Objects that are rendered together carry the same labels of ownership, and their pods do.',
  why: 'Selectors, dashboards, alerts and reviews find what belongs to a service by these labels: an object that lacks one belongs to nobody.',
  sources: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/'],
  *check({ graph }) {
    const carriers = listCarriers(graph);
    if (carriers.length < ENOUGH) return;
    const wrong = new Map<Carrier, string[]>();
    for (const key of sharedKeys(carriers)) {
      // A Service may be a part of its own: the one that is scraped.
      const among = carriers.filter(({ node }) => key !== COMPONENT || node.kind !== 'Service');
      const usual = mostFrequent(among.map(({ labels }) => labels[key]));
      const [outlier, ...more] = among.filter(({ labels }) => labels[key] !== usual);
      // Where several differ, they are meant to.
      if (outlier === undefined || usual === undefined || more.length > 0) continue;
      wrong.set(outlier, [...(wrong.get(outlier) ?? []), `${key}=${usual}`]);
    }
    for (const [{ node, pointer, what }, expected] of wrong)
      yield {
        node,
        pointer,
        message: `${what} lack ${expected.join(', ')}, which all others here have.`,
        fix: 'Add what is missing.',
      };
  },
});

interface Carrier {
  node: Node;
  pointer: string;
  what: string;
  labels: Readonly<Record<string, string | undefined>>;
}

// Sets of other makers mix what belongs to several.
function listCarriers(graph: ResourceGraph): Carrier[] {
  const carriers = [
    ...graph.nodes.map((node) => ({
      node,
      pointer: '/metadata/labels',
      what: `The labels of ${nameOf(node)}`,
      labels: (node.object.metadata?.labels ?? {}) as Carrier['labels'],
    })),
    ...graph.workloads.map(({ node, podLabels, templatePointer }) => ({
      node,
      pointer: `${templatePointer}/metadata/labels`,
      what: `The labels of the pods of ${nameOf(node)}`,
      labels: podLabels as Carrier['labels'],
    })),
  ].filter(({ node }) => !node.context);
  const rendered = carriers.filter(({ labels }) => labels[MANAGER] === 'fleetwright');
  return rendered.length >= carriers.length - 1 ? carriers : [];
}

function sharedKeys(carriers: readonly Carrier[]): string[] {
  return [...new Set(carriers.flatMap(({ labels }) => Object.keys(labels)))].filter((key) =>
    SHARED.test(key),
  );
}
