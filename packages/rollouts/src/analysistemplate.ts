import { formatSeconds } from '@fleetwright/kube';
import type { AnalysisTemplate, AnalysisTemplateMetric } from '@fleetwright/kube-schemas';
import {
  errorRatio,
  requestCount,
  slowRatio,
  type LatencyObjective,
  type ServingPlan,
} from '@fleetwright/plan';
import { CANARY, CANARY_HASH } from './canary-hash.ts';

/**
 * Builds the AnalysisTemplates: the success rate, read at the gateway, since Triton does not count the requests that
 * a full queue refuses; and the latency, where it has objectives.
 * https://argo-rollouts.readthedocs.io/en/stable/features/analysis/
 */
export function analysisTemplates(plan: ServingPlan): AnalysisTemplate[] {
  const { latency, firstToken } = plan.slo;
  return [
    successAnalysis(plan),
    ...(latency.length + firstToken.length === 0 ? [] : [latencyAnalysis(plan)]),
  ];
}

function successAnalysis(plan: ServingPlan): AnalysisTemplate {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AnalysisTemplate',
    metadata: { name: plan.names.successAnalysis, namespace: plan.namespace, labels: plan.labels },
    spec: {
      metrics: [
        ratioMetric(plan, {
          name: 'failed-requests',
          ratio: errorRatio(plan, CANARY, plan.rollout.canary.analysis.windowSeconds),
          target: plan.slo.availability.target,
        }),
      ],
    },
  };
}

function latencyAnalysis(plan: ServingPlan): AnalysisTemplate {
  const metrics = [
    ...plan.slo.latency.map((objective) => slownessMetric(plan, 'response', objective)),
    ...plan.slo.firstToken.map((objective) => slownessMetric(plan, 'first-token', objective)),
  ];
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AnalysisTemplate',
    metadata: { name: plan.names.latencyAnalysis, namespace: plan.namespace, labels: plan.labels },
    spec: { args: metrics.some(readsPods) ? [{ name: CANARY_HASH }] : undefined, metrics },
  };
}

// The gateway's series name the canary Service, Triton's the hash of its pods.
function readsPods({ provider }: AnalysisTemplateMetric): boolean {
  return provider.prometheus?.query?.includes(CANARY.canaryHash) ?? false;
}

function slownessMetric(
  plan: ServingPlan,
  subject: string,
  objective: LatencyObjective,
): AnalysisTemplateMetric {
  const range = plan.rollout.canary.analysis.windowSeconds;
  return ratioMetric(plan, {
    name: `${subject}-over-${objective.thresholdMs}ms`,
    ratio: slowRatio(plan, objective, { audience: CANARY, range }),
    target: objective.target,
  });
}

/** A share of bad requests, 0 to 1, and the percentage of good ones that the objective asks for. */
interface JudgedRatio {
  name: string;
  ratio: string;
  target: number;
}

// The canary must meet the objective itself. Too few requests, no series or no number prove nothing, so that neither
// condition holds: as many such measurements as failures are tolerated, one more pauses the rollout for a person.
function ratioMetric(plan: ServingPlan, { name, ratio, target }: JudgedRatio): AnalysisTemplateMetric {
  const { analysis } = plan.rollout.canary;
  const count = requestCount(plan, CANARY, analysis.windowSeconds);
  const budget = Number(((100 - target) / 100).toPrecision(6));
  const isNumber = 'len(result) > 0 && !isNaN(result[0])';
  return {
    name,
    initialDelay: formatSeconds(analysis.initialDelaySeconds),
    interval: formatSeconds(analysis.intervalSeconds),
    successCondition: `${isNumber} && result[0] <= ${budget}`,
    failureCondition: `${isNumber} && result[0] > ${budget}`,
    failureLimit: analysis.failureLimit,
    inconclusiveLimit: analysis.failureLimit,
    provider: {
      prometheus: {
        address: plan.monitoring.prometheus.address,
        query: `${ratio}\nand ${count} >= ${analysis.minRequests}\n`,
      },
    },
  };
}
