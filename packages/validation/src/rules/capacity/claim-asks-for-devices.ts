import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const claimAsksForDevices = defineRule({
  id: 'capacity/claim-asks-for-devices',
  severity: 'error',
  needs: [],
  holds: 'A ResourceClaimTemplate asks for at least one device.',
  why: 'Its claims are granted at once and hold nothing: the pod runs without the device that it waits for, on any node.',
  sources: [
    'https://kubernetes.io/docs/reference/kubernetes-api/resource/resource-claim-template-v1/',
    'https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/',
  ],
  *check({ graph }) {
    for (const node of graph.ofKind('ResourceClaimTemplate')) {
      if ((node.object.spec?.spec?.devices?.requests ?? []).length > 0) continue;
      yield {
        node,
        pointer: '/spec/spec',
        message: `${nameOf(node)} asks for no device.`,
        fix: 'Add devices.requests with a deviceClassName.',
      };
    }
  },
});
