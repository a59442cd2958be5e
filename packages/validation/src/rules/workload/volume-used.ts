import { defineRule } from '../../rule.ts';

export const volumeUsed = defineRule({
  id: 'workload/volume-used',
  severity: 'warning',
  needs: [],
  holds: 'A volume of a pod is mounted by one of its containers.',
  why: 'It is prepared, or waited for, at each start of a pod and seen by nobody: most likely a mount is missing.',
  sources: ['https://kubernetes.io/docs/concepts/storage/volumes/#how-volumes-work'],
  *check({ graph }) {
    for (const { node, template, templatePointer, containers } of graph.workloads) {
      const used = new Set(
        containers.flatMap(({ container }) => [
          ...(container.volumeMounts ?? []).map(({ name }) => name),
          ...(container.volumeDevices ?? []).map(({ name }) => name),
        ]),
      );
      for (const [index, { name }] of (template.spec?.volumes ?? []).entries()) {
        if (used.has(name)) continue;
        yield {
          node,
          pointer: `${templatePointer}/spec/volumes/${index}/name`,
          message: `No container mounts the volume ${name}.`,
          fix: 'Mount it, or remove it.',
        };
      }
    }
  },
});
