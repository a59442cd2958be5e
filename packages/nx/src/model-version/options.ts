import type { Artifact } from '@fleetwright/model-service';

/** Options of the generator; schema.json describes them. */
export interface ModelVersionOptions {
  service: string;
  model: string | undefined;
  version: number;
  artifact: Artifact;
}

/**
 * Options as the command line gives them: numbers where they look like one, empty where a prompt was skipped. It is
 * `modelVersion` because Nx answers `--version` itself.
 */
export type RawModelVersionOptions = Partial<
  Record<
    | 'service'
    | 'model'
    | 'modelVersion'
    | 'storageUri'
    | 'sha256'
    | 'size'
    | 'computeCapability'
    | 'tensorrt',
    string | number
  >
>;

/** Brings the options into their form; what they are worth the schema of the spec decides. */
export function parseModelVersionOptions(raw: RawModelVersionOptions): ModelVersionOptions {
  const text = (value: string | number | undefined) =>
    value === undefined || value === '' ? undefined : String(value);
  const capability = text(raw.computeCapability);
  const builtFor = {
    // The command line reads 8.0 as the number 8.
    computeCapability: capability && /^\d+$/.test(capability) ? `${capability}.0` : capability,
    tensorrt: text(raw.tensorrt),
  };
  return {
    service: text(raw.service) ?? '',
    model: text(raw.model),
    version: Number(raw.modelVersion),
    artifact: {
      storageUri: text(raw.storageUri) ?? '',
      sha256: text(raw.sha256),
      size: text(raw.size),
      builtFor: Object.values(builtFor).some((value) => value !== undefined) ? builtFor : undefined,
    },
  };
}
