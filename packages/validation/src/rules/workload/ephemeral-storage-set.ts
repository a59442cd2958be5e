import { nameOf } from '../../graph/node.ts';
import { isTriton } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';

export const ephemeralStorageSet = defineRule({
  id: 'workload/ephemeral-storage-set',
  severity: 'warning',
  needs: [],
  holds:
    'Containers of a pod that keeps models on the disk of its node request ephemeral storage and limit it.',
  why: 'The scheduler otherwise places pods on disks that they fill; the kubelet then evicts them, or their neighbours.',
  sources: [
    'https://kubernetes.io/docs/concepts/storage/ephemeral-storage/#setting-requests-and-limits-for-local-ephemeral-storage',
  ],
  plan: '/resources/limits/ephemeral-storage',
  *check({ graph }) {
    for (const workload of graph.workloads.filter(isTriton))
      for (const { container, pointer } of workload.containers) {
        const { requests, limits } = container.resources ?? {};
        const missing = [
          ...((requests?.['ephemeral-storage'] ?? limits?.['ephemeral-storage']) ? [] : ['requests']),
          ...(limits?.['ephemeral-storage'] ? [] : ['limits']),
        ];
        if (missing.length === 0) continue;
        yield {
          node: workload.node,
          pointer: container.resources === undefined ? pointer : `${pointer}/resources`,
          message: `The container ${container.name} of ${nameOf(workload.node)} has no ephemeral-storage in ${missing.join(' and ')}.`,
          fix: 'Set it to 1.2 times the size of the models, and what is unpacked of them.',
        };
      }
  },
});
