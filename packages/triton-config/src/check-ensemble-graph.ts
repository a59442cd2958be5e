import { appendPointer } from '@fleetwright/findings';
import type { ModelConfig, ModelEnsemblingStep } from './generated/model-config.ts';
import { configError, type ConfigProblem } from './problem.ts';

const RULE = 'triton/ensemble';
const STEPS = '/ensemble_scheduling/step';

/** One ensemble by itself: its fields, and that its steps connect its inputs to its outputs. */
export function checkEnsembleGraph(config: ModelConfig): ConfigProblem[] {
  if (config.platform !== 'ensemble')
    return [
      configError(RULE, '/ensemble_scheduling', {
        message: `ensemble_scheduling is set and platform is ${JSON.stringify(config.platform ?? '')}.`,
        fix: 'Set platform: ensemble and remove backend.',
      }),
    ];
  const steps = config.ensemble_scheduling?.step ?? [];
  if (steps.length === 0)
    return [
      configError(RULE, '/ensemble_scheduling', {
        message: 'The ensemble has no step.',
        fix: 'List the models of the pipeline under ensemble_scheduling.step.',
      }),
    ];
  const incomplete = steps.flatMap(checkStep);
  const graph = incomplete.length > 0 ? [] : checkTensorFlow(config, steps);
  return [...checkForbiddenFields(config), ...incomplete, ...graph];
}

function checkForbiddenFields(config: ModelConfig): ConfigProblem[] {
  const forbidden = (['instance_group', 'optimization', 'model_warmup'] as const).filter((field) => {
    const value = config[field];
    return Array.isArray(value) ? value.length > 0 : value !== undefined;
  });
  return forbidden.map((field) =>
    configError(RULE, `/${field}`, {
      message: `${field} is set, but an ensemble runs nothing itself.`,
      fix: `Move ${field} to the models of its steps.`,
    }),
  );
}

function checkStep(step: ModelEnsemblingStep, index: number): ConfigProblem[] {
  const isEmpty = (map: Record<string, string> = {}) => Object.keys(map).length === 0;
  const missing = [
    ...(step.model_name ? [] : ['model_name']),
    ...(isEmpty(step.input_map) ? ['input_map'] : []),
    ...(isEmpty(step.output_map) ? ['output_map'] : []),
  ];
  return missing.map((field) =>
    configError(RULE, `${STEPS}/${index}`, {
      message: `Step ${index} has no ${field}.`,
      fix: `Set ${field}.`,
    }),
  );
}

// A tensor is written by the request or by one step, and read by a step or by the response.
function checkTensorFlow(config: ModelConfig, steps: readonly ModelEnsemblingStep[]): ConfigProblem[] {
  const inputs = namesOf(config.input);
  const outputs = namesOf(config.output);
  const read = new Set(steps.flatMap((step) => Object.values(step.input_map ?? {})));
  const written = new Set(steps.flatMap((step) => Object.values(step.output_map ?? {})));
  const known = new Set([...read, ...written]);
  const ready = reachableTensors(
    inputs.filter((name) => known.has(name)),
    steps,
  );
  const inner = [...known].filter((name) => !outputs.includes(name));
  return [
    ...repeatedOutputs(steps),
    ...inputs.flatMap((name, index) => (known.has(name) ? [] : [unusedInput(name, index)])),
    ...outputs.flatMap((name, index) => (ready.has(name) ? [] : [unwrittenOutput(name, index)])),
    ...inner.flatMap((name) => {
      if (!ready.has(name)) return [notConnected(name, steps)];
      return read.has(name) || inputs.includes(name) ? [] : [unusedTensor(name, steps)];
    }),
  ];
}

function reachableTensors(inputs: readonly string[], steps: readonly ModelEnsemblingStep[]): Set<string> {
  const ready = new Set(inputs);
  let size: number;
  do {
    size = ready.size;
    for (const step of steps)
      if (Object.values(step.input_map ?? {}).every((name) => ready.has(name)))
        for (const name of Object.values(step.output_map ?? {})) ready.add(name);
  } while (ready.size > size);
  return ready;
}

function repeatedOutputs(steps: readonly ModelEnsemblingStep[]): ConfigProblem[] {
  const writers = steps.flatMap((step, index) =>
    Object.entries(step.output_map ?? {}).map(([output, tensor]) => ({ output, tensor, index })),
  );
  return writers.flatMap(({ output, tensor, index }, place) => {
    const first = writers.findIndex((other) => other.tensor === tensor);
    if (first === place) return [];
    return [
      configError(RULE, appendPointer(`${STEPS}/${index}/output_map`, output), {
        message: `The tensor ${JSON.stringify(tensor)} is written by step ${writers[first]?.index} and step ${index}.`,
        fix: 'Give each output a tensor of its own.',
      }),
    ];
  });
}

function unusedInput(name: string, index: number): ConfigProblem {
  return configError(RULE, `/input/${index}`, {
    message: `The input ${JSON.stringify(name)} is used by no step.`,
    fix: 'Name it in the input_map of a step, or remove it.',
  });
}

function unwrittenOutput(name: string, index: number): ConfigProblem {
  return configError(RULE, `/output/${index}`, {
    message: `The output ${JSON.stringify(name)} is written by no step that the inputs reach.`,
    fix: 'Name it in the output_map of a step.',
  });
}

function notConnected(name: string, steps: readonly ModelEnsemblingStep[]): ConfigProblem {
  return configError(RULE, pointerOf(name, steps), {
    message: `The tensor ${JSON.stringify(name)} is never written: it depends on itself or on no input.`,
    fix: 'Let an earlier step write it.',
  });
}

function unusedTensor(name: string, steps: readonly ModelEnsemblingStep[]): ConfigProblem {
  return configError(RULE, pointerOf(name, steps), {
    message: `The tensor ${JSON.stringify(name)} is read by no step and is no output.`,
    fix: 'Remove it from the output_map, or read it.',
  });
}

function pointerOf(tensor: string, steps: readonly ModelEnsemblingStep[]): string {
  for (const [index, step] of steps.entries())
    for (const side of ['output_map', 'input_map'] as const)
      for (const [name, value] of Object.entries(step[side] ?? {}))
        if (value === tensor) return appendPointer(`${STEPS}/${index}/${side}`, name);
  return STEPS;
}

function namesOf(tensors: readonly { name?: string }[] = []): string[] {
  return tensors.map(({ name = '' }) => name);
}
