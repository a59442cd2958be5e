import { join } from 'node:path';
import type { Finding } from '@fleetwright/findings';
import { formatBytes } from '@fleetwright/kube';
import type { Model } from '@fleetwright/model-service';
import {
  resolveBackend,
  type ConfigComments,
  type ModelConfig,
  type RepositoryModel,
  type RepositoryVersion,
} from '@fleetwright/triton-config';
import { digestVersion } from './digest-version.ts';
import { readEngineArgs } from './engine-args.ts';
import type { ModelDraft } from './service-draft.ts';

/** Where the repository lies, and where its files are to be stored. */
export interface ImportOptions {
  /** Absolute path of the repository. */
  folder: string;
  /** Prefix of `<model>/<version>`; without it the service is a draft. */
  artifact: string | undefined;
  /** Told how many bytes of the files each read took. */
  onRead?: ((bytes: number) => void) | undefined;
}

/** Turns a model of a repository into one of a spec: nothing of its configuration is lost or added. */
export function importModel(
  found: RepositoryModel,
  options: ImportOptions,
): { draft: ModelDraft; findings: Finding[] } {
  const { engineArgs, findings } = readEngineArgs(found);
  const model: Model = {
    name: found.name,
    versions: found.versions.map((version) => importVersion(found, version, options)),
    config: explicitConfig(found),
    engineArgs,
  };
  const source = `${found.directory}/config.pbtxt`;
  return { draft: { model, comments: moveComments(found.comments), source }, findings };
}

/** The configuration without the name, which the spec gives, and with the backend that the files imply. */
function explicitConfig({ config = {}, backend }: RepositoryModel): ModelConfig {
  const { name: _name, ...rest } = config;
  const isNamed = 'backend' in resolveBackend(rest);
  return isNamed || backend === undefined ? rest : { backend: backend.name, ...rest };
}

function importVersion(
  { name, backend }: RepositoryModel,
  { version, files }: RepositoryVersion,
  { folder, artifact, onRead }: ImportOptions,
): Model['versions'][number] {
  // The server composes an ensemble itself: there is nothing to deliver.
  if (artifact === undefined || backend?.name === 'ensemble') return { version };
  const stored = files.filter(({ path }) => path !== '' && !path.endsWith('/'));
  const bytes = stored.reduce((sum, { size }) => sum + size, 0);
  const sha256 = digestVersion(
    join(folder, name, String(version)),
    stored.map(({ path }) => path),
    onRead,
  );
  return {
    version,
    artifacts: [{ storageUri: `${artifact}/${name}/${version}`, sha256, size: formatSize(bytes) }],
  };
}

/** Bytes rounded up to what a person can read: volumes and budgets need no more. */
function formatSize(bytes: number): string {
  const unit = bytes < 2 ** 20 ? 2 ** 10 : 2 ** 20;
  return formatBytes(Math.max(1, Math.ceil(bytes / unit)) * unit);
}

function moveComments(comments: Readonly<Record<string, ConfigComments>>): Record<string, ConfigComments> {
  return Object.fromEntries(
    Object.entries(comments).map(([pointer, comment]) => [
      pointer === '/name' ? pointer : `/config${pointer}`,
      comment,
    ]),
  );
}
