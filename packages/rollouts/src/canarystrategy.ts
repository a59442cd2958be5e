import { formatSeconds } from '@fleetwright/kube';
import type { RolloutCanaryAnalysis, RolloutStep, RolloutStrategy } from '@fleetwright/kube-schemas';
import type { CanaryRollout, CanaryStep, ServingPlan } from '@fleetwright/plan';
import { analysisTemplates } from './analysistemplate.ts';
import { CANARY_HASH } from './canary-hash.ts';

/**
 * The strategy of the Rollout: the mesh shifts the requests step by step while the analysis watches the canary.
 * maxSurge and maxUnavailable are left out, as the controller ignores them where a router splits the traffic.
 * https://argo-rollouts.readthedocs.io/en/stable/features/canary/
 */
export function canaryStrategy(plan: ServingPlan, { canary }: CanaryRollout): RolloutStrategy {
  const { dynamicStableScale, steps } = canary;
  // With a dynamic stable scale the controller itself times both: no pod goes before its traffic has gone.
  const delay = dynamicStableScale ? undefined : plan.budgets.scaleDownDelaySeconds;
  return {
    canary: {
      stableService: plan.names.stableService,
      canaryService: plan.names.canaryService,
      trafficRouting: {
        // A route of the VirtualService is named after its protocol.
        istio: { virtualService: { name: plan.names.workload, routes: plan.traffic.protocols } },
      },
      dynamicStableScale: dynamicStableScale ? true : undefined,
      scaleDownDelaySeconds: delay,
      // After an abort the proxies need as long to learn the weights as after a promotion.
      abortScaleDownDelaySeconds: delay,
      steps: steps.map(rolloutStep),
      analysis: backgroundAnalysis(plan, steps),
    },
  };
}

function rolloutStep(step: CanaryStep): RolloutStep {
  if ('setWeight' in step) return { setWeight: step.setWeight };
  return { pause: { duration: formatSeconds(step.pause.durationSeconds) } };
}

// Runs from the first step that gives the canary traffic until the promotion, over all steps alike.
function backgroundAnalysis(plan: ServingPlan, steps: readonly CanaryStep[]): RolloutCanaryAnalysis {
  const templates = analysisTemplates(plan);
  const needsHash = templates.some(({ spec }) => spec.args?.some(({ name }) => name === CANARY_HASH));
  const firstWeight = steps.findIndex((step) => 'setWeight' in step);
  return {
    templates: templates.map(({ metadata }) => ({ templateName: metadata.name })),
    startingStep: firstWeight + 1,
    args: needsHash ? [{ name: CANARY_HASH, valueFrom: { podTemplateHashValue: 'Latest' } }] : undefined,
  };
}
