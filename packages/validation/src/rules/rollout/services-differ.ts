import { rolloutServices } from '../../graph/rollout-services.ts';
import { defineRule } from '../../rule.ts';

export const servicesDiffer = defineRule({
  id: 'rollout/services-differ',
  severity: 'error',
  needs: [],
  holds: 'The Services that a Rollout steers are different ones.',
  why: 'The controller would point one Service at two sets of pods in turn, so it refuses the Rollout as InvalidSpec.',
  sources: [
    'https://github.com/argoproj/argo-rollouts/blob/master/pkg/apis/rollouts/validation/validation.go',
  ],
  *check({ graph }) {
    for (const node of graph.ofKind('Rollout')) {
      const seen = new Map<string, string>();
      for (const { role, name, pointer } of rolloutServices(node)) {
        const other = seen.get(name);
        if (other !== undefined)
          yield {
            node,
            pointer,
            message: `${name} is both the ${other} and the ${role}.`,
            fix: 'Give each its own Service.',
          };
        seen.set(name, role);
      }
    }
  },
});
