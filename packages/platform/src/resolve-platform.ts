import { formatBytes, formatDecimal, parseQuantity, type Labels } from '@fleetwright/kube';
import type { ClusterFile, EnvironmentFile, LimitRangeDefaults, Mesh } from '@fleetwright/model-service';
import type { Amounts, DashboardPlan, PlatformPlan } from './platform-plan.ts';

/** Resolves what the services of a cluster share, from the cluster's facts and its environment alone. */
export function resolvePlatform(cluster: ClusterFile, environment: EnvironmentFile): PlatformPlan {
  const { namespace, quota, limitRange } = environment.spec;
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
    limitRange: resolveLimitRange(limitRange, quota),
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

// A quota of CPU or memory refuses containers that do not state them: they get a modest share. No CPU limit, since
// it would also hold for the model servers.
const MODEST: NonNullable<PlatformPlan['limitRange']> = {
  default: { memory: '512Mi' },
  defaultRequest: { cpu: '100m', memory: '128Mi' },
};

function resolveLimitRange(
  stated: LimitRangeDefaults | undefined,
  quota: object | undefined,
): PlatformPlan['limitRange'] {
  if (stated !== undefined) {
    return {
      default: canonicalAmounts(stated.default ?? {}),
      defaultRequest: canonicalAmounts(stated.defaultRequest ?? {}),
    };
  }
  const demands = Object.keys(quota ?? {}).some((amount) =>
    /^(?:requests|limits)\.(?:cpu|memory)$/.test(amount),
  );
  return demands ? MODEST : undefined;
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
