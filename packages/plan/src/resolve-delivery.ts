import type { ModelStore } from '@fleetwright/model-service';
import { InternalError } from '@fleetwright/findings';
import { derive, report, type Resolution } from './resolution.ts';
import { resolveFetcherImage } from './resolve-images.ts';
import type {
  ConfigurationPlan,
  FetchDelivery,
  FetcherPlan,
  FetchItem,
  IdentityPlan,
  ModelPlan,
} from './serving-plan.ts';

/** Sum of the configuration texts that annotations may hold: client-side apply stores the object twice in 256 KiB. */
const MAX_CONFIGURATION_BYTES = 96 * 1024;

/** The files of the model repository that travel with the pod template. */
export function resolveConfiguration(
  resolution: Resolution,
  models: readonly ModelPlan[],
): ConfigurationPlan {
  const files = models.flatMap((model) => [
    {
      annotation: `config.fleetwright.dev/${model.name}`,
      text: model.configText,
      path: `${model.name}/config.pbtxt`,
    },
    ...model.versions.flatMap(({ version, engineText }) =>
      engineText === undefined
        ? []
        : [
            {
              annotation: `engine-${version}.fleetwright.dev/${model.name}`,
              text: engineText,
              path: `${model.name}/${version}/model.json`,
            },
          ],
    ),
  ]);
  const bytes = files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  if (bytes > MAX_CONFIGURATION_BYTES) reportConfigurationSize(resolution, bytes);
  return { files };
}

function reportConfigurationSize(resolution: Resolution, bytes: number): void {
  report(resolution, {
    rule: 'plan/configuration-size',
    message: `The model configurations are ${Math.ceil(bytes / 1024)} KiB; annotations carry ${MAX_CONFIGURATION_BYTES / 1024} KiB.`,
    fix: 'Split the models over several services.',
    at: '/models',
  });
}

/** Which store's files go to which version directory. */
export function resolveDelivery(resolution: Resolution, models: readonly ModelPlan[]): FetchDelivery {
  const byStore = new Map<string, FetchItem[]>();
  models.forEach((model, modelIndex) =>
    model.versions.forEach(({ version, artifact }, versionIndex) => {
      if (artifact === undefined) return;
      const at = `/models/${modelIndex}/versions/${versionIndex}/artifacts`;
      const store = findStore(resolution, artifact.store, at);
      if (store === undefined) return;
      const items = byStore.get(artifact.store) ?? [];
      byStore.set(artifact.store, items);
      items.push({
        source: `${REMOTE}:${joinPath(store.uri.replace(/^[a-z0-9]+:\/\//, ''), artifact.path)}`,
        directory: `${model.name}/${version}`,
        sha256: artifact.sha256,
      });
    }),
  );
  return {
    mode: 'fetch',
    fetchers: [...byStore].map(([store, items]) => describeFetcher(resolution, store, items)),
  };
}

/** Name of rclone's remote; its variables are RCLONE_CONFIG_<NAME>_<OPTION>. https://rclone.org/docs/#config-file */
const REMOTE = 'store';

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
    related: [
      { at: { source: cluster.source, pointer: '/spec/modelStores' }, message: 'the stores of the cluster' },
    ],
  });
  return undefined;
}

function describeFetcher(resolution: Resolution, store: string, items: FetchItem[]): FetcherPlan {
  const facts = resolution.inputs.cluster.content.spec.modelStores[store];
  if (facts === undefined) throw new InternalError(`the store ${store} was found before`);
  return { store, image: resolveFetcherImage(resolution), env: remoteEnv(facts), items };
}

function remoteEnv(store: ModelStore): Record<string, string> {
  const options = remoteOptions(store);
  return Object.fromEntries(
    Object.entries(options).map(([option, value]) => [
      `RCLONE_CONFIG_${REMOTE.toUpperCase()}_${option.toUpperCase()}`,
      value,
    ]),
  );
}

/** rclone's options per kind of store; credentials come from the pod's workload identity. */
function remoteOptions(store: ModelStore): Record<string, string> {
  switch (store.uri.slice(0, store.uri.indexOf(':'))) {
    case 's3':
      return {
        type: 's3',
        provider: store.endpoint === undefined ? 'AWS' : 'Other',
        env_auth: 'true',
        ...(store.region !== undefined && { region: store.region }),
        ...(store.endpoint !== undefined && { endpoint: store.endpoint, force_path_style: 'true' }),
      };
    case 'gs':
      return { type: 'google cloud storage', env_auth: 'true', bucket_policy_only: 'true' };
    case 'azureblob':
      return {
        type: 'azureblob',
        env_auth: 'true',
        ...(store.account !== undefined && { account: store.account }),
      };
    default:
      throw new InternalError(`unexpected store ${store.uri}`);
  }
}

function joinPath(...parts: readonly string[]): string {
  return parts.map((part) => part.replaceAll(/^\/+|\/+$/g, '')).join('/');
}

/** The pod's identity toward the stores. */
export function resolveIdentity(resolution: Resolution): IdentityPlan {
  const { service, cluster } = resolution.inputs;
  const { identity } = cluster.content.spec;
  const name = service.content.metadata.name;
  const annotations = Object.entries(identity.annotations ?? {}).map(([key, value]) => [
    key,
    value.replaceAll('${service}', name),
  ]);
  return {
    provider: identity.provider,
    serviceAccountAnnotations: Object.fromEntries(annotations) as Record<string, string>,
    labels: derive(resolution, '/identity/labels', {
      value: {
        ...(identity.provider === 'azure-workload-identity' && { 'azure.workload.identity/use': 'true' }),
        ...identity.labels,
      },
      formula: "the cluster's identity labels, and the label that Azure's webhook asks for",
      inputs: { provider: identity.provider },
    }),
  };
}
