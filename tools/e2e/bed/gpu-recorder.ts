import type { ApiClient } from '../api-client.ts';
import type { Metadata } from '../resource.ts';

/** What the pods of a service held at a moment. */
export interface GpuUse {
  /** GPUs of scheduled pods, those that are being deleted among them. */
  held: number;
  /** GPUs of pods that wait for a node. */
  pending: number;
  /** GPUs of pods that are being deleted. */
  terminating: number;
}

/** Follows the pods of services; a service is named `<namespace>/<name>`. */
export interface GpuRecorder {
  now(service: string): GpuUse;
  /** The most that was held at one moment since the last reset. */
  peak(service: string): number;
  /** Starts a new search for the peak, from what is held now. */
  reset(service: string): void;
}

interface Pod {
  metadata: Metadata & { uid: string; deletionTimestamp?: string };
  spec: {
    nodeName?: string;
    containers: { resources?: { requests?: Record<string, string> } }[];
  };
}

const SERVICE_LABEL = 'fleetwright.dev/service';

/** Starts to follow the pods of all services. */
export function recordGpus(api: ApiClient): GpuRecorder {
  const pods = new Map<string, Pod>();
  const peaks = new Map<string, number>();
  const now = (service: string): GpuUse =>
    sumUse([...pods.values()].filter((pod) => serviceOf(pod) === service));
  api.follow('/api/v1/pods?watch=true', (line) => {
    const { type, object } = JSON.parse(line) as { type: string; object: Pod };
    if (type === 'ERROR' || object.metadata?.uid === undefined) return;
    if (type === 'DELETED') pods.delete(object.metadata.uid);
    else pods.set(object.metadata.uid, object);
    const service = serviceOf(object);
    if (service !== undefined) peaks.set(service, Math.max(peaks.get(service) ?? 0, now(service).held));
  });
  return {
    now,
    peak: (service) => peaks.get(service) ?? 0,
    reset: (service) => void peaks.set(service, now(service).held),
  };
}

function serviceOf({ metadata }: Pod): string | undefined {
  const name = metadata.labels?.[SERVICE_LABEL];
  return name === undefined ? undefined : `${metadata.namespace}/${name}`;
}

function sumUse(pods: readonly Pod[]): GpuUse {
  const sum = (chosen: readonly Pod[]): number => chosen.reduce((total, pod) => total + gpusOf(pod), 0);
  return {
    held: sum(pods.filter(({ spec }) => spec.nodeName !== undefined)),
    pending: sum(pods.filter(({ spec }) => spec.nodeName === undefined)),
    terminating: sum(pods.filter(({ metadata }) => metadata.deletionTimestamp !== undefined)),
  };
}

function gpusOf({ spec }: Pod): number {
  const amounts = spec.containers.flatMap(({ resources }) => Object.entries(resources?.requests ?? {}));
  // Devices alone have names with a domain: GPUs and slices of them.
  const devices = amounts.filter(([name]) => name.includes('/'));
  return devices.reduce((total, [, amount]) => total + Number(amount), 0);
}
