import { nameOf } from '../../graph/node.ts';
import type { Workload } from '../../graph/workload.ts';
import { defineRule } from '../../rule.ts';

export const recommendedLabels = defineRule({
  id: 'identity/recommended-labels',
  severity: 'warning',
  needs: [],
  holds:
    'A workload that has labels of app.kubernetes.io has all that are recommended, and one that names its owner.',
  why: 'Dashboards, cost reports and the routing of alerts go by these labels; what lacks one is left out or goes to nobody.',
  sources: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/'],
  plan: '/identity/labels',
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const keys = labelKeys(workload);
      if (!keys.some((key) => key.startsWith(PREFIX))) continue;
      const missing = [
        ...RECOMMENDED.map((name) => PREFIX + name).filter((key) => !keys.includes(key)),
        ...(keys.some(namesOwner) ? [] : ['a label that names the owner (…/team or …/owner)']),
      ];
      if (missing.length === 0) continue;
      yield {
        node: workload.node,
        pointer: '/metadata/labels',
        message: `${nameOf(workload.node)} lacks ${missing.join(', ')}.`,
        fix: 'Add them to the labels of the workload; in a spec, metadata.labels.team names the owner.',
      };
    }
  },
});

const PREFIX = 'app.kubernetes.io/';
const RECOMMENDED = ['name', 'instance', 'version', 'part-of', 'managed-by'];

// What changes with a release, as the version does, may stand on the pods alone.
function labelKeys({ node, podLabels }: Workload): string[] {
  const own = (node.object.metadata?.labels ?? {}) as Record<string, unknown>;
  return Object.keys({ ...own, ...podLabels });
}

function namesOwner(key: string): boolean {
  return /(^|\/)(team|owner)$/.test(key);
}
