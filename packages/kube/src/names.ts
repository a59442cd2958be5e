/**
 * Longest service name: 63, the limit of a DNS label and of a label value, less the longest suffix that a
 * controller or this package adds (`-canary`, a ReplicaSet's hash of 10 and a pod's of 5 with their dashes).
 */
export const MAX_SERVICE_NAME = 40;

/** Longest cluster name: with the longest service name and a dot, the placement label still fits into 63. */
export const MAX_CLUSTER_NAME = 22;

/** Names of all objects of one service; every area takes them from here. */
export interface ResourceNames {
  /** Rollout or Deployment, autoscaler, disruption budget, ServiceAccount, routes and policies. */
  workload: string;
  /** Service of the stable pods, and the address for clients inside the cluster. */
  stableService: string;
  canaryService: string;
  /** Headless Service over stable and canary pods alike: the one that is scraped. */
  metricsService: string;
  /** AnalysisTemplate of the success rate. */
  successAnalysis: string;
  /** AnalysisTemplate of the latency objectives. */
  latencyAnalysis: string;
  /** AuthorizationPolicy of the Services at a waypoint. */
  waypointPolicy: string;
  /** ConfigMap of the Grafana dashboard. */
  dashboard: string;
}

/** Names of a service's objects. */
export function resourceNames(service: string): ResourceNames {
  return {
    workload: service,
    stableService: service,
    canaryService: `${service}-canary`,
    metricsService: `${service}-metrics`,
    successAnalysis: `${service}-success`,
    latencyAnalysis: `${service}-latency`,
    waypointPolicy: `${service}-waypoint`,
    dashboard: `${service}-dashboard`,
  };
}

/** `<cluster>.<service>`: value of the placement label and the word in reports. */
export function placementName(cluster: string, service: string): string {
  return `${cluster}.${service}`;
}
