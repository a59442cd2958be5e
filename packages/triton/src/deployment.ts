import type { Deployment } from '@fleetwright/kube-schemas';
import type { ServingPlan } from '@fleetwright/plan';
import { podTemplate } from './pod-template.ts';
import { revisionFields } from './workload.ts';

/**
 * Builds the Deployment, the workload where nothing can shift traffic in steps: pods are replaced one by one, each
 * only once its successor is ready. https://kubernetes.io/docs/concepts/workloads/controllers/deployment/
 */
export function deployment(plan: ServingPlan): Deployment | undefined {
  const { rollout } = plan;
  if (rollout.strategy !== 'rolling-update') return undefined;
  const { maxSurge, maxUnavailable } = rollout;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: plan.names.workload, namespace: plan.namespace, labels: plan.labels },
    spec: {
      ...revisionFields(plan),
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } },
      selector: { matchLabels: plan.selectorLabels },
      template: podTemplate(plan),
    },
  };
}
