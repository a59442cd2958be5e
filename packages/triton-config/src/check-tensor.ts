import { checkReshape } from './check-reshape.ts';
import type { ModelConfig, ModelInput, ModelOutput } from './generated/model-config.ts';
import { configError, type ConfigProblem } from './problem.ts';

/** The model of a tensor, and whether the server fills in what the tensor lacks. */
export interface TensorContext {
  config: ModelConfig;
  isCompleted: boolean;
}

/** One input or output: name, type, shape and options. */
export function checkTensor(
  tensor: ModelInput | ModelOutput,
  at: string,
  { config, isCompleted }: TensorContext,
): ConfigProblem[] {
  return [
    ...(isCompleted ? [] : checkCompleteness(tensor, at)),
    ...checkDims(tensor, at),
    ...checkTensorRtOptions(config, tensor, at),
    ...checkReshape(tensor, config.max_batch_size ?? 0, at),
  ];
}

function checkCompleteness(tensor: ModelInput | ModelOutput, at: string): ConfigProblem[] {
  const missing: [boolean, string, string][] = [
    [!tensor.name, 'name', 'Set name.'],
    [!tensor.data_type || tensor.data_type === 'TYPE_INVALID', 'data_type', 'Set data_type, e.g. TYPE_FP32.'],
    [!tensor.dims?.length, 'dims', 'Set dims, e.g. [-1], without the batch dimension.'],
  ];
  return missing
    .filter(([isMissing]) => isMissing)
    .map(([, field, fix]) =>
      tensorError(at, { message: `The tensor ${labelOf(tensor, at)} has no ${field}.`, fix }),
    );
}

function checkDims(tensor: ModelInput | ModelOutput, at: string): ConfigProblem[] {
  const dims = tensor.dims ?? [];
  const wrong = dims.findIndex((dim) => dim < 1 && dim !== -1);
  if (wrong < 0) return [];
  return [
    tensorError(`${at}/dims/${wrong}`, {
      message: `The tensor ${labelOf(tensor, at)} has the dimension ${dims[wrong]}; expected 1 or more, or -1.`,
      fix: 'Use -1 for a dimension of any size.',
    }),
  ];
}

function checkTensorRtOptions(
  { backend, platform }: ModelConfig,
  tensor: ModelInput | ModelOutput,
  at: string,
): ConfigProblem[] {
  const isTensorRt = platform === 'tensorrt_plan' || backend === 'tensorrt';
  const label = labelOf(tensor, at);
  const problems: ConfigProblem[] = [];
  if (tensor.is_shape_tensor && !isTensorRt)
    problems.push(
      tensorError(`${at}/is_shape_tensor`, {
        message: `The tensor ${label} is a shape tensor, which only TensorRT has.`,
        fix: 'Remove is_shape_tensor.',
      }),
    );
  if (tensor.is_non_linear_format_io && !(isTensorRt && tensor.dims?.length === 3))
    problems.push(
      tensorError(`${at}/is_non_linear_format_io`, {
        message: `The tensor ${label} has a non-linear format, which needs TensorRT and 3 dims.`,
        fix: 'Remove is_non_linear_format_io.',
      }),
    );
  return problems;
}

function labelOf({ name }: ModelInput | ModelOutput, at: string): string {
  return name ? JSON.stringify(name) : `at ${at}`;
}

function tensorError(pointer: string, text: { message: string; fix: string }): ConfigProblem {
  return configError('triton/tensor', pointer, text);
}
