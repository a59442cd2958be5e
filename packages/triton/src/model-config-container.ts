import type { Container } from '@fleetwright/kube-schemas';
import type { ServingPlan } from '@fleetwright/plan';
import { initResources } from './container-resources.ts';
import { escapeExpansion } from './environment-variables.ts';
import { IMAGE_PULL_POLICY } from './image-pull-policy.ts';
import { containerSecurityContext } from './security-context.ts';
import { CONFIGURATION_PATH, MODELS_PATH, mounts } from './volumes.ts';

/**
 * Script of the init container. Arguments: the configuration volume, the model repository, and the version
 * directories that must exist below it. It may run again over its own results.
 */
export const MODEL_CONFIG_SCRIPT = `set -eu
configuration=$1
repository=$2
shift 2
for directory in "$@"; do
  mkdir -p -- "$repository/$directory"
done
# The volume holds links, next to hidden directories of kubelet.
cp -RL -- "$configuration"/* "$repository"
`;

/**
 * Init container that copies the model configuration from the pod's annotations into the repository. It runs in
 * Triton's image, which the node needs anyway.
 */
export function modelConfigContainer(plan: ServingPlan): Container {
  return {
    name: 'model-config',
    image: plan.triton.image,
    imagePullPolicy: IMAGE_PULL_POLICY,
    command: ['/bin/sh', '-c', MODEL_CONFIG_SCRIPT, 'model-config'],
    args: [CONFIGURATION_PATH, MODELS_PATH, ...versionDirectories(plan)].map(escapeExpansion),
    resources: initResources(plan),
    securityContext: containerSecurityContext(),
    volumeMounts: [mounts.models, mounts.configuration],
  };
}

// A draft has no artifact that would create its directory, and Triton refuses a model without any version.
function versionDirectories(plan: ServingPlan): string[] {
  return plan.models.flatMap(({ name, versions }) => versions.map(({ version }) => `${name}/${version}`));
}
