import type { Backend } from './backends.ts';
import { checkBatchTensors } from './check-batch-tensors.ts';
import type { ModelConfigInput } from './model-config-input.ts';
import { checkReshape } from './check-reshape.ts';
import type { ModelConfig, ModelInput, ModelOutput } from './generated/model-config.ts';
import { configError, type ConfigProblem } from './problem.ts';

/** Inputs and outputs: names, types, shapes. */
export function checkTensors(input: ModelConfigInput, backend: Backend | undefined): ConfigProblem[] {
  const { config } = input;
  return [
    ...checkPresence(input, backend),
    ...(['input', 'output'] as const).flatMap((side) => [
      ...(config[side] ?? []).flatMap((tensor, index) => checkTensor(config, tensor, `/${side}/${index}`)),
      ...checkDuplicates(config[side] ?? [], side),
    ]),
    ...(config.input ?? []).flatMap((tensor, index) => checkFormat(tensor, `/input/${index}`)),
    ...checkBatchTensors(config),
  ];
}

function checkPresence(
  { config, autoComplete }: ModelConfigInput,
  backend: Backend | undefined,
): ConfigProblem[] {
  if (!backend || (autoComplete && backend.canAutoComplete)) return [];
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

function checkTensor(config: ModelConfig, tensor: ModelInput | ModelOutput, at: string): ConfigProblem[] {
  const label = tensor.name ? JSON.stringify(tensor.name) : `at ${at}`;
  const problem = (pointer: string, message: string, fix: string) =>
    configError('triton/tensor', pointer, { message, fix });
  const problems: ConfigProblem[] = [];
  if (!tensor.name) problems.push(problem(at, `The tensor ${label} has no name.`, 'Set name.'));
  if (!tensor.data_type || tensor.data_type === 'TYPE_INVALID')
    problems.push(problem(at, `The tensor ${label} has no data_type.`, 'Set data_type, e.g. TYPE_FP32.'));
  if (!tensor.dims?.length)
    problems.push(
      problem(at, `The tensor ${label} has no dims.`, 'Set dims, e.g. [-1], without the batch dimension.'),
    );
  const wrong = tensor.dims?.findIndex((dim) => dim < 1 && dim !== -1) ?? -1;
  if (wrong >= 0) {
    const message = `The tensor ${label} has the dimension ${tensor.dims?.[wrong]}; expected 1 or more, or -1.`;
    problems.push(problem(`${at}/dims/${wrong}`, message, 'Use -1 for a dimension of any size.'));
  }
  if (tensor.is_shape_tensor && !isTensorRt(config))
    problems.push(
      problem(
        `${at}/is_shape_tensor`,
        `The tensor ${label} is a shape tensor, which only TensorRT has.`,
        'Remove is_shape_tensor.',
      ),
    );
  if (tensor.is_non_linear_format_io && (!isTensorRt(config) || tensor.dims?.length !== 3))
    problems.push(
      problem(
        `${at}/is_non_linear_format_io`,
        `The tensor ${label} has a non-linear format, which needs TensorRT and 3 dims.`,
        'Remove is_non_linear_format_io.',
      ),
    );
  return [...problems, ...checkReshape(tensor, config.max_batch_size ?? 0, at)];
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

function isTensorRt({ backend, platform }: ModelConfig): boolean {
  return platform === 'tensorrt_plan' || backend === 'tensorrt';
}
