import { describe, expect, it } from 'vitest';
import { judgeService, judgeYaml, set } from '../../testing.ts';
import { deploymentWith, type Replacement } from '../../testing-deployment.ts';

const ROLLOUT = 'Rollout/image-classification';
const POD = '/spec/template/spec';
const TRITON = `${POD}/containers/0`;

const CONFIG = '/spec/template/metadata/annotations/config.fleetwright.dev~1image_classification';

/** What is found on the sound deployment of somebody else after replacements. */
function judge(...edits: readonly Replacement[]): string[] {
  return judgeYaml(deploymentWith(...edits), { advice: true });
}

describe('triton/config-parses', () => {
  it('finds a field that is unknown', () => {
    expect(
      judge([
        `    max_batch_size: 8
`,
        `    max_batchsize: 8
`,
      ]),
    ).toEqual([
      'triton/config-parses ConfigMap/vision-config /data/config.pbtxt: Model config.pbtxt, line 3: ModelConfig has no field "max_batchsize".',
    ]);
  });

  it('finds a type that is unknown, and a field twice', () => {
    expect(
      judge(
        [
          `    input [ { name: "INPUT" data_type: TYPE_FP32 dims: [ 16 ] } ]
`,
          `    input [ { name: "INPUT" data_type: TYPE_FLOAT32 dims: [ 16 ] } ]
`,
        ],
        [
          `    max_batch_size: 8
`,
          `    max_batch_size: 8
    max_batch_size: 4
`,
        ],
      ),
    ).toEqual([
      'triton/config-parses ConfigMap/vision-config /data/config.pbtxt: Model config.pbtxt, line 4: max_batch_size is given twice.',
      'triton/config-parses ConfigMap/vision-config /data/config.pbtxt: Model config.pbtxt, line 5: Expected a value of DataType, found "TYPE_FLOAT32".',
    ]);
  });

  it('finds text that ends too early', () => {
    expect(
      judge([
        `    dynamic_batching { max_queue_delay_microseconds: 100 }
`,
        `    dynamic_batching {
`,
      ]),
    ).toEqual([
      'triton/config-parses ConfigMap/vision-config /data/config.pbtxt: Model config.pbtxt, line 8: Expected "}" at the end of the block, found the end of the file.',
    ]);
  });

  it('finds a field that is unknown in a service of ours', () => {
    expect(judgeService([set(ROLLOUT, CONFIG, `max_batchsize: 8`)])).toEqual([
      'triton/config-parses Rollout/image-classification /spec/template/metadata/annotations/config.fleetwright.dev~1image_classification: Model image_classification, line 1: ModelConfig has no field "max_batchsize".',
    ]);
  });
});

