import { parseModelConfigText } from '@fleetwright/triton-config';
import { modelConfigs, type ModelConfigFile } from './model-configs.ts';
import { rememberObjects } from './remember.ts';
import type { ResourceGraph } from './resource-graph.ts';
import { tritonServer, type TritonServer } from './triton-server.ts';
import type { Workload } from './workload.ts';

/** Model configurations that belong together: those that one server loads, or those of a ConfigMap. */
export interface ModelSet {
  /** Absent for a ConfigMap that nothing given mounts. */
  workload: Workload | undefined;
  server: TritonServer | undefined;
  models: ModelFile[];
}

/** A model's configuration and where it stands. */
export interface ModelFile extends ModelConfigFile {
  name: string;
  /** The key of the text is the name of the model's directory. */
  named: boolean;
  /** Pointer of the configuration in a plan; undefined for what no plan made. */
  plan: string | undefined;
}

/** Every model configuration of a graph, each once. */
export const modelSets = rememberObjects((graph: ResourceGraph): readonly ModelSet[] => {
  const seen = new Set<string>();
  return [...ofWorkloads(graph, seen), ...ofConfigMaps(graph, seen)];
});

function* ofWorkloads(graph: ResourceGraph, seen: Set<string>): Iterable<ModelSet> {
  for (const workload of graph.workloads) {
    const files = modelConfigs(graph, workload).filter((file) => isNew(file, seen));
    if (files.length === 0) continue;
    const models = files.map((file, index) => toModel(file, index, file.node === workload.node));
    yield { workload, server: tritonServer(workload), models };
  }
}

function* ofConfigMaps(graph: ResourceGraph, seen: Set<string>): Iterable<ModelSet> {
  for (const node of graph.ofKind('ConfigMap')) {
    const files = Object.entries(node.object.data ?? {}).flatMap(([key, text]) =>
      key.endsWith('.pbtxt') && typeof text === 'string'
        ? [{ key, node, pointer: `/data/${key}`, text, config: parseModelConfigText(key, text).config }]
        : [],
    );
    const models = files
      .filter((file) => isNew(file, seen))
      .map((file, index) => toModel(file, index, false));
    if (models.length > 0) yield { workload: undefined, server: undefined, models };
  }
}

function isNew({ node, pointer }: ModelConfigFile, seen: Set<string>): boolean {
  const key = `${node.kind} ${node.namespace} ${node.name} ${pointer}`;
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

function toModel(file: ModelConfigFile, index: number, named: boolean): ModelFile {
  return {
    ...file,
    name: named ? file.key : (file.config?.name ?? file.key),
    named,
    plan: named ? `/models/${index}/config` : undefined,
  };
}
