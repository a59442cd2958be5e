import { GRPC_SERVER_ERRORS } from '@fleetwright/plan';
import type { PlatformPlan } from './platform-plan.ts';

/** Grafana's variable: at least four scrapes, so that a rate always has samples. */
const RANGE = '$__rate_interval';

/** Requests per second of each service: at the gateway, which sees the refused ones too, else at Triton. */
export function requestsByService({ namespace, dashboard }: PlatformPlan): string {
  const { gatewayJob } = dashboard!;
  return gatewayJob === undefined
    ? byService(`${tritonRate(namespace, 'success')} or ${tritonRate(namespace, 'failure')}`)
    : byDestination(gatewayRate(namespace, gatewayJob));
}
/** Mean time in Triton's queue of each service, in milliseconds. */
export function queueTimeByService({ namespace }: PlatformPlan): string {
  const rate = (metric: string) => byService(`rate(${metric}{namespace="${namespace}"}[${RANGE}])`);
  return `${rate('nv_inference_queue_duration_us')} / (${rate('nv_inference_request_success')} > 0) / 1000`;
}

/** Requests that wait, of each service. */
export function pendingByService({ namespace }: PlatformPlan): string {
  return byService(`nv_inference_pending_request_count{namespace="${namespace}"}`);
}

function byService(series: string): string {
  return `sum by (service) (${series})`;
}

/** Utilization of each device that serves, 0 to 1. DCGM exporter's own target labels may hide the workload's. */
export function gpuUtilization({ namespace }: PlatformPlan, source: 'dcgm' | 'triton'): string {
  if (source === 'triton') return `max by (gpu_uuid) (nv_gpu_utilization{namespace="${namespace}"})`;
  const gauge = 'DCGM_FI_DEV_GPU_UTIL';
  return `max by (Hostname,gpu) (${gauge}{exported_namespace="${namespace}"} or ${gauge}{namespace="${namespace}"}) / 100`;
}

/** Share of each amount of the quota that is used, 0 to 1, as kube-state-metrics counts it. */
export function quotaUse({ namespace }: PlatformPlan): string {
  const amount = (type: string) => `kube_resourcequota{namespace="${namespace}",type="${type}"}`;
  return `sum by (resource) (${amount('used')}) / (sum by (resource) (${amount('hard')}) > 0)`;
}