describe('triton/name', () => {
  it('finds another name than that of the directory in a service of ours', () => {
    expect(
      judgeService([
        set(
          ROLLOUT,
          CONFIG,
          `name: "resnet"
backend: "pytorch"
max_batch_size: 8
input [ { name: "INPUT__0" data_type: TYPE_FP32 dims: [ 3, 224, 224 ] } ]
output [ { name: "OUTPUT__0" data_type: TYPE_FP32 dims: [ 1000 ] } ]
model_metrics { metric_control [ { metric_identifier { family: "nv_inference_first_response_histogram_ms" } histogram_options { buckets: [ 200 ] } } ] }
`,
        ),
      ]),
    ).toEqual([
      'triton/name Rollout/image-classification /spec/template/metadata/annotations/config.fleetwright.dev~1image_classification: Model image_classification, line 1: name is "resnet"; Triton expects the directory\'s name "image_classification".',
    ]);
  });

  it.each<[string, Replacement[]]>([
    ['a name that the key of a ConfigMap does not say', [['name: "resnet"', 'name: "other"']]],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('triton/backend', () => {
  it('finds a backend that no image carries', () => {
    expect(judge(['backend: "onnxruntime"', 'backend: "onnxruntme"'])).toEqual([
      'triton/backend ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 2: backend is "onnxruntme", which none of Triton\'s images carries.',
    ]);
  });

  it('finds a platform of another backend', () => {
    expect(judge(['backend: "onnxruntime"', 'backend: "onnxruntime" platform: "tensorrt_plan"'])).toEqual([
      'triton/backend ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 2: platform is "tensorrt_plan"; the backend onnxruntime has onnxruntime_onnx.',
    ]);
  });

  it('finds a platform that Triton does not know', () => {
    expect(judge(['backend: "onnxruntime"', 'platform: "onnx"'])).toEqual([
      'triton/backend ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 2: platform is "onnx", which Triton does not know.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      "a backend of an image of one's own",
      [
        ['backend: "onnxruntime"', 'backend: "mine"'],
        ['nvcr.io/nvidia/tritonserver:26.07-py3@', 'registry.example.com/vision/tritonserver:1.2@'],
      ],
    ],
    [
      'a model without a backend, which its files may tell',
      [
        [
          `    backend: "onnxruntime"
`,
          '',
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('triton/image-has-backend', () => {
  it('finds a backend of another variant', () => {
    expect(
      judge(
        ['backend: "onnxruntime"', 'backend: "vllm"'],
        [
          `    input [ { name: "INPUT" data_type: TYPE_FP32 dims: [ 16 ] } ]
`,
          '',
        ],
        [
          `    output [ { name: "OUTPUT" data_type: TYPE_FP32 dims: [ 4 ] } ]
`,
          '',
        ],
      ),
    ).toEqual([
      'triton/image-has-backend ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 2: the backend is vllm; the image of Deployment/vision is of the variant py3, which does not carry it.',
      'triton/tensor ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 1: The model has no input; the server runs without auto-complete, so that the file must list them.',
      'triton/tensor ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 1: The model has no output; the server runs without auto-complete, so that the file must list them.',
    ]);
  });

  it('finds an image that lacks the backend in a service of ours', () => {
    expect(
      judgeService([
        set(
          ROLLOUT,
          `${TRITON}/image`,
          `nvcr.io/nvidia/tritonserver:26.07-vllm-python-py3@sha256:${'a'.repeat(64)}`,
        ),
      ]),
    ).toEqual([
      'triton/image-has-backend Rollout/image-classification /spec/template/metadata/annotations/config.fleetwright.dev~1image_classification: Model image_classification, line 2: the backend is pytorch; the image of Rollout/image-classification is of the variant vllm-python-py3, which does not carry it.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      "a folder of backends of one's own",
      [
        ['backend: "onnxruntime"', 'backend: "vllm"'],
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          'args: [--model-repository=/models, --disable-auto-complete-config, --backend-directory=/backends]',
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('triton/dynamic-batching', () => {
  it('finds a preferred size above the largest, and a default beyond the levels', () => {
    expect(
      judge(
        ['backend: "onnxruntime"', 'backend: "tensorrt"'],
        [
          `    dynamic_batching { max_queue_delay_microseconds: 100 }
`,
          `    dynamic_batching { preferred_batch_size: [ 16 ] priority_levels: 2 default_priority_level: 3 }
`,
        ],
      ),
    ).toEqual([
      'triton/dynamic-batching ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 7: preferred_batch_size has 16; expected 1 to max_batch_size, which is 8.',
      'triton/dynamic-batching ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 7: default_priority_level is 3; expected 1 to priority_levels, which is 2.',
    ]);
  });

  it('finds batching without a batch size', () => {
    expect(
      judge([
        `    max_batch_size: 8
`,
        '',
      ]),
    ).toEqual([
      'triton/dynamic-batching ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 6: dynamic_batching is set and max_batch_size is 0: Triton accepts it and never forms a batch.',
    ]);
  });

  it('finds a negative batch size', () => {
    expect(
      judge(
        [
          `    max_batch_size: 8
`,
          `    max_batch_size: -1
`,
        ],
        [
          `    dynamic_batching { max_queue_delay_microseconds: 100 }
`,
          '',
        ],
      ),
    ).toEqual([
      'triton/dynamic-batching ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 3: max_batch_size is -1; expected 0 or more.',
    ]);
  });

  it('finds levels without a default in a service of ours', () => {
    expect(
      judgeService([
        set(
          ROLLOUT,
          CONFIG,
          `backend: "pytorch"
max_batch_size: 8
input [ { name: "INPUT__0" data_type: TYPE_FP32 dims: [ 3, 224, 224 ] } ]
output [ { name: "OUTPUT__0" data_type: TYPE_FP32 dims: [ 1000 ] } ]
model_metrics { metric_control [ { metric_identifier { family: "nv_inference_first_response_histogram_ms" } histogram_options { buckets: [ 200 ] } } ] }
dynamic_batching { priority_levels: 2 }`,
        ),
      ]),
    ).toEqual([
      'triton/dynamic-batching Rollout/image-classification /spec/template/metadata/annotations/config.fleetwright.dev~1image_classification: Model image_classification, line 6: default_priority_level is 0; expected 1 to priority_levels, which is 2.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'two levels with the lower as default',
      [
        [
          `    dynamic_batching { max_queue_delay_microseconds: 100 }
`,
          `    dynamic_batching { priority_levels: 2 default_priority_level: 2 }
`,
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('triton/instance-group', () => {
  it('finds a device that the container does not have', () => {
    expect(
      judge([
        `    instance_group [ { kind: KIND_GPU count: 2 } ]
`,
        `    instance_group [ { kind: KIND_GPU gpus: [ 0, 1 ] } ]
`,
      ]),
    ).toEqual([
      'triton/instance-group ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 6: gpus has 1; devices are numbered within the container: expected 0.',
    ]);
  });

  it('finds a count that is ignored, and devices of instances on CPUs', () => {
    expect(
      judge([
        `    instance_group [ { kind: KIND_GPU count: 2 } ]
`,
        `    instance_group [ { kind: KIND_CPU count: 0 gpus: [ 0 ] } ]
`,
      ]),
    ).toEqual([
      'triton/instance-group ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 6: count is 0; Triton accepts it and runs its default number of instances.',
      'triton/instance-group ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 6: kind is KIND_CPU and gpus is [0]; only instances on GPUs may name devices.',
    ]);
  });

  it('finds instances on GPUs of a container without any', () => {
    expect(
      judge(
        [
          `ephemeral-storage: 2Gi, nvidia.com/gpu: 1 }
            limits`,
          `ephemeral-storage: 2Gi }
            limits`,
        ],
        [
          'limits: { memory: 8Gi, ephemeral-storage: 2Gi, nvidia.com/gpu: 1 }',
          'limits: { memory: 8Gi, ephemeral-storage: 2Gi }',
        ],
      ),
    ).toEqual([
      'triton/instance-group ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 6: kind is KIND_GPU, and the server has no GPU.',
    ]);
  });

  it('finds a device that the container does not have in a service of ours', () => {
    expect(
      judgeService([
        set(
          ROLLOUT,
          CONFIG,
          `backend: "pytorch"
max_batch_size: 8
input [ { name: "INPUT__0" data_type: TYPE_FP32 dims: [ 3, 224, 224 ] } ]
output [ { name: "OUTPUT__0" data_type: TYPE_FP32 dims: [ 1000 ] } ]
model_metrics { metric_control [ { metric_identifier { family: "nv_inference_first_response_histogram_ms" } histogram_options { buckets: [ 200 ] } } ] }
instance_group [ { kind: KIND_GPU gpus: [ 3 ] } ]`,
        ),
      ]),
    ).toEqual([
      'triton/instance-group Rollout/image-classification /spec/template/metadata/annotations/config.fleetwright.dev~1image_classification: Model image_classification, line 6: gpus has 3; devices are numbered within the container: expected 0.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'devices that the runtime shows without a limit',
      [
        [
          `ephemeral-storage: 2Gi, nvidia.com/gpu: 1 }
            limits`,
          `ephemeral-storage: 2Gi }
            limits`,
        ],
        [
          'limits: { memory: 8Gi, ephemeral-storage: 2Gi, nvidia.com/gpu: 1 }',
          'limits: { memory: 8Gi, ephemeral-storage: 2Gi }',
        ],
        [
          `      enableServiceLinks: false
`,
          `      enableServiceLinks: false
      runtimeClassName: nvidia
`,
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('triton/sequence-batching', () => {
  it('finds a control that is given twice', () => {
    expect(
      judge([
        `    dynamic_batching { max_queue_delay_microseconds: 100 }
`,
        `    sequence_batching { control_input [ { name: "START" control [ { kind: CONTROL_SEQUENCE_START int32_false_true: [ 0, 1 ] } ] }, { name: "BEGIN" control [ { kind: CONTROL_SEQUENCE_START int32_false_true: [ 0, 1 ] } ] } ] }
`,
      ]),
    ).toEqual([
      'triton/sequence-batching ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 7: CONTROL_SEQUENCE_START is given to more than one tensor.',
    ]);
  });
});

describe('triton/tensor', () => {
  it('finds a dimension of 0 and a type that is missing', () => {
    expect(
      judge(
        [
          `    input [ { name: "INPUT" data_type: TYPE_FP32 dims: [ 16 ] } ]
`,
          `    input [ { name: "INPUT" data_type: TYPE_FP32 dims: [ 0 ] } ]
`,
        ],
        [
          `    output [ { name: "OUTPUT" data_type: TYPE_FP32 dims: [ 4 ] } ]
`,
          `    output [ { name: "OUTPUT" dims: [ 4 ] } ]
`,
        ],
      ),
    ).toEqual([
      'triton/tensor ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 4: The tensor "INPUT" has the dimension 0; expected 1 or more, or -1.',
      'triton/tensor ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 5: The tensor "OUTPUT" has no data_type.',
    ]);
  });

  it('finds no inputs', () => {
    expect(
      judge([
        `    input [ { name: "INPUT" data_type: TYPE_FP32 dims: [ 16 ] } ]
`,
        '',
      ]),
    ).toEqual([
      'triton/tensor ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 1: The model has no input; the server runs without auto-complete, so that the file must list them.',
    ]);
  });

  it('finds an input twice in a service of ours', () => {
    expect(
      judgeService([
        set(
          ROLLOUT,
          CONFIG,
          `backend: "pytorch"
max_batch_size: 8
input [ { name: "INPUT__0" data_type: TYPE_FP32 dims: [ 3 ] }, { name: "INPUT__0" data_type: TYPE_FP32 dims: [ 3 ] } ]
output [ { name: "OUTPUT__0" data_type: TYPE_FP32 dims: [ 1000 ] } ]
model_metrics { metric_control [ { metric_identifier { family: "nv_inference_first_response_histogram_ms" } histogram_options { buckets: [ 200 ] } } ] }
`,
        ),
      ]),
    ).toEqual([
      'triton/tensor Rollout/image-classification /spec/template/metadata/annotations/config.fleetwright.dev~1image_classification: Model image_classification, line 3: The input "INPUT__0" is listed twice, at /input/0 and /input/1.',
    ]);
  });
});

describe('triton/warm-up', () => {
  it('finds a sample above the batch size', () => {
    expect(
      judge([
        `    dynamic_batching { max_queue_delay_microseconds: 100 }
`,
        `    dynamic_batching { max_queue_delay_microseconds: 100 }
    model_warmup [ { name: "w" batch_size: 99 inputs { key: "INPUT" value { data_type: TYPE_FP32 dims: [ 16 ] zero_data: true } } } ]
`,
      ]),
    ).toEqual([
      'triton/warm-up ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 8: batch_size is 99; the model takes at most 8, and Triton fails or dies while it loads.',
    ]);
  });
});

describe('triton/model-metrics', () => {
  it('finds a tag that is no label, and buckets that do not ascend', () => {
    expect(
      judge([
        `    dynamic_batching { max_queue_delay_microseconds: 100 }
`,
        `    dynamic_batching { max_queue_delay_microseconds: 100 }
    metric_tags { key: "cost-centre" value: "7" }
    model_metrics { metric_control [ { metric_identifier { family: "nv_inference_first_response_histogram_ms" } histogram_options { buckets: [ 10, 5 ] } } ] }
`,
      ]),
    ).toEqual([
      'triton/model-metrics ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 8: The metric tag "cost-centre" is no label name: it kills the server.',
      'triton/model-metrics ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 9: The bucket 5 follows 10; bounds that do not ascend kill the server.',
    ]);
  });
});

describe('triton/version-policy', () => {
  it('finds a policy that selects no version', () => {
    expect(
      judge([
        `    dynamic_batching { max_queue_delay_microseconds: 100 }
`,
        `    dynamic_batching { max_queue_delay_microseconds: 100 }
    version_policy { specific { } }
`,
      ]),
    ).toEqual([
      'triton/version-policy ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 8: version_policy.specific names no version, so the model never becomes ready.',
    ]);
  });
});

describe('triton/release', () => {
  it('finds a field that came later', () => {
    expect(
      judge(
        ['nvcr.io/nvidia/tritonserver:26.07-py3@', 'nvcr.io/nvidia/tritonserver:25.10-py3@'],
        ['backend: "onnxruntime"', 'backend: "pytorch" platform: "torch_aoti"'],
      ),
    ).toEqual([
      'triton/release-current Deployment/vision /spec/template/spec/containers/0/image: Triton 25.10 is older than 26.05: CVE-2026-24206 and CVE-2026-24207 bypass authentication.',
      'triton/release ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 2: platform needs Triton 26.03; the release is 25.10.',
    ]);
  });
});

describe('triton/ensemble', () => {
  it('finds an ensemble that is part of itself', () => {
    expect(
      judge(
        ['backend: "onnxruntime"', 'platform: "ensemble"'],
        [
          `    instance_group [ { kind: KIND_GPU count: 2 } ]
`,
          '',
        ],
        [
          `    dynamic_batching { max_queue_delay_microseconds: 100 }
`,
          `    ensemble_scheduling { step [ { model_name: "resnet" input_map { key: "INPUT" value: "INPUT" } output_map { key: "OUTPUT" value: "OUTPUT" } } ] }
`,
        ],
      ),
    ).toEqual([
      'triton/ensemble ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 6: The ensemble contains itself: resnet → resnet.',
    ]);
  });

  it('finds a member that the server does not have in a service of ours', () => {
    expect(
      judgeService([
        set(
          ROLLOUT,
          CONFIG,
          `platform: "ensemble"
max_batch_size: 8
input [ { name: "INPUT__0" data_type: TYPE_FP32 dims: [ 3, 224, 224 ] } ]
output [ { name: "OUTPUT__0" data_type: TYPE_FP32 dims: [ 1000 ] } ]
model_metrics { metric_control [ { metric_identifier { family: "nv_inference_first_response_histogram_ms" } histogram_options { buckets: [ 200 ] } } ] }
ensemble_scheduling { step [ { model_name: "resnet" input_map { key: "X" value: "INPUT__0" } output_map { key: "Y" value: "OUTPUT__0" } } ] }`,
        ),
      ]),
    ).toEqual([
      'triton/ensemble Rollout/image-classification /spec/template/metadata/annotations/config.fleetwright.dev~1image_classification: Model image_classification, line 6: Step 0 uses the model "resnet", which the server does not have.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'members that lie in the repository',
      [
        ['backend: "onnxruntime"', 'platform: "ensemble"'],
        [
          `    instance_group [ { kind: KIND_GPU count: 2 } ]
`,
          '',
        ],
        [
          `    dynamic_batching { max_queue_delay_microseconds: 100 }
`,
          `    ensemble_scheduling { step [ { model_name: "net" input_map { key: "X" value: "INPUT" } output_map { key: "Y" value: "OUTPUT" } } ] }
`,
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('triton/response-cache', () => {
  it('finds a cache that the server does not have', () => {
    expect(
      judge([
        `    dynamic_batching { max_queue_delay_microseconds: 100 }
`,
        `    dynamic_batching { max_queue_delay_microseconds: 100 }
    response_cache { enable: true }
`,
      ]),
    ).toEqual([
      'triton/response-cache ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 8: response_cache is enabled, and Deployment/vision starts Triton without --cache-config.',
    ]);
  });

  it('finds a cache of a decoupled model', () => {
    expect(
      judge(
        [
          `    dynamic_batching { max_queue_delay_microseconds: 100 }
`,
          `    dynamic_batching { max_queue_delay_microseconds: 100 }
    response_cache { enable: true }
    model_transaction_policy { decoupled: true }
`,
        ],
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          "args: [--model-repository=/models, --disable-auto-complete-config, '--cache-config=local,size=1048576']",
        ],
      ),
    ).toEqual([
      'triton/response-cache ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 8: response_cache is enabled for a decoupled model, which Triton refuses.',
    ]);
  });

  it('finds a cache that the server does not have in a service of ours', () => {
    expect(
      judgeService([
        set(
          ROLLOUT,
          CONFIG,
          `backend: "pytorch"
max_batch_size: 8
input [ { name: "INPUT__0" data_type: TYPE_FP32 dims: [ 3, 224, 224 ] } ]
output [ { name: "OUTPUT__0" data_type: TYPE_FP32 dims: [ 1000 ] } ]
model_metrics { metric_control [ { metric_identifier { family: "nv_inference_first_response_histogram_ms" } histogram_options { buckets: [ 200 ] } } ] }
response_cache { enable: true }`,
        ),
      ]),
    ).toEqual([
      'triton/response-cache Rollout/image-classification /spec/template/metadata/annotations/config.fleetwright.dev~1image_classification: Model image_classification, line 6: response_cache is enabled, and Rollout/image-classification starts Triton without --cache-config.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'a server with a cache',
      [
        [
          `    dynamic_batching { max_queue_delay_microseconds: 100 }
`,
          `    dynamic_batching { max_queue_delay_microseconds: 100 }
    response_cache { enable: true }
`,
        ],
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          "args: [--model-repository=/models, --disable-auto-complete-config, '--cache-config=local,size=1048576']",
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('triton/queue-policy', () => {
  it('finds a queue shorter than a round of batches', () => {
    expect(
      judge([
        `    dynamic_batching { max_queue_delay_microseconds: 100 }
`,
        `    dynamic_batching { default_queue_policy { max_queue_size: 4 } priority_levels: 2 default_priority_level: 2 priority_queue_policy { key: 1 value { max_queue_size: 16 } } }
`,
      ]),
    ).toEqual([
      'triton/queue-policy ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 7: max_queue_size is 4; the instances take 16 requests in one round of full batches.',
    ]);
  });

  it('finds a queue shorter than a batch in a service of ours', () => {
    expect(
      judgeService([
        set(
          ROLLOUT,
          CONFIG,
          `backend: "pytorch"
max_batch_size: 8
input [ { name: "INPUT__0" data_type: TYPE_FP32 dims: [ 3, 224, 224 ] } ]
output [ { name: "OUTPUT__0" data_type: TYPE_FP32 dims: [ 1000 ] } ]
model_metrics { metric_control [ { metric_identifier { family: "nv_inference_first_response_histogram_ms" } histogram_options { buckets: [ 200 ] } } ] }
dynamic_batching { default_queue_policy { max_queue_size: 4 } }`,
        ),
      ]),
    ).toEqual([
      'triton/queue-policy Rollout/image-classification /spec/template/metadata/annotations/config.fleetwright.dev~1image_classification: Model image_classification, line 6: max_queue_size is 4; the instances take 8 requests in one round of full batches.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'a queue for two rounds',
      [
        [
          `    dynamic_batching { max_queue_delay_microseconds: 100 }
`,
          `    dynamic_batching { default_queue_policy { max_queue_size: 32 } }
`,
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('triton/queue-timeout', () => {
  it('finds a route that waits far longer than the queue', () => {
    expect(
      judge(
        [
          `    dynamic_batching { max_queue_delay_microseconds: 100 }
`,
          `    dynamic_batching { default_queue_policy { default_timeout_microseconds: 1000000 } }
`,
        ],
        [
          `
---
apiVersion: v1
kind: Service
metadata: { name: vision-metrics`,
          `
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: vision, namespace: ml }
spec:
  hosts: [vision.ml.svc.cluster.local]
  http: [{ route: [{ destination: { host: vision, port: { number: 80 } } }], timeout: 300s, retries: { attempts: 0 } }]
---
apiVersion: v1
kind: Service
metadata: { name: vision-metrics`,
        ],
        [
          `    - { name: grpc, port: 8001, targetPort: grpc }
`,
          '',
        ],
      ),
    ).toEqual([
      'triton/queue-timeout ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 7: a request may wait 1000 ms in the queue; VirtualService/vision waits 300000 ms for its answer.',
    ]);
  });

  it('finds a route to the servers beside a configuration that nothing mounts', () => {
    expect(
      judge(
        [
          `    dynamic_batching { max_queue_delay_microseconds: 100 }
`,
          `    dynamic_batching { default_queue_policy { default_timeout_microseconds: 1000000 } }
`,
        ],
        [
          `
---
apiVersion: v1
kind: Service
metadata: { name: vision-metrics`,
          `
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: vision, namespace: ml }
spec:
  hosts: [vision.ml.svc.cluster.local]
  http: [{ route: [{ destination: { host: vision, port: { number: 80 } } }], timeout: 300s, retries: { attempts: 0 } }]
---
apiVersion: v1
kind: Service
metadata: { name: vision-metrics`,
        ],
        [
          `    - { name: grpc, port: 8001, targetPort: grpc }
`,
          '',
        ],
        ['          configMap: { name: vision-config }', '          emptyDir: { sizeLimit: 1Mi }'],
      ),
    ).toEqual([
      'triton/queue-timeout ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 7: a request may wait 1000 ms in the queue; VirtualService/vision waits 300000 ms for its answer.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'a route that waits a little longer',
      [
        [
          `    dynamic_batching { max_queue_delay_microseconds: 100 }
`,
          `    dynamic_batching { default_queue_policy { default_timeout_microseconds: 1000000 } }
`,
        ],
        [
          `
---
apiVersion: v1
kind: Service
metadata: { name: vision-metrics`,
          `
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: vision, namespace: ml }
spec:
  hosts: [vision.ml.svc.cluster.local]
  http: [{ route: [{ destination: { host: vision, port: { number: 80 } } }], timeout: 2s, retries: { attempts: 0 } }]
---
apiVersion: v1
kind: Service
metadata: { name: vision-metrics`,
        ],
        [
          `    - { name: grpc, port: 8001, targetPort: grpc }
`,
          '',
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('triton/default-priority', () => {
  it('finds the highest level for everybody', () => {
    expect(
      judge([
        `    dynamic_batching { max_queue_delay_microseconds: 100 }
`,
        `    dynamic_batching { priority_levels: 2 default_priority_level: 1 }
`,
      ]),
    ).toEqual([
      'triton/default-priority ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 7: default_priority_level is 1, the highest of 2 levels.',
    ]);
  });

  it('finds the highest level for everybody in a service of ours', () => {
    expect(
      judgeService([
        set(
          ROLLOUT,
          CONFIG,
          `backend: "pytorch"
max_batch_size: 8
input [ { name: "INPUT__0" data_type: TYPE_FP32 dims: [ 3, 224, 224 ] } ]
output [ { name: "OUTPUT__0" data_type: TYPE_FP32 dims: [ 1000 ] } ]
model_metrics { metric_control [ { metric_identifier { family: "nv_inference_first_response_histogram_ms" } histogram_options { buckets: [ 200 ] } } ] }
dynamic_batching { priority_levels: 3 default_priority_level: 1 }`,
        ),
      ]),
    ).toEqual([
      'triton/default-priority Rollout/image-classification /spec/template/metadata/annotations/config.fleetwright.dev~1image_classification: Model image_classification, line 6: default_priority_level is 1, the highest of 3 levels.',
    ]);
  });
});

describe('triton/preferred-batch-size', () => {
  it('finds sizes that no profile asks for', () => {
    expect(
      judge([
        `    dynamic_batching { max_queue_delay_microseconds: 100 }
`,
        `    dynamic_batching { preferred_batch_size: [ 4, 8 ] }
`,
      ]),
    ).toEqual([
      'triton/preferred-batch-size ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 7: preferred_batch_size is [4, 8]; a model of the backend onnxruntime needs none.',
    ]);
  });

  it('finds sizes that no profile asks for in a service of ours', () => {
    expect(
      judgeService([
        set(
          ROLLOUT,
          CONFIG,
          `backend: "pytorch"
max_batch_size: 8
input [ { name: "INPUT__0" data_type: TYPE_FP32 dims: [ 3, 224, 224 ] } ]
output [ { name: "OUTPUT__0" data_type: TYPE_FP32 dims: [ 1000 ] } ]
model_metrics { metric_control [ { metric_identifier { family: "nv_inference_first_response_histogram_ms" } histogram_options { buckets: [ 200 ] } } ] }
dynamic_batching { preferred_batch_size: [ 4, 8 ] }`,
        ),
      ]),
    ).toEqual([
      'triton/preferred-batch-size Rollout/image-classification /spec/template/metadata/annotations/config.fleetwright.dev~1image_classification: Model image_classification, line 6: preferred_batch_size is [4, 8]; a model of the backend pytorch needs none.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'sizes of the profiles of an engine',
      [
        ['backend: "onnxruntime"', 'backend: "tensorrt"'],
        [
          `    dynamic_batching { max_queue_delay_microseconds: 100 }
`,
          `    dynamic_batching { preferred_batch_size: [ 4, 8 ] }
`,
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('triton/devices-not-pinned', () => {
  it('finds the first device for whatever a pod gets', () => {
    expect(
      judge([
        `    instance_group [ { kind: KIND_GPU count: 2 } ]
`,
        `    instance_group [ { kind: KIND_GPU gpus: [ 0 ] } ]
`,
      ]),
    ).toEqual([
      'triton/devices-not-pinned ConfigMap/vision-config /data/config.pbtxt: Model resnet, line 6: gpus is [0]: the first device of the container, whatever its pod gets.',
    ]);
  });

  it('finds the first device for whatever a pod gets in a service of ours', () => {
    expect(
      judgeService([
        set(
          ROLLOUT,
          CONFIG,
          `backend: "pytorch"
max_batch_size: 8
input [ { name: "INPUT__0" data_type: TYPE_FP32 dims: [ 3, 224, 224 ] } ]
output [ { name: "OUTPUT__0" data_type: TYPE_FP32 dims: [ 1000 ] } ]
model_metrics { metric_control [ { metric_identifier { family: "nv_inference_first_response_histogram_ms" } histogram_options { buckets: [ 200 ] } } ] }
instance_group [ { kind: KIND_GPU gpus: [ 0 ] } ]`,
        ),
      ]),
    ).toEqual([
      'triton/devices-not-pinned Rollout/image-classification /spec/template/metadata/annotations/config.fleetwright.dev~1image_classification: Model image_classification, line 6: gpus is [0]: the first device of the container, whatever its pod gets.',
    ]);
  });
});

describe('triton/configuration-shown', () => {
  it('finds a configuration that no file shows in a service of ours', () => {
    expect(
      judgeService([
        set(ROLLOUT, '/spec/template/metadata/annotations/config.fleetwright.dev~1other', 'name: "other"\n'),
      ]),
    ).toEqual([
      'triton/configuration-shown Rollout/image-classification /spec/template/metadata/annotations/config.fleetwright.dev~1other: No volume shows the annotation config.fleetwright.dev/other as a file.',
    ]);
  });
});
