import { resolveBackend, type ImageVariant } from '@fleetwright/triton-config';
import { InternalError } from '@fleetwright/findings';
import type { ModelServiceOptions } from './options.ts';
import { PRESETS } from './presets.ts';
import type { ModelDraft } from './service-draft.ts';

/** The one model of a service that starts from a preset, and the image that carries its backend. */
export function presetModel(
  preset: string,
  { name, artifact, sha256 }: Pick<ModelServiceOptions, 'name' | 'artifact' | 'sha256'>,
): { draft: ModelDraft; variant: ImageVariant } {
  const example = PRESETS[preset];
  const resolved = example && resolveBackend(example.config);
  const variant = resolved && 'backend' in resolved ? resolved.backend.variants[0] : undefined;
  if (example === undefined || variant === undefined) throw new InternalError(`unusable preset ${preset}`);
  const { config, engineArgs, comments } = example;
  const artifacts = artifact === undefined ? undefined : [{ storageUri: artifact, sha256 }];
  return {
    variant,
    draft: {
      // Clients that call models by name write underscores, as Triton's own examples do.
      model: { name: name.replaceAll('-', '_'), versions: [{ version: 1, artifacts }], config, engineArgs },
      comments: Object.fromEntries(
        Object.entries(comments).map(([pointer, comment]) => [`/config${pointer}`, comment]),
      ),
    },
  };
}
