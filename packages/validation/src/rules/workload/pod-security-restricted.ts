import { defineRule } from '../../rule.ts';
import { enforcedLevel } from './enforced-level.ts';
import { podSecurityBreaches } from './pod-security-breaches.ts';

export const podSecurityRestricted = defineRule({
  id: 'workload/pod-security-restricted',
  severity: 'warning',
  needs: [],
  holds: 'Pods satisfy the Pod Security level restricted, also where their namespace does not enforce it.',
  why: 'Who takes over a process of such a pod gains as little as possible; and the namespace can be locked later without a change.',
  sources: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted'],
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const level = enforcedLevel(graph, workload);
      // What the namespace refuses is an error of its own.
      const refused = level === undefined ? [] : [...podSecurityBreaches(workload, level)];
      for (const breach of podSecurityBreaches(workload, 'restricted'))
        if (!refused.some(({ pointer, message }) => pointer === breach.pointer && message === breach.message))
          yield breach;
    }
  },
});
