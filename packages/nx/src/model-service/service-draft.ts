import { LATEST_RELEASE, type ImageVariant } from '@fleetwright/triton-config';
import { API_VERSION, type Model } from '@fleetwright/model-service';
import type { ModelServiceOptions } from './options.ts';
import { formatInput, type CommentsByPointer } from '../input-text/input-text.ts';

/** A model for a spec, with its comments. */
export interface ModelDraft {
  model: Model;
  /** By pointer into the model. */
  comments: CommentsByPointer;
  /** The config.pbtxt it was read from. */
  source?: string;
}

/** A service that is about to be written. */
export interface ServiceDraft {
  name: string;
  variant: ImageVariant;
  models: readonly ModelDraft[];
  /** Path and text of the spec. */
  file: string;
  text: string;
}

/** Composes the spec of a service. What is not said is left to the defaults. */
export function draftService(
  { name, variant }: Pick<ServiceDraft, 'name' | 'variant'>,
  models: readonly ModelDraft[],
  { team, release }: Pick<ModelServiceOptions, 'team' | 'release'>,
): ServiceDraft {
  const spec = {
    apiVersion: API_VERSION,
    kind: 'ModelService',
    metadata: { name, labels: team === undefined ? undefined : { team } },
    spec: {
      // Stated, so that a newer Fleetwright does not change the server of a service that runs.
      triton: { release: release ?? LATEST_RELEASE },
      models: models.map(({ model }) => model),
    },
  };
  const comments = Object.fromEntries(
    models.flatMap((draft, index) =>
      Object.entries(draft.comments).map(([pointer, comment]) => [
        `/spec/models/${index}${pointer}`,
        comment,
      ]),
    ),
  );
  return {
    name,
    variant,
    models,
    file: `apps/${name}/model-service.yaml`,
    text: formatInput('model-service', spec, comments),
  };
}
