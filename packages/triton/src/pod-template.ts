import type { Labels } from '@fleetwright/kube';
import type { Container, PodTemplateSpec, TopologySpreadConstraint } from '@fleetwright/kube-schemas';
import type { MeshPlan, ServingPlan } from '@fleetwright/plan';
import { fetchContainers } from './fetch-container.ts';
import { modelConfigContainers } from './model-config-container.ts';
import { podClaims } from './resourceclaimtemplate.ts';
import { podSecurityContext } from './security-context.ts';
import { tritonContainer } from './triton-container.ts';
import { verifyContainers } from './verify-container.ts';
import { podVolumes } from './volumes.ts';
import { workloadOf } from './workload.ts';

/**
 * The pod of a service: init containers compose the model repository, unless Triton reads a remote one, then Triton
 * serves it. Everything that
 * defines a revision is in here, the model configuration included, so that a rescheduled pod of the old revision
 * finds its own.
 */
export function podTemplate(plan: ServingPlan): PodTemplateSpec {
  return {
    metadata: { labels: podLabels(plan), annotations: podAnnotations(plan) },
    spec: {
      serviceAccountName: plan.names.workload,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      imagePullSecrets:
        plan.nodePool.imagePullSecrets.length === 0
          ? undefined
          : plan.nodePool.imagePullSecrets.map((name) => ({ name })),
      priorityClassName: plan.nodePool.priorityClassName,
      nodeSelector: plan.nodePool.nodeSelector,
      tolerations: plan.nodePool.tolerations.length === 0 ? undefined : plan.nodePool.tolerations,
      topologySpreadConstraints: [
        spreadOver(plan, 'topology.kubernetes.io/zone'),
        spreadOver(plan, 'kubernetes.io/hostname'),
      ],
      terminationGracePeriodSeconds: plan.budgets.terminationGracePeriodSeconds,
      securityContext: podSecurityContext(),
      resourceClaims: podClaims(plan),
      initContainers: initContainers(plan),
      containers: [tritonContainer(plan)],
      volumes: podVolumes(plan),
    },
  };
}

// The configuration comes last: nothing that was fetched replaces it or counts in its checksum.
function initContainers(plan: ServingPlan): Container[] | undefined {
  const steps = [...fetchContainers(plan), ...verifyContainers(plan), ...modelConfigContainers(plan)];
  return steps.length === 0 ? undefined : steps;
}

function podLabels(plan: ServingPlan): Record<string, string> {
  return {
    ...plan.labels,
    'app.kubernetes.io/version': plan.triton.release,
    ...meshLabels(plan.mesh),
    ...plan.identity.labels,
  };
}

function meshLabels(mesh: MeshPlan): Labels {
  switch (mesh.mode) {
    case 'sidecar':
      return mesh.injectionLabel;
    case 'ambient':
      return mesh.podLabels;
    case 'none':
      return {};
  }
}

function podAnnotations(plan: ServingPlan): Record<string, string> {
  const configuration = plan.configuration.files.map(({ annotation, text }) => [annotation, text] as const);
  return {
    'kubectl.kubernetes.io/default-container': 'triton',
    ...(plan.mesh.mode === 'sidecar' && plan.mesh.podAnnotations),
    ...Object.fromEntries(configuration),
  };
}

// A wish, not a demand: with few GPU nodes a pod next to its sibling is better than none. Each revision spreads by
// itself, so that canary pods do not push the stable ones onto one node.
function spreadOver(plan: ServingPlan, topologyKey: string): TopologySpreadConstraint {
  return {
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: plan.selectorLabels },
    matchLabelKeys: [workloadOf(plan).hashLabel],
  };
}
