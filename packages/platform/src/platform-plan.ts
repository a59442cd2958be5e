import type { Labels } from '@fleetwright/kube';

/** Everything resolved about what the services of one cluster share; nothing in it comes from a service. */
export interface PlatformPlan {
  cluster: string;
  environment: string;
  /** Namespace of the services. */
  namespace: string;
  /** `major.minor` of Kubernetes, whose Pod Security policies hold. */
  kubernetes: string;
  /** Labels of every resource. */
  labels: Labels;
  /** Label that puts the namespace into the mesh; empty without one. */
  meshLabels: Labels;
  /** Waypoint that runs in the namespace. */
  waypoint: string | undefined;
  /** Amounts of the ResourceQuota, as its own words name them. */
  quota: Record<string, string> | undefined;
  /** What containers get that state nothing. */
  limitRange: { default: Amounts; defaultRequest: Amounts } | undefined;
  dashboard: DashboardPlan | undefined;
  /** Whether HorizontalPodAutoscalers ask a Prometheus adapter. */
  usesAdapter: boolean;
}

/** Amounts by resource. */
export type Amounts = Record<string, string>;

export interface DashboardPlan {
  /** Labels by which Grafana finds it. */
  labels: Labels;
  /** job label of the gateway's istio_requests_total; undefined without a gateway. */
  gatewayJob: string | undefined;
  /** Where the figures of the devices come from; undefined without any. */
  gpuMetrics: 'dcgm' | 'triton' | undefined;
}
