import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';
import { longRunning } from './long-running.ts';

export const probesSet = defineRule({
  id: 'workload/probes-set',
  severity: 'warning',
  needs: [],
  holds: 'A container that listens on a port has a readiness and a liveness probe.',
  why: 'Without the first a pod gets traffic before it can answer; without the second one that hangs stays.',
  sources: ['https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/'],
  *check({ graph }) {
    for (const { node, containers } of longRunning(graph))
      for (const { container, pointer, init } of containers) {
        const missing = (['readinessProbe', 'livenessProbe'] as const).filter(
          (name) => container[name] === undefined,
        );
        if (init || (container.ports ?? []).length === 0 || missing.length === 0) continue;
        yield {
          node,
          pointer,
          message: `The container ${container.name} of ${nameOf(node)} has no ${missing.join(' and no ')}.`,
          fix: `Add ${missing.join(' and ')}.`,
        };
      }
  },
});
