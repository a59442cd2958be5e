import type { Comments } from '@fleetwright/kube';
import type { AppProject, AppProjectSpec } from '@fleetwright/kube-schemas';
import type { ArgocdPlan } from './argocd-plan.ts';
import { PLATFORM_CLUSTER_KINDS, PLATFORM_KINDS, SERVICE_KINDS, SHOWN_KINDS } from './permitted-kinds.ts';

/**
 * Builds the AppProjects: one for the services, which may make nothing outside their namespace, and one for what
 * they share. Both know one repository, and the namespace on the clusters of the environment.
 * https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
 */
export function appProjects(plan: ArgocdPlan): AppProject[] {
  const { services, platform } = plan.projects;
  return [
    appProject(plan, services, {
      description: `Model services of ${plan.environment}`,
      clusterResourceWhitelist: [],
      namespaceResourceWhitelist: [...SERVICE_KINDS, ...SHOWN_KINDS],
    }),
    appProject(plan, platform, {
      description: `What the model services of ${plan.environment} share`,
      clusterResourceWhitelist: [...PLATFORM_CLUSTER_KINDS],
      namespaceResourceWhitelist: [...PLATFORM_KINDS],
    }),
  ];
}

/** Tells the kinds that are rendered from those that are only shown. */
export function appProjectComments(): Comments {
  return {
    [`/spec/namespaceResourceWhitelist/${SERVICE_KINDS.length}`]:
      'Made by controllers: Argo CD hides what a project does not permit, and with it pods, logs and analysis runs.',
  };
}

type Permissions = Pick<
  AppProjectSpec,
  'description' | 'clusterResourceWhitelist' | 'namespaceResourceWhitelist'
>;

function appProject(
  plan: ArgocdPlan,
  name: string,
  { description, clusterResourceWhitelist, namespaceResourceWhitelist }: Permissions,
): AppProject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: {
      name,
      namespace: plan.argocdNamespace,
      labels: plan.labels,
      // An Application whose project does not exist yet is in error.
      annotations: { 'argocd.argoproj.io/sync-wave': '-1' },
    },
    spec: {
      description,
      sourceRepos: [plan.source.repoURL],
      destinations: plan.clusters.map(({ destination }) => ({
        name: destination,
        namespace: plan.namespace,
      })),
      clusterResourceWhitelist,
      namespaceResourceWhitelist,
      syncWindows: plan.syncWindows.length === 0 ? undefined : syncWindows(plan),
    },
  };
}

// A window without a selection would hold for nothing.
function syncWindows(plan: ArgocdPlan): AppProjectSpec['syncWindows'] {
  return plan.syncWindows.map(({ kind, schedule, duration, timeZone, manualSync }) => ({
    kind,
    schedule,
    duration,
    timeZone,
    applications: ['*'],
    manualSync,
  }));
}
