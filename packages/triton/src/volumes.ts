import type { Volume, VolumeMount } from '@fleetwright/kube-schemas';
import type { ServingPlan } from '@fleetwright/plan';

/** Where the model repository stands; init containers fill it, Triton reads it. */
export const MODELS_PATH = '/models';
/** Where the configuration files stand before they are copied into the repository. */
export const CONFIGURATION_PATH = '/configuration';

/** Mounts of the pod's volumes; each container takes those that it needs. */
export const mounts = {
  models: { name: 'models', mountPath: MODELS_PATH },
  modelsReadOnly: { name: 'models', mountPath: MODELS_PATH, readOnly: true },
  configuration: { name: 'configuration', mountPath: CONFIGURATION_PATH, readOnly: true },
  scratch: { name: 'scratch', mountPath: '/tmp' },
  sharedMemory: { name: 'shared-memory', mountPath: '/dev/shm' },
} satisfies Record<string, VolumeMount>;

/** Volumes of the pod: the only places that its containers can write to, each with a limit. */
export function podVolumes(plan: ServingPlan): Volume[] {
  const { models, scratch, sharedMemory } = plan.volumes;
  return [
    { name: 'models', emptyDir: { sizeLimit: models.sizeLimit } },
    { name: 'configuration', downwardAPI: { items: plan.configuration.files.map(configurationItem) } },
    { name: 'scratch', emptyDir: { sizeLimit: scratch.sizeLimit } },
    { name: 'shared-memory', emptyDir: { medium: 'Memory', sizeLimit: sharedMemory.sizeLimit } },
  ];
}

// https://kubernetes.io/docs/concepts/workloads/pods/downward-api/
function configurationItem(file: { annotation: string; path: string }) {
  return { path: file.path, fieldRef: { fieldPath: `metadata.annotations['${file.annotation}']` } };
}
