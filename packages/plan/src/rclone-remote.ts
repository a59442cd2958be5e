import { InternalError } from '@fleetwright/findings';
import type { ModelStore } from '@fleetwright/model-service';
import { parseStoreUri } from './storage-uri.ts';

/** Name of rclone's remote; its variables are RCLONE_CONFIG_<NAME>_<OPTION>. https://rclone.org/docs/#config-file */
export const REMOTE = 'store';

/** rclone's configuration of a store, as environment variables. */
export function remoteEnv(store: ModelStore): Record<string, string> {
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
  switch (parseStoreUri(store.uri).scheme) {
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
