import { GRPC_SERVER_ERRORS } from '@fleetwright/plan';

/** Grafana's variable: at least four scrapes, so that a rate always has samples. */
const RANGE = '$__rate_interval';

/** Where requests are counted: at the gateway, which sees the refused ones too, or without one at Triton. */
export interface RequestSource {
  namespace: string;
  /** job label of the gateway's istio_requests_total. */
  gatewayJob: string | undefined;
}

/** Requests per second of each service. */
export function requestsByService({ namespace, gatewayJob }: RequestSource): string {
  return gatewayJob === undefined
    ? byService(`${tritonRate(namespace, 'success')} or ${tritonRate(namespace, 'failure')}`)
    : byDestination(gatewayRate(namespace, gatewayJob, ''));
}

/** Requests per second of each service that failed by the server's fault; a failed gRPC call is HTTP 200. */
export function failuresByService({ namespace, gatewayJob }: RequestSource): string {
  // A client that gives up is no failure of the server.
  if (gatewayJob === undefined) return byService(tritonRate(namespace, 'failure', ',reason!="CANCELED"'));
  const http = gatewayRate(namespace, gatewayJob, ',response_code=~"5.."');
  const grpc = gatewayRate(namespace, gatewayJob, `,grpc_response_status=~"${GRPC_SERVER_ERRORS}"`);
  return byDestination(`${http} or ${grpc}`);
}

/** Mean time in Triton's queue of each service, in milliseconds. */
export function queueTimeByService(namespace: string): string {
  const queued = byService(`rate(nv_inference_queue_duration_us{namespace="${namespace}"}[${RANGE}])`);
  return `${queued} / (${byService(tritonRate(namespace, 'success'))} > 0) / 1000`;
}

/** Requests that wait, of each service. */
export function pendingByService(namespace: string): string {
  return byService(`nv_inference_pending_request_count{namespace="${namespace}"}`);
}

/** Utilization of each device that serves, 0 to 1. DCGM exporter's own target labels may hide the workload's. */
export function gpuUtilization(namespace: string, source: 'dcgm' | 'triton'): string {
  if (source === 'triton') return `max by (gpu_uuid) (nv_gpu_utilization{namespace="${namespace}"})`;
  const gauge = 'DCGM_FI_DEV_GPU_UTIL';
  return `max by (Hostname,hostname,gpu) (${gauge}{exported_namespace="${namespace}"} or ${gauge}{namespace="${namespace}"}) / 100`;
}

/** Share of each amount of the quota that is used, 0 to 1, as kube-state-metrics counts it. */
export function quotaUse(namespace: string): string {
  const amount = (type: string) =>
    `sum by (resource) (kube_resourcequota{namespace="${namespace}",type="${type}"})`;
  return `${amount('used')} / (${amount('hard')} > 0)`;
}

function tritonRate(namespace: string, outcome: 'success' | 'failure', matchers = ''): string {
  return `rate(nv_inference_request_${outcome}{namespace="${namespace}"${matchers}}[${RANGE}])`;
}

function gatewayRate(namespace: string, job: string, matchers: string): string {
  return `rate(istio_requests_total{job="${job}",reporter="source",destination_service_namespace="${namespace}"${matchers}}[${RANGE}])`;
}

function byService(series: string): string {
  return `sum by (service) (${series})`;
}

function byDestination(series: string): string {
  return `sum by (destination_service_name) (${series})`;
}
