import { appendPointer } from '@fleetwright/findings';
import type { EnvironmentFile } from '@fleetwright/model-service';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { defineRule, type Violation } from '../../rule.ts';
import type { ApplicationTemplate } from './applications.ts';
import { firstPerPlace, madeApplications } from './made-applications.ts';
import { placementOf, type AppliedPlacement } from './placement-of.ts';

const MANAGER = 'app.kubernetes.io/managed-by';
const WAVE = 'fleetwright.dev/wave';

export const labelsOfPlacement = defineRule({
  id: 'argocd/labels-of-placement',
  severity: 'warning',
  needs: ['environment', 'clusters'],
  holds:
    'The labels of an Application name the environment, the cluster, the wave and the service whose folder it reads.',
  why: 'Whoever synchronises, pauses or looks at a wave or a cluster by its label reaches others than those that are meant.',
  sources: ['https://argo-cd.readthedocs.io/en/stable/user-guide/commands/argocd_app_sync/'],
  check: ({ graph, environment }) => firstPerPlace(findMislabelled(graph, environment)),
});

function* findMislabelled(graph: ResourceGraph, environment: EnvironmentFile): Generator<Violation> {
  for (const application of madeApplications(graph)) {
    const placement = placementOf(application);
    if (placement === undefined) continue;
    const { node, root, metadata } = application;
    for (const [key, expected] of expectedLabels(application, placement, environment)) {
      const found = metadata.labels?.[key];
      if (found?.includes('{{') || expected.includes(found ?? '')) continue;
      const labels = `${root}/metadata/labels`;
      yield {
        node,
        pointer: found === undefined ? labels : appendPointer(labels, key),
        message: `The label ${key} of what reads clusters/${placement.cluster}/${placement.service} is ${found ?? 'not there'}; expected ${expected.at(-1)}.`,
        fix: `Write ${key}: ${expected.at(-1)}.`,
      };
    }
  }
}

// Each label and what it may be; of a cluster in no wave the label may say so, or be left out.
function expectedLabels(
  { node, templated }: ApplicationTemplate,
  { cluster, service }: AppliedPlacement,
  { metadata, spec }: EnvironmentFile,
): [key: string, values: string[]][] {
  const wave = (spec.waves ?? []).findIndex((clusters) => clusters.includes(cluster)) + 1;
  const manager = (node.object.metadata?.labels as Record<string, string> | undefined)?.[MANAGER];
  return [
    ['fleetwright.dev/environment', [metadata.name]],
    ['fleetwright.dev/cluster', [cluster]],
    ['fleetwright.dev/service', [service]],
    [WAVE, wave === 0 ? ['', 'none'] : [String(wave)]],
    ...(templated && manager !== undefined ? [[MANAGER, [manager]] as [string, string[]]] : []),
  ];
}
