import { resolveBackend } from './backends.ts';
import { checkIdentity } from './check-identity.ts';
import { checkInstanceGroups } from './check-instance-groups.ts';
import { checkModelMetrics } from './check-model-metrics.ts';
import { checkReleaseOf } from './check-release.ts';
import { checkDynamicBatching } from './check-dynamic-batching.ts';
import { checkSequenceBatching } from './check-sequence-batching.ts';
import { checkTensors } from './check-tensors.ts';
import { checkWarmup } from './check-warmup.ts';
import type { ModelConfig } from './generated/model-config.ts';
import type { ConfigProblem } from './problem.ts';

/** A configuration and what is known about the server that is to load it. */
export interface ModelConfigInput {
  /** Name of the model's directory. */
  name: string;
  config: ModelConfig;
  /** Triton's release, `YY.MM`. */
  release: string;
  /** Version directories that are delivered; unknown when absent. */
  versions?: readonly number[];
  /** GPUs of the container; unknown when absent. */
  gpuCount?: number;
  /** The server completes missing inputs and outputs. Default: no. */
  autoComplete?: boolean;
}

/**
 * What Triton would refuse, die of, or accept although it cannot work. A missing or unknown backend is
 * {@link resolveBackend}'s to report, members of ensembles are checkEnsembles'.
 */
export function checkModelConfig(input: ModelConfigInput): ConfigProblem[] {
  const resolved = resolveBackend(input.config);
  const backend = 'backend' in resolved ? resolved.backend : undefined;
  return [
    ...checkIdentity(input, backend),
    ...checkReleaseOf(input.config, input.release),
    ...checkTensors(input, backend),
    ...checkDynamicBatching(input.config),
    ...checkSequenceBatching(input.config),
    ...checkInstanceGroups(input, backend),
    ...checkWarmup(input.config),
    ...checkModelMetrics(input.config),
  ];
}
