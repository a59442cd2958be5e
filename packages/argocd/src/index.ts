import type { Builder } from '@fleetwright/kube';
import { platformApplications, serviceApplications } from './application.ts';
import { applicationSet } from './applicationset.ts';
import { appProjectComments, appProjects } from './appproject.ts';
import type { ArgocdPlan } from './argocd-plan.ts';

export type { ArgocdPlacement, ArgocdPlan } from './argocd-plan.ts';
export {
  PLATFORM_CLUSTER_KINDS,
  PLATFORM_KINDS,
  SERVICE_KINDS,
  SHOWN_KINDS,
  type GroupKind,
} from './permitted-kinds.ts';
export { ARGOCD_NAMESPACE, resolveArgocd } from './resolve-argocd.ts';

/** Builders by the file of the argocd folder that holds what they make, in the order in which it is written. */
export const files: readonly { file: string; builders: readonly Builder<ArgocdPlan>[] }[] = [
  {
    file: 'project.yaml',
    builders: [{ id: 'argocd/appproject', build: appProjects, comments: appProjectComments }],
  },
  { file: 'platform.yaml', builders: [{ id: 'argocd/application', build: platformApplications }] },
  { file: 'applicationset.yaml', builders: [{ id: 'argocd/applicationset', build: applicationSet }] },
  { file: 'applications.yaml', builders: [{ id: 'argocd/application', build: serviceApplications }] },
];
