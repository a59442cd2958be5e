import type { ApplicationSet, ApplicationSetGenerator } from '@fleetwright/kube-schemas';
import { applicationAnnotations, serviceApplication } from './application-spec.ts';
import type { ArgocdCluster, ArgocdPlan } from './argocd-plan.ts';

/**
 * Builds the ApplicationSet of the services: one Application for each placement.yaml. Cluster and service come
 * from where the file stands, the destination from the values beside the pattern, nothing from the file's content:
 * whoever may edit an overlay cannot send it elsewhere. A deleted Application leaves its resources; a service that
 * is to go is retired first. https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Git/
 */
export function applicationSet(plan: ArgocdPlan): ApplicationSet | undefined {
  if (plan.placements !== undefined || plan.clusters.length === 0) return undefined;
  const service = '{{.path.basename}}';
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name: plan.projects.services, namespace: plan.argocdNamespace, labels: plan.labels },
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: plan.clusters.map((cluster) => gitFiles(plan, cluster)),
      syncPolicy: { applicationsSync: 'sync', preserveResourcesOnDeletion: true },
      template: {
        metadata: {
          name: `{{.values.cluster}}.${service}`,
          labels: {
            ...plan.labels,
            'fleetwright.dev/cluster': '{{.values.cluster}}',
            'fleetwright.dev/service': service,
            ...(hasWaves(plan) && { 'fleetwright.dev/wave': '{{.values.wave}}' }),
          },
          annotations: applicationAnnotations(plan),
        },
        spec: serviceApplication(plan, {
          project: plan.projects.services,
          path: '{{.path.path}}',
          destination: '{{.values.destination}}',
        }),
      },
    },
  };
}

// Argo CD's star also stands for slashes, so what lies deeper (below patches/, say) is taken out again.
function gitFiles(plan: ArgocdPlan, { name, destination, wave }: ArgocdCluster): ApplicationSetGenerator {
  return {
    git: {
      repoURL: plan.source.repoURL,
      revision: plan.source.targetRevision,
      files: [
        { path: `clusters/${name}/*/placement.yaml` },
        { path: `clusters/${name}/*/*/placement.yaml`, exclude: true },
      ],
      values: {
        cluster: name,
        destination,
        ...(hasWaves(plan) && { wave: wave === undefined ? 'none' : String(wave) }),
      },
    },
  };
}

function hasWaves({ clusters }: ArgocdPlan): boolean {
  return clusters.some(({ wave }) => wave !== undefined);
}
