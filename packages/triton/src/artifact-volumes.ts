import type { Volume, VolumeMount } from '@fleetwright/kube-schemas';
import type { DeliveryPlan } from '@fleetwright/plan';

/** Where artifacts that are mounted instead of fetched stand, ahead of their links in the model repository. */
const ARTIFACTS_PATH = '/artifacts';

/** A version directory of the model repository, and the mounted directory that holds its files. */
interface ArtifactLink {
  /** Directory below the model repository, e.g. `vision/1`. */
  directory: string;
  source: string;
}

/** Volumes that hold artifacts: an image per version, a claim per store. */
export function artifactVolumes(delivery: DeliveryPlan): Volume[] {
  switch (delivery.mode) {
    case 'image-volume':
      return delivery.images.map(({ reference }, index) => ({
        name: imageVolume(index),
        image: { reference, pullPolicy: 'IfNotPresent' },
      }));
    case 'pvc':
      return delivery.claims.map(({ store, claimName }) => ({
        name: claimVolume(store),
        persistentVolumeClaim: { claimName, readOnly: true },
      }));
    case 'fetch':
    case 'remote':
      return [];
  }
}

/** Mounts of {@link artifactVolumes}, at the same place in every container, so that links lead to them. */
export function artifactMounts(delivery: DeliveryPlan): VolumeMount[] {
  switch (delivery.mode) {
    case 'image-volume':
      return delivery.images.map(({ directory }, index) => ({
        name: imageVolume(index),
        mountPath: `${ARTIFACTS_PATH}/${directory}`,
        readOnly: true,
      }));
    case 'pvc':
      return delivery.claims.map(({ store }) => ({
        name: claimVolume(store),
        mountPath: claimPath(store),
        readOnly: true,
      }));
    case 'fetch':
    case 'remote':
      return [];
  }
}

/** The version directories that stand for mounted ones. */
export function artifactLinks(delivery: DeliveryPlan): ArtifactLink[] {
  switch (delivery.mode) {
    case 'image-volume':
      return delivery.images.map(({ directory }) => ({
        directory,
        source: `${ARTIFACTS_PATH}/${directory}`,
      }));
    case 'pvc':
      return delivery.claims.flatMap(({ store, items }) =>
        items.map(({ path, directory }) => ({ directory, source: `${claimPath(store)}/${path}` })),
      );
    case 'fetch':
    case 'remote':
      return [];
  }
}

/** Where the claim of a store is mounted. */
export function claimPath(store: string): string {
  return `${ARTIFACTS_PATH}/${store}`;
}

// Names of models are no names of volumes: they may hold upper-case letters and underscores.
function imageVolume(index: number): string {
  return `artifact-${index + 1}`;
}

function claimVolume(store: string): string {
  return `store-${store}`;
}
