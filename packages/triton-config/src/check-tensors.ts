import type { Backend } from './backends.ts';
import { checkBatchTensors } from './check-batch-tensors.ts';
import type { ModelConfigInput } from './model-config-input.ts';
import { checkTensor } from './check-tensor.ts';
import type { ModelConfig, ModelInput, ModelOutput } from './generated/model-config.ts';
import { configError, type ConfigProblem } from './problem.ts';

/** Inputs and outputs: names, types, shapes. */
export function checkTensors(input: ModelConfigInput, backend: Backend | undefined): ConfigProblem[] {
  const { config, autoComplete = false } = input;
  const isCompleted = autoComplete && backend?.canAutoComplete === true;
  return [
    ...(isCompleted || !backend ? [] : checkPresence(config, backend)),
    ...(['input', 'output'] as const).flatMap((side) => [
      ...(config[side] ?? []).flatMap((tensor, index) =>
        checkTensor(tensor, `/${side}/${index}`, { config, isCompleted }),
      ),
      ...checkDuplicates(config[side] ?? [], side),
    ]),
    ...(config.input ?? []).flatMap((tensor, index) => checkFormat(tensor, `/input/${index}`)),
    ...checkBatchTensors(config),
  ];
}

function checkPresence(config: ModelConfig, backend: Backend): ConfigProblem[] {
  return (['input', 'output'] as const)
    .filter((side) => (config[side] ?? []).length === 0)
    .map((side) =>
      configError(`triton/no-${side}s`, `/${side}`, {
        message: `The model has no ${side}; ${
          backend.canAutoComplete
            ? 'the server runs without auto-complete, so that the file must list them.'
            : `the backend ${backend.name} cannot complete them.`
        }`,
        fix: `List each ${side} with name, data_type and dims.`,
      }),
    );
}

function checkFormat({ name, format, dims }: ModelInput, at: string): ConfigProblem[] {
  if (!format || format === 'FORMAT_NONE' || dims?.length === 3) return [];
  return [
    configError('triton/tensor', `${at}/format`, {
      message: `The input ${JSON.stringify(name ?? '')} is ${format} with ${dims?.length ?? 0} dims; expected 3.`,
      fix: 'Give three dims, or remove format.',
    }),
  ];
}

function checkDuplicates(tensors: readonly (ModelInput | ModelOutput)[], side: string): ConfigProblem[] {
  return tensors.flatMap(({ name }, index) => {
    const first = tensors.findIndex((other) => other.name === name);
    if (!name || first === index) return [];
    return [
      configError('triton/tensor-duplicate', `/${side}/${index}/name`, {
        message: `The ${side} ${JSON.stringify(name)} is listed twice, at /${side}/${first} and /${side}/${index}.`,
        fix: 'Remove or rename one of them.',
      }),
    ];
  });
}
