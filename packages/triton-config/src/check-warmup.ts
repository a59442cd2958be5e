import { appendPointer } from '@fleetwright/findings';
import type { ModelConfig, ModelWarmup } from './generated/model-config.ts';
import { configError, type ConfigProblem } from './problem.ts';

const RULE = 'triton/warm-up';

/** Warm-up requests: they must be ones that the model could get. */
export function checkWarmup(config: ModelConfig): ConfigProblem[] {
  return (config.model_warmup ?? []).flatMap((sample, index) => [
    ...checkBatchSize(config, sample, `/model_warmup/${index}`),
    ...checkInputs(config, sample, `/model_warmup/${index}`),
  ]);
}

function checkBatchSize(
  config: ModelConfig,
  { batch_size: size = 0 }: ModelWarmup,
  at: string,
): ConfigProblem[] {
  const max = Math.max(config.max_batch_size ?? 0, 1);
  if (size <= max) return [];
  return [
    configError(RULE, `${at}/batch_size`, {
      message: `batch_size is ${size}; the model takes at most ${max}, and Triton fails or dies while it loads.`,
      fix: `Use at most ${max}.`,
    }),
  ];
}

function checkInputs({ input = [] }: ModelConfig, { inputs = {} }: ModelWarmup, at: string): ConfigProblem[] {
  // Without a list of inputs nothing can be said.
  if (input.length === 0) return [];
  const unknown = Object.keys(inputs).filter((name) => !input.some((tensor) => tensor.name === name));
  const missing = input.filter(({ name = '', optional }) => !optional && !Object.hasOwn(inputs, name));
  return [
    ...unknown.map((name) =>
      configError(RULE, appendPointer(`${at}/inputs`, name), {
        message: `The warm-up request has ${JSON.stringify(name)}, which is no input of the model.`,
        fix: 'Use the names of the inputs.',
      }),
    ),
    ...missing.map(({ name = '' }) =>
      configError(RULE, `${at}/inputs`, {
        message: `The warm-up request lacks the input ${JSON.stringify(name)}.`,
        fix: 'Give every input that is not optional.',
      }),
    ),
  ];
}
