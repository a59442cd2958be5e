import type { ArgoCd, ClusterFile, EnvironmentFile } from '@fleetwright/model-service';
import type { ArgocdCluster, ArgocdPlacement, ArgocdPlan } from './argocd-plan.ts';

/** Where Argo CD runs unless an environment says otherwise. */
export const ARGOCD_NAMESPACE = 'argocd';

/** What happened to a service that somebody wants to know; the names of Argo CD's own catalogue of triggers. */
const TRIGGERS = ['on-sync-failed', 'on-health-degraded', 'on-deployed'];

/**
 * Resolves how Argo CD synchronises an environment; undefined where it does not say. `clusters` are those of the
 * environment; `placements` are used only where Applications are written out.
 */
export function resolveArgocd(
  environment: EnvironmentFile,
  clusters: readonly ClusterFile[],
  placements: readonly ArgocdPlacement[],
): ArgocdPlan | undefined {
  const { argocd, waves, namespace } = environment.spec;
  if (argocd === undefined) return undefined;
  const { name } = environment.metadata;
  const project = argocd.project ?? name;
  return {
    environment: name,
    argocdNamespace: argocd.namespace ?? ARGOCD_NAMESPACE,
    namespace,
    source: { repoURL: argocd.repoURL, targetRevision: argocd.targetRevision },
    projects: { services: project, platform: `${project}-platform` },
    clusters: clusters.map((cluster) => resolveCluster(cluster, waves)).sort(byName),
    placements: argocd.applications === 'applications' ? [...placements].sort(byPlacement) : undefined,
    automated: argocd.automated && {
      prune: argocd.automated.prune ?? true,
      selfHeal: argocd.automated.selfHeal ?? true,
    },
    syncWindows: argocd.syncWindows ?? [],
    notifications: subscriptions(argocd),
    labels: { 'app.kubernetes.io/managed-by': 'fleetwright', 'fleetwright.dev/environment': name },
  };
}

function resolveCluster(
  { metadata, spec }: ClusterFile,
  waves: readonly string[][] | undefined,
): ArgocdCluster {
  const index = waves?.findIndex((wave) => wave.includes(metadata.name)) ?? -1;
  return {
    name: metadata.name,
    destination: spec.destination.name,
    wave: index === -1 ? undefined : index + 1,
  };
}

// https://argo-cd.readthedocs.io/en/stable/operator-manual/notifications/subscriptions/
function subscriptions({ notifications }: ArgoCd): Record<string, string> {
  const { slack } = notifications ?? {};
  if (slack === undefined) return {};
  return Object.fromEntries(
    TRIGGERS.map((trigger) => [`notifications.argoproj.io/subscribe.${trigger}.slack`, slack]),
  );
}

function byName(a: { name: string }, b: { name: string }): number {
  return compare(a.name, b.name);
}

function byPlacement(a: ArgocdPlacement, b: ArgocdPlacement): number {
  return compare(a.cluster, b.cluster) || compare(a.service, b.service);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
