import type { Container } from '@fleetwright/kube-schemas';
import { MODEL_REPOSITORY, type DeliveryPlan, type ServingPlan } from '@fleetwright/plan';
import { artifactLinks, artifactMounts } from './artifact-volumes.ts';
import { initResources } from './container-resources.ts';
import { escapeExpansion } from './environment-variables.ts';
import { IMAGE_PULL_POLICY } from './image-pull-policy.ts';
import { LINK_SCRIPT, MODEL_CONFIG_SCRIPT } from './model-config-script.ts';
import { containerSecurityContext } from './security-context.ts';
import { CONFIGURATION_PATH, mounts } from './volumes.ts';

/**
 * Init container that copies the model configuration from the pod's annotations into the repository, beside what was
 * fetched or linked. It runs in Triton's image, which the node needs anyway. None for a repository that Triton reads
 * itself, which holds its configuration.
 */
export function modelConfigContainers(plan: ServingPlan): Container[] {
  const { delivery } = plan;
  if (delivery.mode === 'remote') return [];
  const { script, items } = composition(plan, delivery);
  return [
    {
      name: 'model-config',
      image: plan.triton.image,
      imagePullPolicy: IMAGE_PULL_POLICY,
      command: ['/bin/sh', '-c', script, 'model-config'],
      args: [CONFIGURATION_PATH, MODEL_REPOSITORY, ...items].map(escapeExpansion),
      resources: initResources(plan),
      securityContext: containerSecurityContext(),
      volumeMounts: [mounts.models, mounts.configuration, ...artifactMounts(delivery)],
    },
  ];
}

function composition(plan: ServingPlan, delivery: DeliveryPlan): { script: string; items: string[] } {
  const directories = versionDirectories(plan);
  if (delivery.mode === 'fetch') return { script: MODEL_CONFIG_SCRIPT, items: directories };
  const sources = new Map(artifactLinks(delivery).map(({ directory, source }) => [directory, source]));
  return {
    script: LINK_SCRIPT,
    items: directories.flatMap((directory) => [directory, sources.get(directory) ?? '']),
  };
}

// A draft has no artifact that would create its directory, and Triton refuses a model without any version.
function versionDirectories(plan: ServingPlan): string[] {
  return plan.models.flatMap(({ name, versions }) => versions.map(({ version }) => `${name}/${version}`));
}
