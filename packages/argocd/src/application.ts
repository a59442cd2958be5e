import { placementName } from '@fleetwright/kube';
import type { Application } from '@fleetwright/kube-schemas';
import { applicationAnnotations, platformApplication, serviceApplication } from './application-spec.ts';
import type { ArgocdCluster, ArgocdPlan } from './argocd-plan.ts';

/** No service is called that; the name of the folder, too. */
const PLATFORM = 'platform';

/** Builds the Application of each cluster's platform folder. */
export function platformApplications(plan: ArgocdPlan): Application[] {
  return plan.clusters.map((cluster) => ({
    ...applicationHead(plan, cluster, PLATFORM),
    spec: platformApplication(plan, {
      project: plan.projects.platform,
      path: `clusters/${cluster.name}/${PLATFORM}`,
      destination: cluster.destination,
    }),
  }));
}

/** Builds the Application of each placement, where they are written out. */
export function serviceApplications(plan: ArgocdPlan): Application[] | undefined {
  const clusters = new Map(plan.clusters.map((cluster) => [cluster.name, cluster]));
  return plan.placements?.flatMap(({ cluster: name, service }) => {
    const cluster = clusters.get(name);
    if (cluster === undefined) return [];
    return {
      ...applicationHead(plan, cluster, service),
      spec: serviceApplication(plan, {
        project: plan.projects.services,
        path: `clusters/${name}/${service}`,
        destination: cluster.destination,
      }),
    };
  });
}

// Without a finalizer: whoever deletes an Application by a slip does not delete what serves.
function applicationHead(
  plan: ArgocdPlan,
  { name, wave }: ArgocdCluster,
  service: string,
): Omit<Application, 'spec'> {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: placementName(name, service),
      namespace: plan.argocdNamespace,
      labels: {
        ...plan.labels,
        'fleetwright.dev/cluster': name,
        'fleetwright.dev/service': service,
        ...(wave !== undefined && { 'fleetwright.dev/wave': String(wave) }),
      },
      annotations: applicationAnnotations(plan),
    },
  };
}
