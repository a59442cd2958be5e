import type { Resource } from '../resource.ts';
import { ARGOCD_NAMESPACE } from './bed.ts';
import type { BedFleet } from './compose-fleet.ts';

/** The only Applications that a person applies: one for the Argo CD folder of each environment. */
export function rootApplications(repoURL: string, clusters: BedFleet['clusters']): Resource[] {
  return Object.values(clusters).map(({ environment }) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { namespace: ARGOCD_NAMESPACE, name: `${environment}.argocd` },
    spec: {
      project: 'default',
      source: { repoURL, targetRevision: 'refs/heads/main', path: `environments/${environment}/argocd` },
      destination: { name: 'in-cluster', namespace: ARGOCD_NAMESPACE },
      syncPolicy: { automated: { prune: true, selfHeal: true } },
    },
  }));
}
