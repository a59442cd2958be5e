import { nearestName } from '@fleetwright/findings';
import type { Workload } from '../../graph/workload.ts';
import { defineRule } from '../../rule.ts';

export const volumeExists = defineRule({
  id: 'workload/volume-exists',
  severity: 'error',
  needs: [],
  holds: 'What a container mounts is a volume of its pod, and each path is mounted once.',
  why: 'The API server refuses the pod, and with it every replica.',
  sources: ['https://kubernetes.io/docs/concepts/storage/volumes/'],
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const names = volumeNames(workload);
      for (const { container, pointer } of workload.containers)
        for (const [index, { name = '', mountPath }] of (container.volumeMounts ?? []).entries()) {
          const mounts = container.volumeMounts ?? [];
          const isTaken = mounts.slice(0, index).some((earlier) => earlier.mountPath === mountPath);
          if (names.includes(name) && !isTaken) continue;
          const near = nearestName(name, names);
          yield {
            node: workload.node,
            pointer: `${pointer}/volumeMounts/${index}/${isTaken ? 'mountPath' : 'name'}`,
            message: isTaken
              ? `The container ${container.name} mounts two volumes at ${mountPath}.`
              : `The container ${container.name} mounts ${name}; the volumes of its pod are ${names.join(', ') || 'none'}.`,
            fix: isTaken
              ? 'Mount one of them elsewhere.'
              : near === undefined
                ? 'Add the volume.'
                : `Did you mean ${near}?`,
          };
        }
    }
  },
});

function volumeNames({ node, template }: Workload): string[] {
  const { volumeClaimTemplates = [] } = (node.object.spec ?? {}) as {
    volumeClaimTemplates?: { metadata?: { name?: string } }[];
  };
  const claimed = volumeClaimTemplates.flatMap(({ metadata }) => metadata?.name ?? []);
  return [...(template.spec?.volumes ?? []).flatMap(({ name }) => name ?? []), ...claimed];
}
