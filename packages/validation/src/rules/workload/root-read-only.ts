import { defineRule } from '../../rule.ts';

export const rootReadOnly = defineRule({
  id: 'workload/root-read-only',
  severity: 'warning',
  needs: [],
  holds: 'Containers cannot write to their image: readOnlyRootFilesystem is true.',
  why: 'Who gets into a container can otherwise replace programs and leave tools there; what is written there also fills the disk of the node.',
  sources: [
    'https://kubernetes.io/docs/concepts/security/security-checklist/#pod-security',
    'https://docs.kubelinter.io/#/generated/checks?id=no-read-only-root-fs',
  ],
  *check({ graph }) {
    for (const { node, containers } of graph.workloads)
      for (const { container, pointer } of containers)
        if (container.securityContext?.readOnlyRootFilesystem !== true)
          yield {
            node,
            pointer: `${pointer}${container.securityContext === undefined ? '' : '/securityContext'}`,
            message: `The container ${container.name} can write to its root file system.`,
            fix: 'Set readOnlyRootFilesystem: true, and mount an emptyDir where it must write, such as /tmp.',
          };
  },
});
