import type { ModelStore } from '@fleetwright/model-service';
import { REMOTE, remoteEnv } from './rclone-remote.ts';
import { clusterPlace, report, type Resolution } from './resolution.ts';
import { resolveFetcherImage } from './resolve-images.ts';
import type {
  ArtifactPlan,
  DeliveryPlan,
  FetcherPlan,
  ModelPlan,
  MountedClaim,
  MountedImage,
  RemoteDelivery,
} from './serving-plan.ts';
import { joinPath, parseStorageUri, parseStoreUri } from './storage-uri.ts';

/** One version that is delivered, with its store as the cluster reaches it. */
interface Delivered {
  artifact: ArtifactPlan;
  store: ModelStore;
  /** Directory below the model repository, e.g. `vision/1`. */
  directory: string;
  /** Pointer of its artifacts in the spec. */
  at: string;
}

/** How the files of the models reach the pod. */
export function resolveDelivery(resolution: Resolution, models: readonly ModelPlan[]): DeliveryPlan {
  const { mode } = resolution.inputs.cluster.content.spec.modelDelivery;
  if (mode === 'remote') return resolveRemote(resolution);
  const delivered = findDelivered(resolution, models);
  switch (mode) {
    case 'fetch':
      return {
        mode,
        fetchers: byStore(delivered).map(([name, versions]) => describeFetcher(resolution, name, versions)),
      };
    case 'image-volume':
      return { mode, images: mountImages(resolution, delivered) };
    case 'pvc':
      return { mode, claims: byStore(delivered).map(([name, versions]) => describeClaim(name, versions)) };
  }
}

function findDelivered(resolution: Resolution, models: readonly ModelPlan[]): Delivered[] {
  return models.flatMap((model, modelIndex) =>
    model.versions.flatMap(({ version, artifact }, versionIndex) => {
      if (artifact === undefined) return [];
      const at = `/models/${modelIndex}/versions/${versionIndex}/artifacts`;
      const store = findStore(resolution, artifact.store, at);
      return store === undefined ? [] : [{ artifact, store, directory: `${model.name}/${version}`, at }];
    }),
  );
}

function byStore(delivered: readonly Delivered[]): [string, Delivered[]][] {
  const stores = new Map<string, Delivered[]>();
  for (const version of delivered) {
    const known = stores.get(version.artifact.store);
    if (known === undefined) stores.set(version.artifact.store, [version]);
    else known.push(version);
  }
  return [...stores];
}

function findStore(resolution: Resolution, name: string, at: string): ModelStore | undefined {
  const { cluster } = resolution.inputs;
  const stores = cluster.content.spec.modelStores;
  if (Object.hasOwn(stores, name)) return stores[name];
  const known = Object.keys(stores);
  report(resolution, {
    rule: 'plan/unknown-store',
    message: `The artifact is in the store ${name}, which ${cluster.content.metadata.name} does not have (it has ${known.join(', ') || 'none'}).`,
    fix: `Add ${name} to spec.modelStores of the cluster, or correct storageUri.`,
    at,
    related: [{ at: clusterPlace(resolution, '/spec/modelStores'), message: 'the stores of the cluster' }],
  });
  return undefined;
}

function describeFetcher(resolution: Resolution, store: string, versions: readonly Delivered[]): FetcherPlan {
  return {
    store,
    image: resolveFetcherImage(resolution),
    env: remoteEnv(versions[0]!.store),
    items: versions.map(({ artifact, store: facts, directory }) => ({
      source: `${REMOTE}:${joinPath(parseStoreUri(facts.uri).root, artifact.path)}`,
      directory,
      sha256: artifact.sha256,
    })),
  };
}

function describeClaim(store: string, versions: readonly Delivered[]): MountedClaim {
  const [claimName = '', ...prefix] = parseStoreUri(versions[0]!.store.uri).root.split('/');
  return {
    store,
    claimName,
    items: versions.map(({ artifact, directory }) => ({
      path: joinPath(...prefix, artifact.path),
      directory,
      sha256: artifact.sha256,
    })),
  };
}

/** First Kubernetes minor whose kubelet mounts images. https://kubernetes.io/docs/tasks/configure-pod-container/image-volumes/ */
const IMAGE_VOLUMES_SINCE = '1.33';
/** First one where the feature is on by default. */
const IMAGE_VOLUMES_ON_SINCE = '1.35';

