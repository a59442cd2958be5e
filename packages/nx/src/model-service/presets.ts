import type { ModelConfig } from '@fleetwright/triton-config';
import type { CommentsByPointer } from '../input-text/input-text.ts';

/** A model to start from. */
export interface Preset {
  config: ModelConfig;
  /** vLLM's engine arguments. */
  engineArgs?: Record<string, unknown>;
  /** By pointer into the configuration. */
  comments: CommentsByPointer;
}

const ADAPT = { before: ['An example: write the names, types and shapes of your model.'] };

/** Models to start from, by the name of the option. */
export const PRESETS: Readonly<Record<string, Preset>> = {
  onnx: {
    config: {
      backend: 'onnxruntime',
      max_batch_size: 8,
      ...tensors('input', 'output'),
      dynamic_batching: {},
    },
    comments: { '/input': ADAPT },
  },
  pytorch: {
    config: {
      backend: 'pytorch',
      max_batch_size: 8,
      ...tensors('INPUT__0', 'OUTPUT__0'),
      dynamic_batching: {},
    },
    comments: { '/input': ADAPT },
  },
  tensorrt: {
    config: { backend: 'tensorrt', max_batch_size: 8, ...tensors('input', 'output'), dynamic_batching: {} },
    comments: { '/input': ADAPT },
  },
  python: {
    config: { backend: 'python', max_batch_size: 8, ...tensors('INPUT0', 'OUTPUT0'), dynamic_batching: {} },
    comments: { '/input': ADAPT },
  },
  // https://github.com/triton-inference-server/vllm_backend: the backend fixes the tensors.
  vllm: {
    config: {
      backend: 'vllm',
      model_transaction_policy: { decoupled: true },
      input: [
        { name: 'text_input', data_type: 'TYPE_STRING', dims: [1] },
        { name: 'stream', data_type: 'TYPE_BOOL', dims: [1], optional: true },
        { name: 'sampling_parameters', data_type: 'TYPE_STRING', dims: [1], optional: true },
      ],
      output: [{ name: 'text_output', data_type: 'TYPE_STRING', dims: [-1] }],
      instance_group: [{ kind: 'KIND_MODEL', count: 1 }],
    },
    engineArgs: { max_model_len: 4096, gpu_memory_utilization: 0.9 },
    comments: {},
  },
};

/** An image in, scores out. */
function tensors(input: string, output: string): Pick<ModelConfig, 'input' | 'output'> {
  return {
    input: [{ name: input, data_type: 'TYPE_FP32', dims: [3, 224, 224] }],
    output: [{ name: output, data_type: 'TYPE_FP32', dims: [1000] }],
  };
}
