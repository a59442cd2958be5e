import type { Rollout } from '@fleetwright/kube-schemas';
import { listAnalyses, templatesOf } from '../../graph/analyses.ts';
import { secondsIn } from '../../graph/durations.ts';
import { nameOf, type Node } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const analysisHasTime = defineRule({
  id: 'rollout/analysis-has-time',
  severity: 'warning',
  needs: [],
  holds: 'The steps of a Rollout last long enough for each metric of the background analysis to fail.',
  why: 'The analysis ends with the last step. A metric that by then was measured less often than it may fail cannot stop the worst version.',
  sources: ['https://argo-rollouts.readthedocs.io/en/stable/features/analysis/#background-analysis'],
  plan: '/rollout/canary/analysis/interval',
  *check({ graph }) {
    for (const rollout of graph.ofKind('Rollout')) {
      const available = stepSeconds(rollout);
      if (available === undefined) continue;
      const [analysis] = listAnalyses(rollout).filter(({ when }) => when === 'background');
      for (const template of (analysis && templatesOf(graph, analysis)) ?? []) {
        for (const [index, metric] of (template.object.spec?.metrics ?? []).entries()) {
          const delay = secondsIn(metric.initialDelay ?? 0);
          const interval = secondsIn(metric.interval ?? 0);
          const failures = Number(metric.failureLimit ?? 0);
          if (delay === undefined || interval === undefined || !Number.isInteger(failures) || failures < 0)
            continue;
          const needed = delay + failures * interval;
          if (needed <= available) continue;
          yield {
            node: template,
            pointer: `/spec/metrics/${index}`,
            message: `The metric ${metric.name} can fail after ${needed}s at the earliest (initialDelay and ${failures} more intervals); the steps of ${nameOf(rollout)} last ${available}s.`,
            fix: 'Lower initialDelay, interval or failureLimit, or let the steps pause longer.',
            related: [
              {
                node: rollout,
                pointer: '/spec/strategy/canary/steps',
                message: `These steps last ${available}s.`,
              },
            ],
          };
        }
      }
    }
  },
});

/** How long the steps pause from the start of the background analysis; undefined where nothing says it. */
function stepSeconds({ object }: Node<Rollout>): number | undefined {
  const { steps = [], analysis } = object.spec?.strategy?.canary ?? {};
  let total = 0;
  for (const step of steps.slice(analysis?.startingStep ?? 0)) {
    if (step.analysis !== undefined || step.experiment !== undefined || step.plugin !== undefined)
      return undefined;
    if (step.pause === undefined) continue;
    const duration = secondsIn(step.pause.duration);
    if (duration === undefined) return undefined;
    total += duration;
  }
  return total;
}