function mountImages(resolution: Resolution, delivered: readonly Delivered[]): MountedImage[] {
  checkImageVolumes(resolution, delivered);
  return delivered.flatMap(({ artifact, store, directory, at }) => {
    if (artifact.imageDigest === undefined) {
      reportMissingDigest(resolution, at);
      return [];
    }
    return [
      {
        reference: `${joinPath(parseStoreUri(store.uri).root, artifact.path)}@${artifact.imageDigest}`,
        directory,
      },
    ];
  });
}

function checkImageVolumes(resolution: Resolution, delivered: readonly Delivered[]): void {
  const { cluster } = resolution.inputs;
  const { kubernetes } = cluster.content.spec.versions;
  const { name } = cluster.content.metadata;
  const places = {
    at: clusterPlace(resolution, '/spec/modelDelivery/mode'),
    related: [
      { at: clusterPlace(resolution, '/spec/versions/kubernetes'), message: `Kubernetes is ${kubernetes}` },
      ...delivered.slice(0, 1).map(({ at, directory }) => ({ at, message: `${directory} is mounted so` })),
    ],
  };
  if (isOlder(kubernetes, IMAGE_VOLUMES_SINCE)) {
    report(resolution, {
      rule: 'plan/image-volume-version',
      message: `${name} mounts models as image volumes, which Kubernetes ${kubernetes} does not have.`,
      fix: `Upgrade to ${IMAGE_VOLUMES_SINCE} or later, or choose another modelDelivery.mode.`,
      ...places,
    });
  } else if (isOlder(kubernetes, IMAGE_VOLUMES_ON_SINCE)) {
    report(resolution, {
      rule: 'plan/image-volume-gate',
      severity: 'warning',
      message: `${name} mounts models as image volumes, which Kubernetes ${kubernetes} leaves off: without the feature gate ImageVolume the volumes are empty.`,
      fix: `Switch the gate on in the API server and the kubelets, or upgrade to ${IMAGE_VOLUMES_ON_SINCE}.`,
      ...places,
    });
  }
}

function isOlder(version: string, than: string): boolean {
  const [minor = 0, since = 0] = [version, than].map((text) => Number(text.split('.')[1]));
  return minor < since;
}

function reportMissingDigest(resolution: Resolution, at: string): void {
  report(resolution, {
    rule: 'plan/image-digest',
    message: 'The artifact has no imageDigest, by which an image volume is pinned.',
    fix: 'Add imageDigest: sha256:… of the OCI artifact.',
    at,
    related: [
      { at: clusterPlace(resolution, '/spec/modelDelivery/mode'), message: 'delivery is image-volume' },
    ],
  });
}

const TRITON_SCHEMES: Record<string, string> = { s3: 's3', gs: 'gs', azureblob: 'as' };

function resolveRemote(resolution: Resolution): RemoteDelivery {
  const { modelRepository } = resolution.spec;
  const empty: RemoteDelivery = { mode: 'remote', repository: '', env: {} };
  if (modelRepository === undefined) {
    reportMissingRepository(resolution);
    return empty;
  }
  const { store: name, path } = parseStorageUri(modelRepository);
  const store = findStore(resolution, name, '/modelRepository');
  if (store === undefined) return empty;
  const { scheme, root } = parseStoreUri(store.uri);
  // Azure's account and an S3-compatible endpoint are part of the address.
  const host = scheme === 'azureblob' ? store.account : store.endpoint;
  return {
    mode: 'remote',
    repository: `${TRITON_SCHEMES[scheme]}://${[host, root, path].filter((part) => part !== undefined).join('/')}`,
    env: store.region === undefined ? {} : { AWS_DEFAULT_REGION: store.region },
  };
}

function reportMissingRepository(resolution: Resolution): void {
  const { cluster } = resolution.inputs;
  report(resolution, {
    rule: 'plan/remote-repository',
    message: `${cluster.content.metadata.name} lets Triton read the bucket itself, but the service names no repository.`,
    fix: 'Add spec.modelRepository: store://<store>/<path> of a Triton model repository.',
    at: '/models',
    related: [{ at: clusterPlace(resolution, '/spec/modelDelivery/mode'), message: 'delivery is remote' }],
  });
}
