import { parseModelConfigText, type ModelConfig } from '@fleetwright/triton-config';
import type { Node } from './node.ts';
import { rememberTexts } from './remember.ts';
import type { ResourceGraph } from './resource-graph.ts';
import type { Workload } from './workload.ts';

/** A config.pbtxt that the pods of a workload read. */
export interface ModelConfigFile {
  /** The model's name by the key under which the text stands, where the key says it. */
  key: string;
  node: Node;
  /** JSON pointer of the text in the object. */
  pointer: string;
  text: string;
  /** Absent where the text is none. */
  config: ModelConfig | undefined;
}

const ANNOTATION = 'config.fleetwright.dev/';

/** The configurations of a workload's models: annotations of its pods, and ConfigMaps that they mount. */
export function modelConfigs(graph: ResourceGraph, workload: Workload): readonly ModelConfigFile[] {
  const known = CONFIGS.get(workload);
  if (known !== undefined) return known;
  const files = [...listAnnotations(workload), ...listConfigMaps(graph, workload)];
  CONFIGS.set(workload, files);
  return files;
}

// Many rules ask, and reading a text is the dear part. A workload belongs to one graph.
const CONFIGS = new WeakMap<Workload, readonly ModelConfigFile[]>();

function listAnnotations({ node, template, templatePointer }: Workload): ModelConfigFile[] {
  return Object.entries(template.metadata?.annotations ?? {}).flatMap(([key, text]) =>
    key.startsWith(ANNOTATION) && typeof text === 'string'
      ? [
          readFile({
            key: key.slice(ANNOTATION.length),
            node,
            pointer: `${templatePointer}/metadata/annotations/${key.replaceAll('/', '~1')}`,
            text,
          }),
        ]
      : [],
  );
}

function listConfigMaps(graph: ResourceGraph, { node, template }: Workload): ModelConfigFile[] {
  const names = (template.spec?.volumes ?? []).flatMap((volume) => [
    volume.configMap?.name,
    ...(volume.projected?.sources ?? []).map(({ configMap }) => configMap?.name),
  ]);
  return [...new Set(names)].flatMap((name) => {
    const map = name === undefined ? undefined : graph.find('ConfigMap', node.namespace, name);
    return Object.entries(map?.object.data ?? {}).flatMap(([key, text]) =>
      key.endsWith('.pbtxt') && typeof text === 'string'
        ? [readFile({ key, node: map!, pointer: `/data/${key}`, text })]
        : [],
    );
  });
}

function readFile(file: Omit<ModelConfigFile, 'config'>): ModelConfigFile {
  return { ...file, config: parseText(file.text) };
}

const parseText = rememberTexts((text) => parseModelConfigText('config.pbtxt', text).config);
