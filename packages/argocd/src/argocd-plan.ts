import type { Labels } from '@fleetwright/kube';
import type { SyncWindow } from '@fleetwright/model-service';

/** Everything resolved about how Argo CD synchronises one environment. */
export interface ArgocdPlan {
  environment: string;
  /** Namespace of Argo CD, in which its objects live. */
  argocdNamespace: string;
  /** Namespace of the services on every cluster. */
  namespace: string;
  source: { repoURL: string; targetRevision: string };
  projects: { services: string; platform: string };
  /** In code-unit order of their names. */
  clusters: ArgocdCluster[];
  /** The Applications of the services, where they are written out; undefined: an ApplicationSet finds them. */
  placements: ArgocdPlacement[] | undefined;
  /** Undefined: people synchronise by hand. */
  automated: { prune: boolean; selfHeal: boolean } | undefined;
  syncWindows: SyncWindow[];
  /** Annotations that subscribe to notifications. */
  notifications: Record<string, string>;
  /** Labels of every object. */
  labels: Labels;
}

export interface ArgocdCluster {
  name: string;
  /** Name by which Argo CD knows it. */
  destination: string;
  /** Wave of a promotion in which it comes, from 1; undefined where the environment states none. */
  wave: number | undefined;
}

/** One service on one cluster. */
export interface ArgocdPlacement {
  cluster: string;
  service: string;
}
