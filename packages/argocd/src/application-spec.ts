import type { ApplicationSpec } from '@fleetwright/kube-schemas';
import type { ArgocdPlan } from './argocd-plan.ts';

/** What one Application is about; each may be a template of an ApplicationSet. */
export interface ApplicationPlace {
  project: string;
  path: string;
  /** Name by which Argo CD knows the cluster. */
  destination: string;
}

/**
 * The spec of an Application over the overlay of a service. Argo Rollouts moves the weights of a VirtualService, so
 * they are not compared; RespectIgnoreDifferences would also keep every later change under spec.http from landing,
 * and server-side apply would take the pod hash out of the Services' selectors: neither is used.
 */
export function serviceApplication(plan: ArgocdPlan, place: ApplicationPlace): ApplicationSpec {
  return {
    ...applicationSource(plan, place),
    ignoreDifferences: [
      {
        group: 'networking.istio.io',
        kind: 'VirtualService',
        jqPathExpressions: ['.spec.http[].route[].weight'],
      },
    ],
    syncPolicy: {
      // A retired service renders nothing, and everything of it is to go.
      automated: plan.automated && { ...plan.automated, allowEmpty: true },
      syncOptions: ['ApplyOutOfSyncOnly=true'],
      retry: RETRY,
    },
  };
}

/** The spec of an Application over the platform folder of a cluster. */
export function platformApplication(plan: ArgocdPlan, place: ApplicationPlace): ApplicationSpec {
  return {
    ...applicationSource(plan, place),
    syncPolicy: { automated: plan.automated, retry: RETRY },
  };
}

function applicationSource(
  { namespace, source }: ArgocdPlan,
  { project, path, destination }: ApplicationPlace,
): Pick<ApplicationSpec, 'project' | 'source' | 'destination'> {
  return {
    project,
    source: { ...source, path },
    destination: { name: destination, namespace },
  };
}

// A failed sync retries its old revision: without refresh a fix that is pushed meanwhile waits for the last attempt.
const RETRY = { limit: 10, refresh: true, backoff: { duration: '5s', factor: 2, maxDuration: '1m' } };

/**
 * Annotations of every Application. The folder is all that its manifests are made of, so a commit elsewhere makes
 * nothing anew. Differences are computed by Argo CD itself whatever the default of the installation.
 */
export function applicationAnnotations({ notifications }: ArgocdPlan): Record<string, string> {
  return {
    'argocd.argoproj.io/manifest-generate-paths': '.',
    'argocd.argoproj.io/compare-options': 'ServerSideDiff=false',
    ...notifications,
  };
}
