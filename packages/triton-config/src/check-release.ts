import type { ModelConfig } from './generated/model-config.ts';
import { configError, type ConfigProblem } from './problem.ts';
import { FEATURE_SINCE, supports, type Feature } from './version-gates.ts';

/** Fields that a release does not know: its server refuses the whole file. */
export function checkReleaseOf(config: ModelConfig, release: string): ConfigProblem[] {
  return gatedFields(config)
    .filter(({ feature }) => !supports(release, feature))
    .map(({ feature, pointer }) =>
      configError('triton/release', pointer, {
        message: `${pointer.split('/').at(-1)} needs Triton ${FEATURE_SINCE[feature]}; the release is ${release}.`,
        fix: 'Remove it, or raise triton.release.',
      }),
    );
}

interface GatedField {
  feature: Feature;
  pointer: string;
}

function gatedFields(config: ModelConfig): GatedField[] {
  const { ensemble_scheduling: ensemble, sequence_batching: sequence } = config;
  const gate = (feature: Feature, pointer: string, present: unknown): GatedField[] =>
    present === undefined ? [] : [{ feature, pointer }];
  return [
    ...gate('config-runtime', '/runtime', config.runtime),
    ...gate('platform-torch-aoti', '/platform', config.platform === 'torch_aoti' ? true : undefined),
    ...gate('config-model-metrics', '/model_metrics', config.model_metrics),
    ...gate(
      'config-max-inflight-requests',
      '/ensemble_scheduling/max_inflight_requests',
      ensemble?.max_inflight_requests,
    ),
    ...(ensemble?.step ?? []).flatMap((step, index) =>
      gate(
        'config-model-namespace',
        `/ensemble_scheduling/step/${index}/model_namespace`,
        step.model_namespace,
      ),
    ),
    ...gate(
      'config-iterative-sequence',
      '/sequence_batching/iterative_sequence',
      sequence?.iterative_sequence,
    ),
    ...(sequence?.state ?? []).flatMap((state, index) => [
      ...gate(
        'config-growable-memory',
        `/sequence_batching/state/${index}/use_growable_memory`,
        state.use_growable_memory,
      ),
    ]),
    ...(['input', 'output'] as const).flatMap((side) =>
      (config[side] ?? []).flatMap((tensor, index) =>
        gate(
          'config-non-linear-format-io',
          `/${side}/${index}/is_non_linear_format_io`,
          tensor.is_non_linear_format_io,
        ),
      ),
    ),
  ];
}
