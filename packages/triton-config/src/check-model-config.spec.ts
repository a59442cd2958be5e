import { describe, expect, it } from 'vitest';
import { checkModelConfig } from './check-model-config.ts';
import type { ModelConfig } from './generated/model-config.ts';
import type { ModelConfigInput } from './model-config-input.ts';

const onnx: ModelConfig = {
  backend: 'onnxruntime',
  max_batch_size: 8,
  input: [{ name: 'IN', data_type: 'TYPE_FP32', dims: [3, 224, 224] }],
  output: [{ name: 'OUT', data_type: 'TYPE_FP32', dims: [-1] }],
};

function check(config: ModelConfig, input: Partial<ModelConfigInput> = {}) {
  return checkModelConfig({ name: 'm', config: { ...onnx, ...config }, release: '26.07', ...input });
}

const tensor = (change: object): ModelConfig => ({ input: [{ ...onnx.input?.[0], ...change }] });
const sequence = (control: object[]): ModelConfig => ({
  sequence_batching: {
    control_input: control.map((entry, index) => ({ name: `C${index}`, control: [entry] })),
  },
});
const buckets = (...bounds: number[]): ModelConfig => ({
  model_metrics: {
    metric_control: [
      {
        metric_identifier: { family: 'nv_inference_first_response_histogram_ms' },
        histogram_options: { buckets: bounds },
      },
    ],
  },
});

