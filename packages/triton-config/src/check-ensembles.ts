import { appendPointer, nearestName } from '@fleetwright/findings';
import { checkEnsembleGraph } from './check-ensemble-graph.ts';
import type { ModelConfig, ModelEnsemblingStep, ModelInput, ModelOutput } from './generated/model-config.ts';
import { configError, type ConfigProblem } from './problem.ts';

/** A model of a server's repository. */
export interface NamedConfig {
  name: string;
  config: ModelConfig;
}

/** A problem of an ensemble; `model` is its name. */
export type EnsembleProblem = ConfigProblem & { model: string };

const RULE = 'triton/ensemble';
const STEPS = '/ensemble_scheduling/step';

/** What Triton refuses in the ensembles of one repository; `models` are all that one server loads. */
export function checkEnsembles(models: readonly NamedConfig[]): EnsembleProblem[] {
  const byName = new Map(models.map((model) => [model.name, model.config]));
  return models.flatMap((model) => {
    const { config, name } = model;
    if (!config.ensemble_scheduling) return config.platform === 'ensemble' ? [noScheduling(name)] : [];
    const graph = checkEnsembleGraph(config);
    const members = checkMembers(model, byName);
    return [...graph, ...members, ...checkCycle(model, byName)].map((problem) => ({
      ...problem,
      model: name,
    }));
  });
}

function noScheduling(model: string): EnsembleProblem {
  const message = 'platform is "ensemble" and ensemble_scheduling is missing.';
  return { ...configError(RULE, '/platform', { message, fix: 'Set ensemble_scheduling.' }), model };
}

function checkMembers({ config }: NamedConfig, byName: ReadonlyMap<string, ModelConfig>): ConfigProblem[] {
  // The first use of a tensor settles its type and shape.
  const tensors = new Map<string, Tensor>();
  for (const tensor of [...(config.input ?? []), ...(config.output ?? [])])
    tensors.set(tensor.name ?? '', describeTensor(tensor, 'the ensemble', config.max_batch_size ?? 0));
  return (config.ensemble_scheduling?.step ?? []).flatMap((step, index) => {
    const name = step.model_name ?? '';
    const member = byName.get(name);
    if (name === '') return [];
    if (!member) return [unknownMember(name, index, [...byName.keys()])];
    return [
      ...checkBatchSize(config, { member, name, index }),
      ...(['input', 'output'] as const).flatMap((side) =>
        checkMap(step, { member, name, index, side, tensors }),
      ),
      ...checkMissingInputs(step, { member, name, index }),
    ];
  });
}

interface Member {
  member: ModelConfig;
  name: string;
  index: number;
}

interface Tensor {
  owner: string;
  type: string;
  dims: readonly number[];
  fullDims: readonly number[];
}

function describeTensor(tensor: ModelInput | ModelOutput, owner: string, maxBatchSize: number): Tensor {
  const dims = (owner === 'the ensemble' ? tensor.reshape?.shape : undefined) ?? tensor.dims ?? [];
  const fullDims = maxBatchSize > 0 ? [-1, ...dims] : dims;
  return { owner, type: tensor.data_type ?? 'TYPE_INVALID', dims, fullDims };
}

function unknownMember(name: string, index: number, names: readonly string[]): ConfigProblem {
  const near = nearestName(name, names);
  return configError(RULE, `${STEPS}/${index}/model_name`, {
    message: `Step ${index} uses the model ${JSON.stringify(name)}, which the server does not have.`,
    fix: near ? `Did you mean ${near}?` : 'Add the model to the same service.',
  });
}

function checkBatchSize(config: ModelConfig, { member, name, index }: Member): ConfigProblem[] {
  const [own, least] = [config.max_batch_size ?? 0, member.max_batch_size ?? 0];
  if (least === 0 || least >= own) return [];
  return [
    configError(RULE, '/max_batch_size', {
      message: `max_batch_size is ${own}; the model ${JSON.stringify(name)} of step ${index} takes at most ${least}.`,
      fix: `Lower it to ${least}, or raise the model's.`,
    }),
  ];
}

