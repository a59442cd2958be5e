import {
  checkEnsembles,
  checkModelConfig,
  LATEST_RELEASE,
  parseModelConfigText,
  resolveBackend,
  type Backend,
  type ConfigProblem,
} from '@fleetwright/triton-config';
import { gpuCount } from '../../graph/gpu-count.ts';
import { modelSets, type ModelFile, type ModelSet } from '../../graph/model-sets.ts';
import { rememberObjects } from '../../graph/remember.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { isOn, type TritonServer } from '../../graph/triton-server.ts';
import type { Violation } from '../../rule.ts';

/** A problem of one model configuration of a graph. */
interface LocatedProblem extends ConfigProblem {
  model: ModelFile;
}

/** The breaches of rules about model configurations, by the ids that the checks of configurations give them. */
export function* configViolations(graph: ResourceGraph, ids: readonly string[]): Iterable<Violation> {
  for (const { rule, model, pointer, message, fix } of problemsOf(graph))
    if (ids.includes(rule)) yield describeInConfig(model, pointer, { message, fix });
}

/** A violation at a value of a model's configuration; the object holds it as one text. */
export function describeInConfig(
  model: ModelFile,
  pointer: string,
  { message, fix }: { message: string; fix: string },
): Violation {
  const { line } = parseModelConfigText(model.key, model.text).source.locate(pointer);
  return {
    node: model.node,
    pointer: model.pointer,
    message: `Model ${model.name}, line ${line}: ${message}`,
    fix,
    ...(model.plan !== undefined && { plan: model.plan + pointer }),
  };
}

const problemsOf = rememberObjects((graph: ResourceGraph): readonly LocatedProblem[] =>
  modelSets(graph).flatMap((set) => [
    ...set.models.flatMap((model) => checkModel(set, model)),
    ...checkTogether(set),
  ]),
);

function checkModel({ workload, server }: ModelSet, model: ModelFile): LocatedProblem[] {
  const { config } = model;
  if (config === undefined) return [];
  const resolved = resolveBackend(config);
  const backend = 'backend' in resolved ? resolved.backend : undefined;
  const gpus = workload && server && gpuCount(workload, server);
  const autoComplete = completes(server);
  const problems = checkModelConfig({
    name: model.name,
    config,
    release: server?.release ?? LATEST_RELEASE,
    ...(gpus !== undefined && { gpuCount: gpus }),
    autoComplete,
  });
  return problems
    .filter((problem) => !(autoComplete && mayBeCompleted(problem, backend)))
    .map((problem) => ({ ...problem, model }));
}

/** Whether a server may complete configurations, as it does unless it is told not to. */
function completes(server: TritonServer | undefined): boolean {
  const { flags } = server ?? {};
  return !(flags?.has('disable-auto-complete-config') || isOn(flags?.get('strict-model-config')?.at(-1)));
}

// A batch size that is not given is then asked of the model.
function mayBeCompleted({ pointer }: ConfigProblem, backend: Backend | undefined): boolean {
  return pointer === '/dynamic_batching' && backend?.canAutoComplete !== false;
}

function checkTogether({ models }: ModelSet): LocatedProblem[] {
  const readable = models.flatMap(({ name, config }) => (config === undefined ? [] : [{ name, config }]));
  // Members of an ensemble whose configuration is mounted may lie in the repository.
  const complete = models.every(({ named, config }) => named && config !== undefined);
  return checkEnsembles(readable).flatMap(({ model: name, ...problem }) => {
    const model = models.find((candidate) => candidate.name === name);
    const isMissing = !complete && isUnknownMember(problem.pointer, model, models);
    return model === undefined || isMissing ? [] : [{ ...problem, model }];
  });
}

function isUnknownMember(
  pointer: string,
  model: ModelFile | undefined,
  models: readonly ModelFile[],
): boolean {
  const [, index] = /\/step\/(\d+)\/model_name$/.exec(pointer) ?? [];
  const step = model?.config?.ensemble_scheduling?.step?.[Number(index)];
  return step !== undefined && !models.some(({ name }) => name === step.model_name);
}
