import { formatBytes, parseQuantity } from '@fleetwright/kube';
import { defineRule } from '../../rule.ts';

export const memoryVolumeFits = defineRule({
  id: 'capacity/memory-volume-fits',
  severity: 'error',
  needs: [],
  holds: 'Volumes in memory are smaller than the memory limit of the containers that mount them.',
  why: 'What is written to such a volume counts as memory of the container that wrote it: the kernel ends the container before the volume is full.',
  sources: ['https://kubernetes.io/docs/concepts/storage/volumes/#emptydir'],
  plan: '/resources/limits/memory',
  *check({ graph }) {
    for (const { node, template, templatePointer, containers } of graph.workloads) {
      for (const [index, { name, emptyDir }] of (template.spec?.volumes ?? []).entries()) {
        if (emptyDir?.medium !== 'Memory' || emptyDir.sizeLimit === undefined) continue;
        const size = parseQuantity(String(emptyDir.sizeLimit));
        for (const { container } of containers) {
          const limit = parseQuantity(String(container.resources?.limits?.memory ?? ''));
          const mounts = (container.volumeMounts ?? []).some((mount) => mount.name === name);
          if (!mounts || size === undefined || limit === undefined || size < limit) continue;
          yield {
            node,
            pointer: `${templatePointer}/spec/volumes/${index}/emptyDir/sizeLimit`,
            message: `The volume ${name} may hold ${formatBytes(size)} in memory; the container ${container.name} has a limit of ${formatBytes(limit)} for all its memory.`,
            fix: 'Raise the memory limit, or make the volume smaller.',
          };
        }
      }
    }
  },
});
