import { nearestName } from '@fleetwright/findings';
import { findTemplate, listAnalyses } from '../../graph/analyses.ts';
import { defineRule } from '../../rule.ts';

export const analysisTemplateExists = defineRule({
  id: 'rollout/analysis-template-exists',
  severity: 'error',
  needs: [],
  holds:
    "Each AnalysisTemplate that a Rollout names exists in the Rollout's namespace, or is a ClusterAnalysisTemplate and named as such.",
  why: 'Argo Rollouts refuses the Rollout as InvalidSpec, so that no new version goes out.',
  sources: [
    'https://argo-rollouts.readthedocs.io/en/stable/features/analysis/',
    'https://github.com/argoproj/argo-rollouts/blob/master/pkg/apis/rollouts/validation/validation_references.go',
  ],
  plan: '/rollout/canary/analysis',
  *check({ graph }) {
    for (const rollout of graph.ofKind('Rollout')) {
      for (const reference of listAnalyses(rollout).flatMap(({ references }) => references)) {
        if (findTemplate(graph, reference, rollout.namespace)) continue;
        const kind = reference.clusterScope ? 'ClusterAnalysisTemplate' : 'AnalysisTemplate';
        const names = graph.ofKind(kind).map(({ name }) => name);
        const nearest = nearestName(reference.name, names);
        yield {
          node: rollout,
          pointer: reference.pointer,
          absent: true,
          message: `There is no ${kind} ${reference.name}${reference.clusterScope ? '' : ` in namespace ${rollout.namespace}`}.`,
          fix: nearest === undefined ? `Add the ${kind}, or correct the name.` : `Did you mean ${nearest}?`,
        };
      }
    }
  },
});
