import { canonicalText } from '../../graph/canonical-text.ts';
import { defineRule } from '../../rule.ts';
import { longRunning } from './long-running.ts';

export const livenessDiffers = defineRule({
  id: 'workload/liveness-differs',
  severity: 'warning',
  needs: [],
  holds: 'The liveness probe of a container asks something else than its readiness probe, or waits longer.',
  why: 'A pod that is only busy is then restarted as soon as it is taken out of traffic, which leaves more work for the others.',
  sources: [
    'https://github.com/zegl/kube-score/blob/master/README_PROBES.md',
    'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
  ],
  *check({ graph }) {
    for (const { node, containers } of longRunning(graph))
      for (const { container, pointer } of containers) {
        const { livenessProbe: liveness, readinessProbe: readiness } = container;
        if (liveness === undefined || canonicalText(liveness) !== canonicalText(readiness)) continue;
        yield {
          node,
          pointer: `${pointer}/livenessProbe`,
          message: `The liveness probe of the container ${container.name} is its readiness probe.`,
          fix: 'Ask another endpoint, or raise failureThreshold of the liveness probe.',
        };
      }
  },
});
