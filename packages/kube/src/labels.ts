import { placementName } from './names.ts';

/** Label keys and values; both are strings, as Kubernetes demands. */
export type Labels = Record<string, string>;

/**
 * Labels of every resource of a placement. They hold nothing that changes with a release: a new model version
 * must not touch Services and policies.
 */
export function placementLabels(service: string, cluster: string, team: string | undefined): Labels {
  return {
    'app.kubernetes.io/name': service,
    'app.kubernetes.io/instance': service,
    'app.kubernetes.io/component': 'inference-server',
    'app.kubernetes.io/part-of': service,
    'app.kubernetes.io/managed-by': 'fleetwright',
    'fleetwright.dev/service': service,
    'fleetwright.dev/placement': placementName(cluster, service),
    ...(team === undefined ? {} : { 'fleetwright.dev/team': team }),
  };
}

/**
 * Labels that select a service's pods. A frozen contract: the selector of a Rollout or Deployment is immutable,
 * so a change here would recreate every workload of every fleet.
 */
export function selectorLabels(service: string): Labels {
  return { 'fleetwright.dev/service': service };
}

/** Value of `app.kubernetes.io/component` that tells the scraped Service from the other two. */
export const METRICS_COMPONENT = 'metrics';
