import { defineRule } from '../../rule.ts';
import { enforcedLevel } from './enforced-level.ts';
import { podSecurityBreaches } from './pod-security-breaches.ts';

export const podSecurityAdmitted = defineRule({
  id: 'workload/pod-security-admitted',
  severity: 'error',
  needs: [],
  holds: 'Pods satisfy the Pod Security level that their namespace enforces.',
  why: 'The API server refuses such pods; the workload itself is accepted and stays without any.',
  sources: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
    'https://kubernetes.io/docs/concepts/security/pod-security-admission/',
  ],
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const level = enforcedLevel(graph, workload);
      if (level !== undefined) yield* podSecurityBreaches(workload, level);
    }
  },
});
