import { formatSeconds } from '@fleetwright/kube';
import type { AnalysisTemplate, AnalysisTemplateMetric } from '@fleetwright/kube-schemas';
import { errorRatio, requestCount, slowRatio, type AnalysisPlan, type ServingPlan } from '@fleetwright/plan';
import { CANARY, CANARY_HASH } from './canary-hash.ts';

/**
 * Builds the AnalysisTemplates of a canary: the success rate, read at the gateway where there is one, since Triton
 * does not count the requests that a full queue refuses; and the latency, where it has objectives.
 * https://argo-rollouts.readthedocs.io/en/stable/features/analysis/
 */
export function analysisTemplates(plan: ServingPlan): AnalysisTemplate[] {
  const { rollout, names } = plan;
  if (rollout.strategy !== 'canary') return [];
  const { analysis } = rollout.canary;
  const latency = latencyMetrics(plan, analysis);
  return [
    analysisTemplate(plan, names.successAnalysis, [successMetric(plan, analysis)]),
    ...(latency.length === 0 ? [] : [analysisTemplate(plan, names.latencyAnalysis, latency)]),
  ];
}

function analysisTemplate(
  plan: ServingPlan,
  name: string,
  metrics: AnalysisTemplateMetric[],
): AnalysisTemplate {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AnalysisTemplate',
    metadata: { name, namespace: plan.namespace, labels: plan.labels },
    spec: { args: metrics.some(readsPods) ? [{ name: CANARY_HASH }] : undefined, metrics },
  };
}

function successMetric(plan: ServingPlan, analysis: AnalysisPlan): AnalysisTemplateMetric {
  return ratioMetric(plan, analysis, {
    name: 'failed-requests',
    ratio: errorRatio(plan, CANARY, analysis.windowSeconds),
    target: plan.slo.availability.target,
  });
}

function latencyMetrics(plan: ServingPlan, analysis: AnalysisPlan): AnalysisTemplateMetric[] {
  const objectives = [
    ...plan.slo.latency.map((objective) => ({ subject: 'response', objective })),
    ...plan.slo.firstToken.map((objective) => ({ subject: 'first-token', objective })),
  ];
  return objectives.map(({ subject, objective }) =>
    ratioMetric(plan, analysis, {
      name: `${subject}-over-${objective.thresholdMs}ms`,
      ratio: slowRatio(plan, objective, { audience: CANARY, range: analysis.windowSeconds }),
      target: objective.target,
    }),
  );
}

// The gateway's series name the canary Service, Triton's the hash of its pods.
function readsPods({ provider }: AnalysisTemplateMetric): boolean {
  return provider.prometheus?.query?.includes(CANARY.canaryHash) ?? false;
}

/** A share of bad requests, 0 to 1, and the percentage of good ones that the objective asks for. */
interface JudgedRatio {
  name: string;
  ratio: string;
  target: number;
}

// The canary must meet the objective itself. Too few requests, no series or no number prove nothing, so that neither
// condition holds: as many such measurements as failures are tolerated, one more pauses the rollout for a person.
function ratioMetric(
  plan: ServingPlan,
  analysis: AnalysisPlan,
  { name, ratio, target }: JudgedRatio,
): AnalysisTemplateMetric {
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
