import { pendingRequests, queueTimeMs, type ScalingPlan, type ServingPlan } from '@fleetwright/plan';
import { supports } from '@fleetwright/triton-config';
import type { Alert } from './alert-rule.ts';
import { gpuMemoryShare } from './gpu-signals.ts';
import { ALERT_RANGE_SECONDS, failureShare, gaugeMax, podHash, scrapeState } from './server-signals.ts';
import { deriveBudget } from './slo-records.ts';

const MINUTE = 60;

/** Share of a GPU's memory above which the next allocation may fail. */
const FULL_GPU_SHARE = 0.95;

/** Alerts that say that the service has too little of something, before its objectives suffer. */
export function capacityAlerts(plan: ServingPlan): Alert[] {
  const { scaling } = plan;
  return [
    ...(scaling.controller === 'none' ? [] : [waitingAboveTarget(plan, scaling)]),
    requestsRejected(plan),
    ...(scaling.minReplicas === scaling.maxReplicas ? [] : [replicasAtMaximum(plan)]),
    ...(supports(plan.triton.release, 'model-load-duration-metric') ? [modelLoadSlow(plan)] : []),
    ...gpuMemoryAlmostFull(plan),
  ];
}

type Autoscaling = Exclude<ScalingPlan, { controller: 'none' }>;

/** The object in which an autoscaler says what it does. */
const AUTOSCALERS: Record<Autoscaling['controller'], string> = {
  keda: 'ScaledObject',
  hpa: 'HorizontalPodAutoscaler',
};

/** The autoscaler's own metric, above its target for longer than a new replica takes to serve. */
function waitingAboveTarget(plan: ServingPlan, { controller, metric }: Autoscaling): Alert {
  const shared = { urgency: 'look', forSeconds: deriveScaleOutSeconds(plan) } as const;
  const description =
    'A new replica would serve by now, so replicas are at their maximum, cannot be scheduled or do not help. ' +
    `See the ${AUTOSCALERS[controller]}, then pending pods and GPU quota.`;
  if (metric.type === 'queueTime') {
    return {
      ...shared,
      name: 'TritonQueueTimeHigh',
      expr: `${queueTimeMs(plan, 'all', ALERT_RANGE_SECONDS)} > ${metric.targetMs}`,
      summary: `queues requests for {{ $value | printf "%.0f" }} ms; the autoscaler aims at ${metric.targetMs} ms`,
      description,
    };
  }
  return {
    ...shared,
    name: 'TritonPendingRequestsHigh',
    expr: `${pendingRequests(plan, 'all')} / count(${scrapeState(plan)} == 1) > ${metric.target}`,
    summary: `has {{ $value | printf "%.0f" }} waiting requests per replica; the autoscaler aims at ${metric.target}`,
    description,
  };
}

/** Whole minutes until a new replica serves, and no less than 15. */
function deriveScaleOutSeconds({ budgets }: ServingPlan): number {
  return Math.max(15 * MINUTE, Math.ceil(budgets.progressDeadlineSeconds / MINUTE) * MINUTE);
}

function requestsRejected(plan: ServingPlan): Alert {
  const budget = deriveBudget(plan.slo.availability.target);
  const share = failureShare(plan, 'REJECTED', { range: ALERT_RANGE_SECONDS, by: 'model' });
  return {
    name: 'TritonRequestsRejected',
    urgency: 'look',
    expr: `${share} > ${budget}`,
    forSeconds: 5 * MINUTE,
    summary: 'rejects {{ $value | humanizePercentage }} of the requests of {{ $labels.model }}',
    description:
      'Requests wait in the queue for longer than its time-out. More is rejected than the availability objective ' +
      'allows to fail; requests that meet a full queue come on top, Triton does not count them.',
  };
}

function replicasAtMaximum(plan: ServingPlan): Alert {
  const { maxReplicas } = plan.scaling;
  return {
    name: 'TritonReplicasAtMaximum',
    urgency: 'look',
    // Per ReplicaSet: during a rollout, stable and canary together may exceed the maximum.
    expr: `max(count by (${podHash(plan)}) (${scrapeState(plan)} == 1)) >= ${maxReplicas}`,
    forSeconds: 30 * MINUTE,
    summary: `has run at its maximum of ${maxReplicas} replicas for half an hour`,
    description:
      'More load finds no more replicas. Raise scaling.maxReplicas within the GPU quota, or make replicas faster.',
  };
}

function modelLoadSlow(plan: ServingPlan): Alert {
  const { load } = plan.budgets;
  return {
    name: 'TritonModelLoadSlow',
    urgency: 'look',
    expr: `${gaugeMax(plan, 'nv_model_load_duration_secs', 'model')} > ${load}`,
    forSeconds: 5 * MINUTE,
    summary: `takes {{ $value | humanizeDuration }} to load {{ $labels.model }}; ${load} s are planned`,
    description:
      'The startup probe allows twice the planned time; beyond it, new pods are killed while they load. ' +
      'Raise the budget or make the model smaller.',
  };
}

/**
 * Only from Triton's own figures: where DCGM exporter runs, the platform watches the devices. A device that pods share
 * may be filled by neighbours.
 */
function gpuMemoryAlmostFull(plan: ServingPlan): Alert[] {
  if (plan.gpu.kind === 'none' || plan.monitoring.gpuMetrics !== 'triton') return [];
  return [
    {
      name: 'TritonGpuMemoryAlmostFull',
      urgency: 'look',
      expr: `${gpuMemoryShare(plan)} > ${FULL_GPU_SHARE}`,
      forSeconds: 15 * MINUTE,
      summary:
        plan.gpu.kind === 'time-slice'
          ? 'shares a GPU whose memory is {{ $value | humanizePercentage }} full, neighbours included, on {{ $labels.pod }}'
          : "uses {{ $value | humanizePercentage }} of a GPU's memory on {{ $labels.pod }}",
      description:
        'The next large batch or model instance may fail to allocate. See instance counts and batch sizes, or ' +
        'ask for a GPU with more memory.',
    },
  ];
}
