import type { Container, PodSpec, ResourceClaimTemplate } from '@fleetwright/kube-schemas';
import type { ClaimedGpus, ServingPlan } from '@fleetwright/plan';

/** Name of the claim inside the pod. */
const CLAIM = 'gpu';

// A template cannot be changed, and pods of the old revision that are rescheduled still need theirs. So each content
// has a name of its own, and Argo CD neither removes one that git no longer holds nor counts it as a difference.
// https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/
const KEEP = {
  'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
  'argocd.argoproj.io/sync-options': 'Prune=false',
};

/**
 * Builds the ResourceClaimTemplate: every pod gets a claim of its own, which the scheduler fills with devices of the
 * class. https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/
 */
export function resourceClaimTemplate(plan: ServingPlan): ResourceClaimTemplate | undefined {
  const { gpu } = plan;
  if (gpu.kind !== 'claim') return undefined;
  const { deviceClass, count } = gpu;
  return {
    apiVersion: 'resource.k8s.io/v1',
    kind: 'ResourceClaimTemplate',
    metadata: {
      name: templateName(plan, gpu),
      namespace: plan.namespace,
      labels: plan.labels,
      annotations: KEEP,
    },
    spec: {
      spec: {
        devices: {
          requests: [
            { name: CLAIM, exactly: { deviceClassName: deviceClass, allocationMode: 'ExactCount', count } },
          ],
        },
      },
    },
  };
}

/** The claims of the pod; none where devices come from a device plugin. */
export function podClaims(plan: ServingPlan): PodSpec['resourceClaims'] {
  const { gpu } = plan;
  if (gpu.kind !== 'claim') return undefined;
  return [{ name: CLAIM, resourceClaimTemplateName: templateName(plan, gpu) }];
}

/** What the server's container takes of the pod's claims. */
export function containerClaims(plan: ServingPlan): NonNullable<Container['resources']>['claims'] {
  return plan.gpu.kind === 'claim' ? [{ name: CLAIM }] : undefined;
}

function templateName(plan: ServingPlan, { deviceClass, count }: ClaimedGpus): string {
  return `${plan.names.workload}-${deviceClass}-${count}`;
}