describe('checkModelConfig', () => {
  it.each<[string, ModelConfig]>([
    ['the plain one', {}],
    ["with its directory's name", { name: 'm' }],
    ['by platform alone', { backend: undefined, platform: 'onnxruntime_onnx' }],
    ['with a platform that fits', { platform: 'onnxruntime_onnx' }],
    ['with batching and a queue', { dynamic_batching: { default_queue_policy: { max_queue_size: 4 } } }],
    [
      'with priorities',
      {
        dynamic_batching: {
          priority_levels: 2,
          default_priority_level: 2,
          priority_queue_policy: { '1': {} },
        },
      },
    ],
    ['with an empty reshape', tensor({ dims: [1], reshape: { shape: [] } })],
    [
      'with a reshape around a dimension of any size',
      tensor({ dims: [2, 4, -1, 6], reshape: { shape: [8, -1, 1, 6] } }),
    ],
    ['with buckets', buckets(1, 2, 5)],
    ['with tags', { metric_tags: { team_1: 'a', '1a': 'b' } }],
    ['with a warm-up', { model_warmup: [{ name: 'w', batch_size: 8, inputs: { IN: { zero_data: true } } }] }],
    [
      'with a sequence',
      sequence([
        { kind: 'CONTROL_SEQUENCE_START', int32_false_true: [0, 1] },
        { kind: 'CONTROL_SEQUENCE_CORRID', data_type: 'TYPE_UINT64' },
      ]),
    ],
  ])('finds nothing wrong with a configuration %s', (_, config) => {
    expect(check(config)).toEqual([]);
  });

  it.each<[ModelConfig, string, string, string, string]>([
    [
      { name: 'other' },
      'triton/name',
      '/name',
      'name is "other"; Triton expects the directory\'s name "m".',
      'Remove name, or make both equal.',
    ],
    [
      { platform: 'tensorrt_plan' },
      'triton/platform',
      '/platform',
      'platform is "tensorrt_plan"; the backend onnxruntime has onnxruntime_onnx.',
      'Remove platform: backend alone is enough.',
    ],
    [
      { backend: undefined, platform: 'libtorch' },
      'triton/platform',
      '/platform',
      'platform is "libtorch"; the backend pytorch has pytorch_libtorch and torch_aoti.',
      'Remove platform: backend alone is enough.',
    ],
    [
      { max_batch_size: -1 },
      'triton/max-batch-size',
      '/max_batch_size',
      'max_batch_size is -1; expected 0 or more.',
      'Use 0 for a model without a batch dimension.',
    ],
    [
      { input: [] },
      'triton/no-inputs',
      '/input',
      'The model has no input; the server runs without auto-complete, so that the file must list them.',
      'List each input with name, data_type and dims.',
    ],
    [
      { backend: 'pytorch', output: [] },
      'triton/no-outputs',
      '/output',
      'The model has no output; the backend pytorch cannot complete them.',
      'List each output with name, data_type and dims.',
    ],
    [
      tensor({ name: undefined }),
      'triton/tensor',
      '/input/0',
      'The tensor at /input/0 has no name.',
      'Set name.',
    ],
    [
      tensor({ data_type: undefined }),
      'triton/tensor',
      '/input/0',
      'The tensor "IN" has no data_type.',
      'Set data_type, e.g. TYPE_FP32.',
    ],
    [
      tensor({ dims: [] }),
      'triton/tensor',
      '/input/0',
      'The tensor "IN" has no dims.',
      'Set dims, e.g. [-1], without the batch dimension.',
    ],
    [
      tensor({ dims: [3, 0] }),
      'triton/tensor',
      '/input/0/dims/1',
      'The tensor "IN" has the dimension 0; expected 1 or more, or -1.',
      'Use -1 for a dimension of any size.',
    ],
    [
      tensor({ dims: [-2] }),
      'triton/tensor',
      '/input/0/dims/0',
      'The tensor "IN" has the dimension -2; expected 1 or more, or -1.',
      'Use -1 for a dimension of any size.',
    ],
    [
      tensor({ is_shape_tensor: true }),
      'triton/tensor',
      '/input/0/is_shape_tensor',
      'The tensor "IN" is a shape tensor, which only TensorRT has.',
      'Remove is_shape_tensor.',
    ],
    [
      tensor({ is_non_linear_format_io: true }),
      'triton/tensor',
      '/input/0/is_non_linear_format_io',
      'The tensor "IN" has a non-linear format, which needs TensorRT and 3 dims.',
      'Remove is_non_linear_format_io.',
    ],
    [
      tensor({ format: 'FORMAT_NCHW', dims: [3, 4] }),
      'triton/tensor',
      '/input/0/format',
      'The input "IN" is FORMAT_NCHW with 2 dims; expected 3.',
      'Give three dims, or remove format.',
    ],
    [
      tensor({ dims: [4], reshape: { shape: [5] } }),
      'triton/reshape',
      '/input/0/reshape',
      'The tensor "IN" has dims [4] and reshape [5], of different size.',
      'Make both hold the same number of elements.',
    ],
    [
      tensor({ dims: [4], reshape: { shape: [0] } }),
      'triton/reshape',
      '/input/0/reshape',
      'The tensor "IN" reshapes to [0]; expected 1 or more, or -1.',
      'Correct shape.',
    ],
    [
      { max_batch_size: 0, ...tensor({ dims: [1], reshape: { shape: [] } }) },
      'triton/reshape',
      '/input/0/reshape',
      'The tensor "IN" has an empty reshape and no batch dimension.',
      'Use [1], or remove reshape.',
    ],
    [
      { input: [...(onnx.input ?? []), ...(onnx.input ?? [])] },
      'triton/tensor-duplicate',
      '/input/1/name',
      'The input "IN" is listed twice, at /input/0 and /input/1.',
      'Remove or rename one of them.',
    ],
    [
      { batch_input: [{ data_type: 'TYPE_FP32', source_input: [] }] },
      'triton/batch-tensor',
      '/batch_input/0/source_input',
      'source_input lists 0 inputs; expected 1.',
      'Name the one input that the value is computed from.',
    ],
    [
      { batch_input: [{ data_type: 'TYPE_FP32', source_input: ['X'] }] },
      'triton/batch-tensor',
      '/batch_input/0/source_input/0',
      'source_input names "X", which is no input of the model.',
      'Name one of the inputs.',
    ],
    [
      { batch_input: [{ data_type: 'TYPE_BOOL', source_input: ['IN'] }] },
      'triton/batch-tensor',
      '/batch_input/0/data_type',
      'data_type is TYPE_BOOL; expected TYPE_INT32 or TYPE_FP32.',
      'Use one of them.',
    ],
    [
      { batch_output: [{ target_name: ['OUT', 'OUT'], source_input: ['IN'] }] },
      'triton/batch-tensor',
      '/batch_output/0/target_name/1',
      'target_name lists "OUT" twice.',
      'Remove one of them.',
    ],
    [
      { batch_output: [{ target_name: ['X'], source_input: ['IN'] }] },
      'triton/batch-tensor',
      '/batch_output/0/target_name/0',
      'target_name lists "X", which is no output of the model.',
      'Name one of the outputs.',
    ],
    [
      { max_batch_size: 0, dynamic_batching: {} },
      'triton/dynamic-batching',
      '/dynamic_batching',
      'dynamic_batching is set and max_batch_size is 0: Triton accepts it and never forms a batch.',
      'Set max_batch_size, or remove dynamic_batching.',
    ],
    [
      { dynamic_batching: { preferred_batch_size: [4, 16] } },
      'triton/dynamic-batching',
      '/dynamic_batching/preferred_batch_size/1',
      'preferred_batch_size has 16; expected 1 to max_batch_size, which is 8.',
      'Remove preferred_batch_size: the largest batch is preferred anyway.',
    ],
    [
      { dynamic_batching: { preferred_batch_size: [0] } },
      'triton/dynamic-batching',
      '/dynamic_batching/preferred_batch_size/0',
      'preferred_batch_size has 0; expected 1 to max_batch_size, which is 8.',
      'Remove preferred_batch_size: the largest batch is preferred anyway.',
    ],
    [
      { dynamic_batching: { priority_levels: 2 } },
      'triton/dynamic-batching',
      '/dynamic_batching/default_priority_level',
      'default_priority_level is 0; expected 1 to priority_levels, which is 2.',
      'Set it to 2, the lowest priority.',
    ],
    [
      { dynamic_batching: { priority_levels: 2, default_priority_level: 3 } },
      'triton/dynamic-batching',
      '/dynamic_batching/default_priority_level',
      'default_priority_level is 3; expected 1 to priority_levels, which is 2.',
      'Set it to 2, the lowest priority.',
    ],
    [
      {
        dynamic_batching: {
          priority_levels: 2,
          default_priority_level: 2,
          priority_queue_policy: { '3': {} },
        },
      },
      'triton/dynamic-batching',
      '/dynamic_batching/priority_queue_policy/3',
      'priority_queue_policy has the level 3; expected 1 to priority_levels, which is 2.',
      'Remove it, or raise priority_levels.',
    ],
    [
      { dynamic_batching: { preserve_ordering: true, priority_levels: 2, default_priority_level: 2 } },
      'triton/dynamic-batching',
      '/dynamic_batching/priority_levels',
      'priority_levels is 2; with preserve_ordering only one is possible.',
      'Remove preserve_ordering or priority_levels.',
    ],
    [
      {
        dynamic_batching: {
          preserve_ordering: true,
          default_queue_policy: { timeout_action: 'DELAY', default_timeout_microseconds: 5 },
        },
      },
      'triton/dynamic-batching',
      '/dynamic_batching/default_queue_policy/timeout_action',
      'timeout_action is DELAY, which would break preserve_ordering.',
      'Use REJECT, or remove preserve_ordering.',
    ],
    [
      sequence([{ int32_false_true: [0, 1] }, { int32_false_true: [0, 1] }]),
      'triton/sequence-batching',
      '/sequence_batching/control_input/1/control/0',
      'CONTROL_SEQUENCE_START is given to more than one tensor.',
      'Remove one of them.',
    ],
    [
      sequence([{ int32_false_true: [0] }]),
      'triton/sequence-batching',
      '/sequence_batching/control_input/0/control/0',
      'int32_false_true of CONTROL_SEQUENCE_START has 1 entries; expected 2.',
      'Give [false, true].',
    ],
    [
      sequence([{ kind: 'CONTROL_SEQUENCE_END' }]),
      'triton/sequence-batching',
      '/sequence_batching/control_input/0/control/0',
      'CONTROL_SEQUENCE_END has no values; expected one of int32_false_true, fp32_false_true, bool_false_true.',
      'Give one.',
    ],
    [
      sequence([{ kind: 'CONTROL_SEQUENCE_CORRID', data_type: 'TYPE_FP32' }]),
      'triton/sequence-batching',
      '/sequence_batching/control_input/0/control/0',
      'CONTROL_SEQUENCE_CORRID has the data_type TYPE_FP32; expected TYPE_UINT64, TYPE_INT64, TYPE_UINT32, TYPE_INT32, TYPE_STRING.',
      'Set data_type.',
    ],
    [
      { sequence_batching: { oldest: { preferred_batch_size: [16] } } },
      'triton/sequence-batching',
      '/sequence_batching/oldest/preferred_batch_size/0',
      'preferred_batch_size has 16; expected 1 to max_batch_size, which is 8.',
      'Remove preferred_batch_size: the largest batch is preferred anyway.',
    ],
    [
      { sequence_batching: { control_input: [{}] } },
      'triton/sequence-batching',
      '/sequence_batching/control_input/0',
      'A control tensor has no name.',
      'Set name.',
    ],
    [
      { sequence_batching: { direct: { minimum_slot_utilization: 2 } } },
      'triton/sequence-batching',
      '/sequence_batching/direct/minimum_slot_utilization',
      'minimum_slot_utilization is 2; expected 0 to 1.',
      'Give a share of the slots.',
    ],
    [
      { instance_group: [{ count: 0 }] },
      'triton/instance-group',
      '/instance_group/0/count',
      'count is 0; Triton accepts it and runs its default number of instances.',
      'Set 1 or more, or remove count.',
    ],
    [
      { instance_group: [{ count: -1 }] },
      'triton/instance-group',
      '/instance_group/0/count',
      'count is -1; Triton accepts it and runs its default number of instances.',
      'Set 1 or more, or remove count.',
    ],
    [
      { instance_group: [{ kind: 'KIND_CPU', gpus: [0] }] },
      'triton/instance-group',
      '/instance_group/0/gpus',
      'kind is KIND_CPU and gpus is [0]; only instances on GPUs may name devices.',
      'Remove gpus.',
    ],
    [
      { instance_group: [{ kind: 'KIND_MODEL', gpus: [0] }] },
      'triton/instance-group',
      '/instance_group/0/gpus',
      'kind is KIND_MODEL and gpus is [0]; only instances on GPUs may name devices.',
      'Remove gpus.',
    ],
    [
      { instance_group: [{ profile: ['0'] }] },
      'triton/instance-group',
      '/instance_group/0/profile',
      'profile is set; the backend onnxruntime has no profiles, only tensorrt has.',
      'Remove profile.',
    ],
    [
      { backend: 'tensorrt', instance_group: [{ profile: ['a'] }] },
      'triton/instance-group',
      '/instance_group/0/profile',
      'profile has "a"; expected numbers as strings.',
      'Write the number of the profile, e.g. "0".',
    ],
    [
      { backend: 'tensorrt', instance_group: [{ kind: 'KIND_CPU' }] },
      'triton/instance-group',
      '/instance_group/0/kind',
      'kind is KIND_CPU; the backend tensorrt runs on GPUs only.',
      'Use KIND_GPU.',
    ],
    [
      { version_policy: { latest: {} } },
      'triton/version-policy',
      '/version_policy/latest',
      'version_policy.latest selects 0 versions, so the model never becomes ready.',
      'Set num_versions to 1 or more.',
    ],
    [
      { version_policy: { specific: {} } },
      'triton/version-policy',
      '/version_policy/specific',
      'version_policy.specific names no version, so the model never becomes ready.',
      'Name versions that are delivered, or remove version_policy.',
    ],
    [
      { response_cache: { enable: true }, model_transaction_policy: { decoupled: true } },
      'triton/response-cache',
      '/response_cache',
      'response_cache is enabled for a decoupled model, which Triton refuses.',
      'Remove response_cache.',
    ],
    [
      { response_cache: { enable: true }, sequence_batching: {} },
      'triton/response-cache',
      '/response_cache',
      'response_cache is enabled for sequence_batching, which Triton refuses.',
      'Remove response_cache.',
    ],
    [
      { model_warmup: [{ batch_size: 99, inputs: { IN: { zero_data: true } } }] },
      'triton/warm-up',
      '/model_warmup/0/batch_size',
      'batch_size is 99; the model takes at most 8, and Triton fails or dies while it loads.',
      'Use at most 8.',
    ],
    [
      { model_warmup: [{ inputs: { IN: {}, X: {} } }] },
      'triton/warm-up',
      '/model_warmup/0/inputs/X',
      'The warm-up request has "X", which is no input of the model.',
      'Use the names of the inputs.',
    ],
    [
      { model_warmup: [{}] },
      'triton/warm-up',
      '/model_warmup/0/inputs',
      'The warm-up request lacks the input "IN".',
      'Give every input that is not optional.',
    ],
    [
      { metric_tags: { 'a-b': 'x' } },
      'triton/metric-tags',
      '/metric_tags/a-b',
      'The metric tag "a-b" is no label name: it kills the server.',
      'Use letters, digits and underscores, and begin with no underscore.',
    ],
    [
      { metric_tags: { _a: 'x' } },
      'triton/metric-tags',
      '/metric_tags/_a',
      'The metric tag "_a" is no label name: it kills the server.',
      'Use letters, digits and underscores, and begin with no underscore.',
    ],
    [
      buckets(5, 5),
      'triton/model-metrics',
      '/model_metrics/metric_control/0/histogram_options/buckets/1',
      'The bucket 5 follows 5; bounds that do not ascend kill the server.',
      'Sort the bounds and remove equal ones.',
    ],
    [
      buckets(),
      'triton/model-metrics',
      '/model_metrics/metric_control/0',
      'histogram_options.buckets is missing or empty.',
      'List upper bounds in milliseconds, or remove the entry.',
    ],
    [
      { model_metrics: { metric_control: [{ histogram_options: { buckets: [1] } }] } },
      'triton/model-metrics',
      '/model_metrics/metric_control/0',
      'metric_identifier.family is missing.',
      'Set it to nv_inference_first_response_histogram_ms.',
    ],
  ])('refuses %j', (config, rule, pointer, message, fix) => {
    expect(check(config)).toEqual([{ rule, severity: 'error', pointer, message, fix }]);
  });

  it('warns of buckets for a family that Triton ignores', () => {
    const config = {
      model_metrics: {
        metric_control: [{ metric_identifier: { family: 'x' }, histogram_options: { buckets: [1] } }],
      },
    };
    expect(check(config)).toMatchObject([
      {
        severity: 'warning',
        message: 'family is "x"; Triton ignores every family but nv_inference_first_response_histogram_ms.',
      },
    ]);
  });

  it('leaves missing tensors to a server that completes them', () => {
    expect(check({ input: [], output: [] }, { autoComplete: true })).toEqual([]);
  });

  it.each<[ModelConfig, Partial<ModelConfigInput>, string]>([
    [
      { instance_group: [{ kind: 'KIND_GPU' }] },
      { gpuCount: 0 },
      'kind is KIND_GPU, and the server has no GPU.',
    ],
    [
      { instance_group: [{ gpus: [0] }] },
      { gpuCount: 0 },
      'kind is KIND_AUTO and gpus is [0]; only instances on GPUs may name devices.',
    ],
    [
      { instance_group: [{ kind: 'KIND_GPU', gpus: [0, 1] }] },
      { gpuCount: 1 },
      'gpus has 1; devices are numbered within the container: expected 0.',
    ],
    [
      { instance_group: [{ kind: 'KIND_GPU', gpus: [7] }] },
      { gpuCount: 2 },
      'gpus has 7; devices are numbered within the container: expected 0 to 1.',
    ],
    [
      { version_policy: { specific: { versions: [1, 4] } } },
      { versions: [1, 2] },
      'version_policy.specific names version 4; delivered are 1, 2.',
    ],
    [buckets(1), { release: '24.10' }, 'model_metrics needs Triton 24.11; the release is 24.10.'],
    [{ runtime: 'x.so' }, { release: '23.12' }, 'runtime needs Triton 24.01; the release is 23.12.'],
    [
      { backend: 'pytorch', platform: 'torch_aoti' },
      { release: '26.02' },
      'platform needs Triton 26.03; the release is 26.02.',
    ],
    [
      { sequence_batching: { iterative_sequence: true } },
      { release: '23.10' },
      'iterative_sequence needs Triton 23.11; the release is 23.10.',
    ],
  ])('compares %j with what the server has', (config, input, message) => {
    expect(check(config, input).map((problem) => problem.message)).toEqual([message]);
  });

  it('reports every problem at once', () => {
    const config = { max_batch_size: -1, instance_group: [{ count: 0 }], metric_tags: { 'a-b': '' } };
    expect(check(config).map(({ rule }) => rule)).toEqual([
      'triton/max-batch-size',
      'triton/instance-group',
      'triton/metric-tags',
    ]);
  });
});
