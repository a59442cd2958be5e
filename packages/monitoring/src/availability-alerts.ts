import { pendingRequests, requestRate, type ServingPlan } from '@fleetwright/plan';
import type { Alert } from './alert-rule.ts';
import { ALERT_RANGE_SECONDS, counterRate, failureShare, scrapeState } from './server-signals.ts';

/** Share of a pod's requests that its backend fails before the pod counts as broken. */
const BROKEN_POD_SHARE = 0.5;

/** Alerts that say that pods do not serve, or that nobody would notice. */
export function availabilityAlerts(plan: ServingPlan): Alert[] {
  return [
    ...(plan.scaling.minReplicas === 0 ? [] : [metricsAbsent(plan)]),
    // Callers inside the cluster bypass the gateway, so its silence would prove nothing.
    ...(plan.gateway === undefined || plan.traffic.callers.length > 0 ? [] : [gatewayMetricsAbsent(plan)]),
    podNotServing(plan),
    requestsStuck(plan),
    backendFailing(plan),
  ];
}

function metricsAbsent(plan: ServingPlan): Alert {
  const blind = plan.scaling.controller === 'none' ? 'alerts are' : 'alerts and the autoscaler are';
  return {
    name: 'TritonMetricsAbsent',
    urgency: 'wake',
    expr: `absent(${scrapeState(plan)} == 1)`,
    forSeconds: 300,
    summary: 'has no pod whose metrics are scraped',
    description:
      `Either no pod serves or Prometheus reaches none; the other ${blind} blind meanwhile. ` +
      'See whether pods are ready, then the scrape target and the NetworkPolicy.',
  };
}

function gatewayMetricsAbsent(plan: ServingPlan): Alert {
  const answered = counterRate(plan, 'nv_inference_request_success', { range: ALERT_RANGE_SECONDS });
  return {
    name: 'TritonGatewayMetricsAbsent',
    urgency: 'look',
    expr: `${answered} > 0\nunless ${requestRate(plan, 'all', ALERT_RANGE_SECONDS)} > 0`,
    forSeconds: 1800,
    summary: 'answers requests that the gateway does not count',
    description:
      'Error budgets and canary analysis read istio_requests_total of the gateway and see nothing. See the ' +
      "gateway's scrape target and its job label.",
  };
}

function podNotServing(plan: ServingPlan): Alert {
  return {
    name: 'TritonPodNotServing',
    urgency: 'look',
    expr: `min by (pod) (${scrapeState(plan)}) == 0`,
    // A new pod may take this long until its models are loaded.
    forSeconds: plan.budgets.progressDeadlineSeconds,
    summary: 'has a pod that does not serve: {{ $labels.pod }}',
    description:
      'Triton opens its ports when all models are loaded. A pod that stays closed beyond the progress deadline ' +
      'fails to fetch or to load a model: see the logs of its init containers and of the server.',
  };
}

function requestsStuck(plan: ServingPlan): Alert {
  const answered = counterRate(plan, 'nv_inference_request_success', { range: ALERT_RANGE_SECONDS });
  return {
    name: 'TritonRequestsStuck',
    urgency: 'wake',
    expr: `${pendingRequests(plan, 'all')} > 0\nand ${answered} == 0`,
    forSeconds: 300,
    summary: 'answers nothing while {{ $value }} requests wait',
    description:
      'Requests wait in the queues and none was answered for minutes: instances hang. Queue time has no value ' +
      'then, so an autoscaler that reads it does not act. See the logs and restart the pods.',
  };
}

function backendFailing(plan: ServingPlan): Alert {
  const share = failureShare(plan, 'BACKEND', { range: ALERT_RANGE_SECONDS, by: 'pod,model' });
  return {
    name: 'TritonBackendFailing',
    urgency: 'wake',
    expr: `${share} > ${BROKEN_POD_SHARE}`,
    forSeconds: 300,
    summary: 'has a broken model instance: {{ $labels.model }} on {{ $labels.pod }}',
    description:
      'The backend fails {{ $value | humanizePercentage }} of the requests of this model on this pod. A backend ' +
      'process that died stays dead while the pod reports ready: delete the pod, then read its logs.',
  };
}
