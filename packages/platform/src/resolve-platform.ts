import { formatBytes, formatDecimal, parseQuantity, type Labels } from '@fleetwright/kube';
import type { ClusterFile, EnvironmentFile, Mesh } from '@fleetwright/model-service';
import { resolveLimitRange } from '@fleetwright/plan';
import type { Amounts, DashboardPlan, PlatformPlan } from './platform-plan.ts';

/** Resolves what the services of a cluster share, from the cluster's facts and its environment alone. */
export function resolvePlatform(cluster: ClusterFile, environment: EnvironmentFile): PlatformPlan {
  const { namespace, quota } = environment.spec;
  const limits = resolveLimitRange(environment);
  const { mesh, versions, autoscaling } = cluster.spec;
  return {
    cluster: cluster.metadata.name,
    environment: environment.metadata.name,
    namespace,
    kubernetes: versions.kubernetes,
    labels: platformLabels(cluster.metadata.name, environment.metadata.name),
    meshLabels: meshLabels(mesh),
    waypoint: mesh.mode === 'ambient' ? mesh.waypoint?.name : undefined,
    quota: quota && canonicalAmounts(quota),
    limitRange: limits && {
      default: canonicalAmounts(limits.default),
      defaultRequest: canonicalAmounts(limits.defaultRequest),
    },
    dashboard: resolveDashboard(cluster),
    usesAdapter: autoscaling.controller === 'hpa',
  };
}

function platformLabels(cluster: string, environment: string): Labels {
  return {
    'app.kubernetes.io/name': 'platform',
    'app.kubernetes.io/managed-by': 'fleetwright',
    'fleetwright.dev/cluster': cluster,
    'fleetwright.dev/environment': environment,
  };
}

// https://istio.io/latest/docs/reference/config/labels/
function meshLabels(mesh: Mesh): Labels {
  switch (mesh.mode) {
    case 'sidecar':
      return mesh.revision === undefined
        ? { 'istio-injection': 'enabled' }
        : { 'istio.io/rev': mesh.revision };
    case 'ambient':
      return {
        'istio.io/dataplane-mode': 'ambient',
        ...(mesh.waypoint !== undefined && { 'istio.io/use-waypoint': mesh.waypoint.name }),
      };
    case 'none':
      return {};
  }
}

function resolveDashboard({ spec }: ClusterFile): DashboardPlan | undefined {
  const { dashboardLabels = {}, dcgmExporter } = spec.monitoring;
  if (Object.keys(dashboardLabels).length === 0) return undefined;
  const hasGpu = spec.nodePools.some(({ gpu }) => gpu !== undefined);
  return {
    labels: sortedEntries(dashboardLabels, (value) => value),
    gatewayJob: spec.gateway?.prometheusJob,
    gpuMetrics: hasGpu ? (dcgmExporter ? 'dcgm' : 'triton') : undefined,
  };
}

function canonicalAmounts(amounts: object): Amounts {
  return sortedEntries(amounts as Record<string, string | number>, (amount) => canonical(String(amount)));
}

// In an order that is not that of the file.
function sortedEntries<T>(entries: Record<string, T>, map: (value: T) => string): Record<string, string> {
  const sorted = Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, value]) => [key, map(value)]));
}

// As the API server stores it.
function canonical(amount: string): string {
  const value = parseQuantity(amount)!;
  return /[KMGTP]i$/.test(amount) ? formatBytes(value) : formatDecimal(value);
}
