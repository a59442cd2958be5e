import type { GpuPlan, ServingPlan } from '@fleetwright/plan';
import { gaugeMax } from './server-signals.ts';

/** PromQL of the devices that serve, one value each. */
export interface GpuSignals {
  /** 0 to 1. */
  utilization: string;
  memoryBytes: string;
  /** Grafana legend of one device. */
  legend: string;
}

const TRITON_DEVICE = 'pod,gpu_uuid';
// Newer exporters spell the label of the node in lower case.
const DEVICE = 'Hostname,hostname,gpu';
const PARTITION = `${DEVICE},GPU_I_PROFILE,GPU_I_ID`;

/** Title of a panel, which says what one of its values is of. */
export function gpuTitle({ kind }: GpuPlan, figure: 'utilization' | 'memory'): string {
  switch (kind) {
    case 'mig':
      return `GPU partition ${figure}`;
    case 'time-slice':
      // No source tells apart the pods that take turns on a device.
      return `GPU ${figure}, all pods on the device`;
    default:
      return `GPU ${figure}`;
  }
}

/** Where the service's GPU figures come from; undefined without a GPU or a source. */
export function gpuSignals(plan: ServingPlan): GpuSignals | undefined {
  if (plan.gpu.kind === 'none') return undefined;
  switch (plan.monitoring.gpuMetrics) {
    case 'dcgm':
      return {
        utilization: `${dcgmGauge(plan, 'DCGM_FI_DEV_GPU_UTIL')} / 100`,
        // DCGM counts MiB.
        memoryBytes: `${dcgmGauge(plan, 'DCGM_FI_DEV_FB_USED')} * 1048576`,
        legend: '{{Hostname}}{{hostname}} GPU {{gpu}}',
      };
    case 'dcgm-profiling':
      // DCGM's utilization is that of whole devices and has no value here; activity is a share already.
      return {
        utilization: dcgmGauge(plan, 'DCGM_FI_PROF_GR_ENGINE_ACTIVE', PARTITION),
        memoryBytes: `${dcgmGauge(plan, 'DCGM_FI_DEV_FB_USED', PARTITION)} * 1048576`,
        legend: '{{Hostname}}{{hostname}} GPU {{gpu}} {{GPU_I_PROFILE}} {{GPU_I_ID}}',
      };
    case 'triton':
      return {
        utilization: gaugeMax(plan, 'nv_gpu_utilization', TRITON_DEVICE),
        memoryBytes: gaugeMax(plan, 'nv_gpu_memory_used_bytes', TRITON_DEVICE),
        legend: '{{pod}} {{gpu_uuid}}',
      };
    case 'none':
      return undefined;
  }
}

/** Share of each device's memory in use, 0 to 1, as Triton reports it. */
export function gpuMemoryShare(plan: ServingPlan): string {
  const total = gaugeMax(plan, 'nv_gpu_memory_total_bytes', TRITON_DEVICE);
  return `${gaugeMax(plan, 'nv_gpu_memory_used_bytes', TRITON_DEVICE)} / (${total} > 0)`;
}

/**
 * A gauge of DCGM exporter for the service's pods. The exporter's own target labels hide the workload's, unless
 * its monitor honours them. https://github.com/NVIDIA/dcgm-exporter
 */
function dcgmGauge(plan: ServingPlan, gauge: string, by = DEVICE): string {
  const pods = `${plan.names.workload}-[0-9a-z]+-[0-9a-z]+`;
  const hidden = `${gauge}{exported_namespace="${plan.namespace}",exported_pod=~"${pods}"}`;
  const honoured = `${gauge}{namespace="${plan.namespace}",pod=~"${pods}"}`;
  return `max by (${by}) (${hidden} or ${honoured})`;
}
