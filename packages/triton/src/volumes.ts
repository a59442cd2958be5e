import type { Volume, VolumeMount } from '@fleetwright/kube-schemas';
import { MODEL_REPOSITORY, type ConfigurationFile, type ServingPlan } from '@fleetwright/plan';
import { artifactVolumes } from './artifact-volumes.ts';

/** Where the configuration files stand before they are copied into the repository. */
export const CONFIGURATION_PATH = '/configuration';

/** Mounts of the pod's volumes; each container takes those that it needs. */
export const mounts = {
  models: { name: 'models', mountPath: MODEL_REPOSITORY },
  modelsReadOnly: { name: 'models', mountPath: MODEL_REPOSITORY, readOnly: true },
  configuration: { name: 'configuration', mountPath: CONFIGURATION_PATH, readOnly: true },
  scratch: { name: 'scratch', mountPath: '/tmp' },
  sharedMemory: { name: 'shared-memory', mountPath: '/dev/shm' },
} satisfies Record<string, VolumeMount>;

/**
 * Volumes of the pod: the artifacts that are mounted, which nothing can write to, and the only places that its
 * containers can write to, each with a limit.
 */
export function podVolumes(plan: ServingPlan): Volume[] {
  const { scratch, sharedMemory } = plan.volumes;
  return [
    ...repositoryVolumes(plan),
    ...artifactVolumes(plan.delivery),
    { name: 'scratch', emptyDir: { sizeLimit: scratch.sizeLimit } },
    { name: 'shared-memory', emptyDir: { medium: 'Memory', sizeLimit: sharedMemory.sizeLimit } },
  ];
}

// A remote repository is copied by Triton to a new directory below /tmp. A volume of its own would have to be empty,
// so a server that was killed over its copy could never start again in the same pod.
function repositoryVolumes({ volumes, configuration }: ServingPlan): Volume[] {
  if (volumes.models === undefined) return [];
  return [
    { name: 'models', emptyDir: { sizeLimit: volumes.models.sizeLimit } },
    { name: 'configuration', downwardAPI: { items: configuration.files.map(configurationItem) } },
  ];
}

// https://kubernetes.io/docs/concepts/workloads/pods/downward-api/
function configurationItem(file: ConfigurationFile) {
  return { path: file.path, fieldRef: { fieldPath: `metadata.annotations['${file.annotation}']` } };
}