function checkMap(
  step: ModelEnsemblingStep,
  context: Member & { side: 'input' | 'output'; tensors: Map<string, Tensor> },
): ConfigProblem[] {
  const { member, name, index, side, tensors } = context;
  return Object.entries(step[`${side}_map`] ?? {}).flatMap(([key, tensorName]) => {
    const pointer = appendPointer(`${STEPS}/${index}/${side}_map`, key);
    const found = (member[side] ?? []).find((tensor) => tensor.name === key);
    if (!found) {
      const near = nearestName(
        key,
        (member[side] ?? []).map((tensor) => tensor.name ?? ''),
      );
      const message = `The model ${JSON.stringify(name)} has no ${side} ${JSON.stringify(key)}.`;
      return [
        configError(RULE, pointer, {
          message,
          fix: near ? `Did you mean ${near}?` : `Use one of its ${side}s.`,
        }),
      ];
    }
    const tensor = describeTensor(found, `the model ${JSON.stringify(name)}`, member.max_batch_size ?? 0);
    const known = tensors.get(tensorName);
    if (!known) tensors.set(tensorName, tensor);
    return known ? checkConsistency(tensorName, pointer, [known, tensor]) : [];
  });
}

function checkConsistency(name: string, pointer: string, [a, b]: readonly [Tensor, Tensor]): ConfigProblem[] {
  const fix = 'Make both sides agree.';
  const label = JSON.stringify(name);
  if (a.type !== b.type) {
    const message = `The tensor ${label} is ${a.type} in ${a.owner} and ${b.type} in ${b.owner}.`;
    return [configError(RULE, pointer, { message, fix })];
  }
  if (shapesFit(a.dims, b.dims) || shapesFit(a.fullDims, b.fullDims)) return [];
  const [left, right] = [a.fullDims.join(', '), b.fullDims.join(', ')];
  const message = `The tensor ${label} has the shape [${left}] in ${a.owner} and [${right}] in ${b.owner}.`;
  return [configError(RULE, pointer, { message, fix })];
}

function shapesFit(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((dim, index) => dim === -1 || b[index] === -1 || dim === b[index]);
}

function checkMissingInputs(step: ModelEnsemblingStep, { member, name, index }: Member): ConfigProblem[] {
  const missing = (member.input ?? []).filter(
    (tensor) => !tensor.optional && !Object.hasOwn(step.input_map ?? {}, tensor.name ?? ''),
  );
  return missing.map((tensor) =>
    configError(RULE, `${STEPS}/${index}/input_map`, {
      message: `Step ${index} gives the model ${JSON.stringify(name)} no input ${JSON.stringify(tensor.name)}.`,
      fix: 'Map it to a tensor.',
    }),
  );
}

// Only the ensemble whose name is reached again is reported, each member of a cycle by itself.
function checkCycle(
  { name, config }: NamedConfig,
  byName: ReadonlyMap<string, ModelConfig>,
): ConfigProblem[] {
  const steps = config.ensemble_scheduling?.step ?? [];
  return steps.flatMap((step, index) => {
    const path = findPath(step.model_name ?? '', name, byName);
    if (!path) return [];
    return [
      configError(RULE, `${STEPS}/${index}/model_name`, {
        message: `The ensemble contains itself: ${[name, ...path].join(' → ')}.`,
        fix: 'Break the circle.',
      }),
    ];
  });
}

function findPath(from: string, to: string, byName: ReadonlyMap<string, ModelConfig>): string[] | undefined {
  const queue: string[][] = [[from]];
  const seen = new Set([from]);
  for (const path of queue) {
    const last = path.at(-1) ?? '';
    if (last === to) return path;
    for (const { model_name: next = '' } of byName.get(last)?.ensemble_scheduling?.step ?? [])
      if (!seen.has(next)) {
        seen.add(next);
        queue.push([...path, next]);
      }
  }
  return undefined;
}
