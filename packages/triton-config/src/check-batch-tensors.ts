import type { ModelConfig } from './generated/model-config.ts';
import { configError, type ConfigProblem } from './problem.ts';

/** batch_input and batch_output: their sources and what they write must exist. */
export function checkBatchTensors(config: ModelConfig): ConfigProblem[] {
  return [
    ...(config.batch_input ?? []).flatMap((batch, index) => [
      ...checkSource(config, batch.source_input, `/batch_input/${index}`),
      ...checkType(batch.data_type, `/batch_input/${index}`),
    ]),
    ...(config.batch_output ?? []).flatMap((batch, index) => [
      ...checkSource(config, batch.source_input, `/batch_output/${index}`),
      ...checkResults(config, batch.target_name, `/batch_output/${index}`),
    ]),
  ];
}

function checkSource(config: ModelConfig, sources: readonly string[] = [], at: string): ConfigProblem[] {
  if (sources.length !== 1)
    return [
      configError('triton/batch-tensor', `${at}/source_input`, {
        message: `source_input lists ${sources.length} inputs; expected 1.`,
        fix: 'Name the one input that the value is computed from.',
      }),
    ];
  return unknownNames(sources, config.input ?? []).map((name) =>
    configError('triton/batch-tensor', `${at}/source_input/0`, {
      message: `source_input names ${JSON.stringify(name)}, which is no input of the model.`,
      fix: 'Name one of the inputs.',
    }),
  );
}

function checkType(type: string | undefined, at: string): ConfigProblem[] {
  if (type === 'TYPE_INT32' || type === 'TYPE_FP32') return [];
  return [
    configError('triton/batch-tensor', `${at}/data_type`, {
      message: `data_type is ${type ?? 'missing'}; expected TYPE_INT32 or TYPE_FP32.`,
      fix: 'Use one of them.',
    }),
  ];
}

function checkResults(config: ModelConfig, names: readonly string[] = [], at: string): ConfigProblem[] {
  const unknown = unknownNames(names, config.output ?? []);
  return names.flatMap((name, index) => {
    const isRepeated = names.indexOf(name) !== index;
    if (!isRepeated && !unknown.includes(name)) return [];
    return [
      configError('triton/batch-tensor', `${at}/target_name/${index}`, {
        message: isRepeated
          ? `target_name lists ${JSON.stringify(name)} twice.`
          : `target_name lists ${JSON.stringify(name)}, which is no output of the model.`,
        fix: isRepeated ? 'Remove one of them.' : 'Name one of the outputs.',
      }),
    ];
  });
}

function unknownNames(names: readonly string[], tensors: readonly { name?: string }[]): string[] {
  return names.filter((name) => !tensors.some((tensor) => tensor.name === name));
}
