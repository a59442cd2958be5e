import { resolveBackend } from './backends.ts';
import { checkIdentity } from './check-identity.ts';
import { checkInstanceGroups } from './check-instance-groups.ts';
import { checkModelMetrics } from './check-model-metrics.ts';
import { checkReleaseOf } from './check-release.ts';
import { checkDynamicBatching } from './check-dynamic-batching.ts';
import { checkSequenceBatching } from './check-sequence-batching.ts';
import { checkTensors } from './check-tensors.ts';
import { checkWarmup } from './check-warmup.ts';
import type { ModelConfigInput } from './model-config-input.ts';
import type { ConfigProblem } from './problem.ts';

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
