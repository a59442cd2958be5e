import { describe, expect, it } from 'vitest';
import { judgeService, judgeYaml, remove, set } from '../../testing.ts';
import { deploymentWith, type Replacement } from '../../testing-deployment.ts';

const ROLLOUT = 'Rollout/image-classification';
const POD = '/spec/template/spec';
const TRITON = `${POD}/containers/0`;

/** What is found on the sound deployment of somebody else after replacements. */
function judge(...edits: readonly Replacement[]): string[] {
  return judgeYaml(deploymentWith(...edits), { advice: true });
}

describe('triton/flags-known', () => {
  it('finds a flag that Triton does not have, and values of another type', () => {
    expect(
      judge([
        'args: [--model-repository=/models, --disable-auto-complete-config]',
        'args: [--model-repository=/models, --disable-auto-complete-config, --strict-readynes=true, --http-port=http, --model-control-mode=all]',
      ]),
    ).toEqual([
      'triton/flags-known Deployment/vision /spec/template/spec/containers/0/args/2: tritonserver has no flag --strict-readynes.',
      'triton/flags-known Deployment/vision /spec/template/spec/containers/0/args/3: The flag http-port is "http"; expected an integer.',
      'triton/flags-known Deployment/vision /spec/template/spec/containers/0/args/4: The flag model-control-mode is "all"; expected one of none, poll, explicit.',
    ]);
  });

  it('finds a flag that Triton does not have in a service of ours', () => {
    expect(judgeService([set(ROLLOUT, `${TRITON}/args/-`, '--grpc-workers=4')])).toEqual([
      'triton/flags-known Rollout/image-classification /spec/template/spec/containers/0/args/8: tritonserver has no flag --grpc-workers.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'the beginning of a flag',
      [
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          'args: [--model-repo=/models, --disable-auto-complete-config]',
        ],
      ],
    ],
    [
      'values that stand apart',
      [
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          'args: [--model-repository, /models, --disable-auto-complete-config]',
        ],
      ],
    ],
    [
      'flags of a program beside it in a script',
      [
        [
          `command: [tritonserver]
          args: [--model-repository=/models, --disable-auto-complete-config]`,
          "command: [sh, -c, 'pip install --no-cache-dir numpy && tritonserver --model-repository=/models']",
        ],
      ],
    ],
    [
      'a variable',
      [
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          'args: [--model-repository=/models, --disable-auto-complete-config, --http-thread-count=$(THREADS)]',
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('triton/flags-current', () => {
  it('finds flags that are deprecated', () => {
    expect(
      judge([
        'args: [--model-repository=/models, --disable-auto-complete-config]',
        'args: [--model-repository=/models, --strict-model-config=true]',
      ]),
    ).toEqual([
      'triton/flags-current Deployment/vision /spec/template/spec/containers/0/args/1: The flag --strict-model-config is deprecated.',
    ]);
  });

  it('finds a flag that is deprecated in a service of ours', () => {
    expect(judgeService([set(ROLLOUT, `${TRITON}/args/-`, '--response-cache-byte-size=1048576')])).toEqual([
      'triton/flags-current Rollout/image-classification /spec/template/spec/containers/0/args/8: The flag --response-cache-byte-size is deprecated.',
    ]);
  });
});

describe('triton/models-loaded', () => {
  it('finds no repository', () => {
    expect(
      judge([
        'args: [--model-repository=/models, --disable-auto-complete-config]',
        'args: [--disable-auto-complete-config]',
      ]),
    ).toEqual([
      'triton/models-loaded Deployment/vision /spec/template/spec/containers/0/args: Triton is started without --model-repository.',
    ]);
  });

  it('finds a model by name where all are loaded', () => {
    expect(
      judge([
        'args: [--model-repository=/models, --disable-auto-complete-config]',
        'args: [--model-repository=/models, --disable-auto-complete-config, --load-model=resnet]',
      ]),
    ).toEqual([
      'triton/models-loaded Deployment/vision /spec/template/spec/containers/0/args/2: --load-model is given, and --model-control-mode is none.',
    ]);
  });

  it('finds a model by name where all are loaded in a service of ours', () => {
    expect(judgeService([set(ROLLOUT, `${TRITON}/args/-`, '--load-model=resnet')])).toEqual([
      'triton/models-loaded Rollout/image-classification /spec/template/spec/containers/0/args/8: --load-model is given, and --model-control-mode is none.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'a command line of a script',
      [
        [
          `command: [tritonserver]
          args: [--model-repository=/models, --disable-auto-complete-config]`,
          'command: [/start.sh, tritonserver]',
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('triton/server-started', () => {
  it('finds flags without a program', () => {
    expect(
      judge([
        `          command: [tritonserver]
`,
        '',
      ]),
    ).toEqual([
      'triton/server-started Deployment/vision /spec/template/spec/containers/0/args/0: The container server of Deployment/vision has no command, and its first argument is --model-repository=/models.',
    ]);
  });

  it('finds neither command nor arguments', () => {
    expect(
      judge([
        `          command: [tritonserver]
          args: [--model-repository=/models, --disable-auto-complete-config]
`,
        '',
      ]),
    ).toEqual([
      'triton/server-started Deployment/vision /spec/template/spec/containers/0: The container server of Deployment/vision has no command and no arguments.',
    ]);
  });

  it('finds flags without a program in a service of ours', () => {
    expect(judgeService([remove(ROLLOUT, `${TRITON}/command`)])).toEqual([
      'triton/server-started Rollout/image-classification /spec/template/spec/containers/0/args/0: The container triton of Rollout/image-classification has no command, and its first argument is --model-repository=/models.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'the program as the first argument',
      [
        [
          `          command: [tritonserver]
`,
          '',
        ],
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          'args: [tritonserver, --model-repository=/models, --disable-auto-complete-config]',
        ],
      ],
    ],
    [
      "flags for the entrypoint of an image of one's own",
      [
        [
          `          command: [tritonserver]
`,
          '',
        ],
        ['nvcr.io/nvidia/tritonserver:26.07-py3@', 'registry.example.com/vision/tritonserver:1.2@'],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('triton/model-control', () => {
  it('finds models that anybody may load, and none at the start', () => {
    expect(
      judge([
        'args: [--model-repository=/models, --disable-auto-complete-config]',
        'args: [--model-repository=/models, --disable-auto-complete-config, --model-control-mode=explicit]',
      ]),
    ).toEqual([
      'triton/model-control Deployment/vision /spec/template/spec/containers/0/args/2: --model-control-mode is explicit, and no --load-model names a model: none is loaded.',
    ]);
  });

  it('finds models that change under traffic', () => {
    expect(
      judge([
        'args: [--model-repository=/models, --disable-auto-complete-config]',
        'args: [--model-repository=/models, --disable-auto-complete-config, --model-control-mode, poll]',
      ]),
    ).toEqual([
      'triton/model-control Deployment/vision /spec/template/spec/containers/0/args/2: --model-control-mode is poll.',
    ]);
  });

  it('finds models that anybody may load in a service of ours', () => {
    expect(judgeService([set(ROLLOUT, `${TRITON}/args/1`, '--model-control-mode=explicit')])).toEqual([
      'triton/model-control Rollout/image-classification /spec/template/spec/containers/0/args/1: --model-control-mode is explicit, and no --load-model names a model: none is loaded.',
    ]);
  });
});

describe('triton/strict-start', () => {
  it('finds a server that starts half loaded', () => {
    expect(
      judge([
        'args: [--model-repository=/models, --disable-auto-complete-config]',
        'args: [--model-repository=/models, --disable-auto-complete-config, --exit-on-error=false, --strict-readiness=0]',
      ]),
    ).toEqual([
      'triton/strict-start Deployment/vision /spec/template/spec/containers/0/args/2: --exit-on-error is false.',
      'triton/strict-start Deployment/vision /spec/template/spec/containers/0/args/3: --strict-readiness is 0.',
    ]);
  });

  it('finds a server that starts half loaded in a service of ours', () => {
    expect(judgeService([set(ROLLOUT, `${TRITON}/args/3`, '--exit-on-error=false')])).toEqual([
      'triton/strict-start Rollout/image-classification /spec/template/spec/containers/0/args/3: --exit-on-error is false.',
    ]);
  });
});

describe('triton/auto-complete-off', () => {
  it('finds a configuration that the server completes', () => {
    expect(
      judge([
        'args: [--model-repository=/models, --disable-auto-complete-config]',
        'args: [--model-repository=/models]',
      ]),
    ).toEqual([
      'triton/auto-complete-off Deployment/vision /spec/template/spec/containers/0/args: Triton is started without --disable-auto-complete-config.',
    ]);
  });

  it('finds a configuration that the server completes in a service of ours', () => {
    expect(judgeService([remove(ROLLOUT, `${TRITON}/args/4`)])).toEqual([
      'triton/auto-complete-off Rollout/image-classification /spec/template/spec/containers/0/args: Triton is started without --disable-auto-complete-config.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'a model that defines its tensors while it loads',
      [
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          'args: [--model-repository=/models]',
        ],
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
        [
          `    max_batch_size: 8
`,
          '',
        ],
        [
          `    dynamic_batching { max_queue_delay_microseconds: 100 }
`,
          '',
        ],
        [
          `    instance_group [ { kind: KIND_GPU count: 2 } ]
`,
          '',
        ],
        ['nvcr.io/nvidia/tritonserver:26.07-py3@', 'nvcr.io/nvidia/tritonserver:26.07-vllm-python-py3@'],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('triton/verbose-log', () => {
  it('finds lines for each request', () => {
    expect(
      judge([
        'args: [--model-repository=/models, --disable-auto-complete-config]',
        'args: [--model-repository=/models, --disable-auto-complete-config, --log-verbose=1]',
      ]),
    ).toEqual([
      'triton/verbose-log Deployment/vision /spec/template/spec/containers/0/args/2: --log-verbose is 1.',
    ]);
  });

  it('finds lines for each request in a service of ours', () => {
    expect(judgeService([set(ROLLOUT, `${TRITON}/args/-`, '--log-verbose=2')])).toEqual([
      'triton/verbose-log Rollout/image-classification /spec/template/spec/containers/0/args/8: --log-verbose is 2.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'no verbose lines',
      [
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          'args: [--model-repository=/models, --disable-auto-complete-config, --log-verbose=0]',
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('triton/repository-url', () => {
  it('finds a scheme that Triton does not read', () => {
    expect(
      judge([
        'args: [--model-repository=/models, --disable-auto-complete-config]',
        "args: ['--model-repository=https://models.example.com/v1', --disable-auto-complete-config]",
      ]),
    ).toEqual([
      'triton/repository-url Deployment/vision /spec/template/spec/containers/0/args/0: The model repository https://models.example.com/v1 has the scheme https; Triton reads s3, gs and as, and paths.',
    ]);
  });

  it('finds an endpoint without a port', () => {
    expect(
      judge(
        [
          'env: [{ name: HOME, value: /tmp },',
          'env: [{ name: AWS_DEFAULT_REGION, value: us-east-1 }, { name: HOME, value: /tmp },',
        ],
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          "args: ['--model-repository=s3://https://minio.example.com/models/v1', --disable-auto-complete-config]",
        ],
      ),
    ).toEqual([
      "triton/repository-url Deployment/vision /spec/template/spec/containers/0/args/0: The model repository s3://https://minio.example.com/models/v1 is not of the form by which Triton finds an endpoint of one's own.",
    ]);
  });

  it('finds a bucket with capitals', () => {
    expect(
      judge(
        [
          'env: [{ name: HOME, value: /tmp },',
          'env: [{ name: AWS_DEFAULT_REGION, value: us-east-1 }, { name: HOME, value: /tmp },',
        ],
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          "args: ['--model-repository=s3://Models/v1', --disable-auto-complete-config]",
        ],
      ),
    ).toEqual([
      'triton/repository-url Deployment/vision /spec/template/spec/containers/0/args/0: The model repository s3://Models/v1 names no bucket that S3 can have.',
    ]);
  });

  it('finds an account without a container', () => {
    expect(
      judge([
        'args: [--model-repository=/models, --disable-auto-complete-config]',
        "args: ['--model-repository=as://account1', --disable-auto-complete-config]",
      ]),
    ).toEqual([
      'triton/repository-url Deployment/vision /spec/template/spec/containers/0/args/0: The model repository as://account1 names no container.',
      'triton/repository-versioned Deployment/vision /spec/template/spec/containers/0/args/0: The model repository as://account1 names no version.',
    ]);
  });

  it("finds the scheme of Azure's own tools", () => {
    expect(
      judge([
        'args: [--model-repository=/models, --disable-auto-complete-config]',
        "args: ['--model-repository=azureblob://account/container/1', --disable-auto-complete-config]",
      ]),
    ).toEqual([
      'triton/repository-url Deployment/vision /spec/template/spec/containers/0/args/0: The model repository azureblob://account/container/1 has the scheme azureblob; Triton reads s3, gs and as, and paths.',
    ]);
  });

  it('finds no bucket', () => {
    expect(
      judge([
        'args: [--model-repository=/models, --disable-auto-complete-config]',
        "args: ['--model-repository=gs://', --disable-auto-complete-config]",
      ]),
    ).toEqual([
      'triton/repository-url Deployment/vision /spec/template/spec/containers/0/args/0: The model repository gs:// names no bucket.',
      'triton/repository-versioned Deployment/vision /spec/template/spec/containers/0/args/0: The model repository gs:// names no version.',
    ]);
  });

  it('finds a scheme that Triton does not read in a service of ours', () => {
    expect(judgeService([set(ROLLOUT, `${TRITON}/args/0`, '--model-repository=http://models/1')])).toEqual([
      'triton/repository-url Rollout/image-classification /spec/template/spec/containers/0/args/0: The model repository http://models/1 has the scheme http; Triton reads s3, gs and as, and paths.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      's3://bucket/models/1',
      [
        [
          'env: [{ name: HOME, value: /tmp },',
          'env: [{ name: AWS_DEFAULT_REGION, value: us-east-1 }, { name: HOME, value: /tmp },',
        ],
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          "args: ['--model-repository=s3://bucket/models/1', --disable-auto-complete-config]",
        ],
      ],
    ],
    [
      's3://minio:9000/bucket/1',
      [
        [
          'env: [{ name: HOME, value: /tmp },',
          'env: [{ name: AWS_DEFAULT_REGION, value: us-east-1 }, { name: HOME, value: /tmp },',
        ],
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          "args: ['--model-repository=s3://minio:9000/bucket/1', --disable-auto-complete-config]",
        ],
      ],
    ],
    [
      's3://https://minio.example.com:443/bucket/1',
      [
        [
          'env: [{ name: HOME, value: /tmp },',
          'env: [{ name: AWS_DEFAULT_REGION, value: us-east-1 }, { name: HOME, value: /tmp },',
        ],
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          "args: ['--model-repository=s3://https://minio.example.com:443/bucket/1', --disable-auto-complete-config]",
        ],
      ],
    ],
    [
      'gs://bucket/1',
      [
        [
          'env: [{ name: HOME, value: /tmp },',
          'env: [{ name: AWS_DEFAULT_REGION, value: us-east-1 }, { name: HOME, value: /tmp },',
        ],
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          "args: ['--model-repository=gs://bucket/1', --disable-auto-complete-config]",
        ],
      ],
    ],
    [
      'as://account/container/1',
      [
        [
          'env: [{ name: HOME, value: /tmp },',
          'env: [{ name: AWS_DEFAULT_REGION, value: us-east-1 }, { name: HOME, value: /tmp },',
        ],
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          "args: ['--model-repository=as://account/container/1', --disable-auto-complete-config]",
        ],
      ],
    ],
    [
      'models/1',
      [
        [
          'env: [{ name: HOME, value: /tmp },',
          'env: [{ name: AWS_DEFAULT_REGION, value: us-east-1 }, { name: HOME, value: /tmp },',
        ],
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          "args: ['--model-repository=models/1', --disable-auto-complete-config]",
        ],
      ],
    ],
    [
      '$(REPOSITORY)',
      [
        [
          'env: [{ name: HOME, value: /tmp },',
          'env: [{ name: AWS_DEFAULT_REGION, value: us-east-1 }, { name: HOME, value: /tmp },',
        ],
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          "args: ['--model-repository=$(REPOSITORY)', --disable-auto-complete-config]",
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('triton/repository-versioned', () => {
  it('finds a prefix that all releases share', () => {
    expect(
      judge(
        [
          'env: [{ name: HOME, value: /tmp },',
          'env: [{ name: AWS_DEFAULT_REGION, value: us-east-1 }, { name: HOME, value: /tmp },',
        ],
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          "args: ['--model-repository=s3://your-bucket/models', --disable-auto-complete-config]",
        ],
      ),
    ).toEqual([
      'triton/repository-versioned Deployment/vision /spec/template/spec/containers/0/args/0: The model repository s3://your-bucket/models names no version.',
    ]);
  });

  it('finds a version that is only in the name of the bucket', () => {
    expect(
      judge([
        'args: [--model-repository=/models, --disable-auto-complete-config]',
        "args: ['--model-repository=gs://models-v2/vision', --disable-auto-complete-config]",
      ]),
    ).toEqual([
      'triton/repository-versioned Deployment/vision /spec/template/spec/containers/0/args/0: The model repository gs://models-v2/vision names no version.',
    ]);
  });

  it('finds a prefix that all releases share in a service of ours', () => {
    expect(judgeService([set(ROLLOUT, `${TRITON}/args/0`, '--model-repository=gs://models/vision')])).toEqual(
      [
        'triton/repository-versioned Rollout/image-classification /spec/template/spec/containers/0/args/0: The model repository gs://models/vision names no version.',
      ],
    );
  });
});

describe('triton/store-region', () => {
  it('finds a bucket of AWS without a region', () => {
    expect(
      judge([
        'args: [--model-repository=/models, --disable-auto-complete-config]',
        "args: ['--model-repository=s3://bucket/models/1', --disable-auto-complete-config]",
      ]),
    ).toEqual([
      'triton/store-region Deployment/vision /spec/template/spec/containers/0/args/0: Triton reads s3://bucket/models/1, and AWS_DEFAULT_REGION is not set.',
    ]);
  });

  it('finds a bucket of AWS without a region in a service of ours', () => {
    expect(
      judgeService([set(ROLLOUT, `${TRITON}/args/0`, '--model-repository=s3://bucket/models/1')]),
    ).toEqual([
      'triton/store-region Rollout/image-classification /spec/template/spec/containers/0/args/0: Triton reads s3://bucket/models/1, and AWS_DEFAULT_REGION is not set.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'a profile that says it',
      [
        [
          'env: [{ name: HOME, value: /tmp },',
          'env: [{ name: AWS_PROFILE, value: eu }, { name: HOME, value: /tmp },',
        ],
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          "args: ['--model-repository=s3://bucket/models/1', --disable-auto-complete-config]",
        ],
      ],
    ],
    [
      "a store of one's own",
      [
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          "args: ['--model-repository=s3://minio:9000/bucket/1', --disable-auto-complete-config]",
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('triton/store-credentials', () => {
  it('finds half of a pair of keys', () => {
    expect(
      judge(
        [
          'env: [{ name: HOME, value: /tmp },',
          'env: [{ name: AWS_DEFAULT_REGION, value: us-east-1 }, { name: HOME, value: /tmp },',
        ],
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          "args: ['--model-repository=s3://bucket/models/1', --disable-auto-complete-config]",
        ],
        [
          '{ name: USER, value: triton }',
          '{ name: USER, value: triton }, { name: AWS_ACCESS_KEY_ID, value: key }',
        ],
      ),
    ).toEqual([
      'triton/store-credentials Deployment/vision /spec/template/spec/containers/0/env: AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not.',
    ]);
  });

  it('finds keys of another cloud', () => {
    expect(
      judge(
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          "args: ['--model-repository=gs://bucket/1', --disable-auto-complete-config]",
        ],
        [
          'env: [{ name: HOME, value: /tmp },',
          'env: [{ name: AWS_ACCESS_KEY_ID, value: $(ID) }, { name: AWS_SECRET_ACCESS_KEY, value: $(KEY) }, { name: HOME, value: /tmp },',
        ],
      ),
    ).toEqual([
      'triton/store-credentials Deployment/vision /spec/template/spec/containers/0/env: The model repository gs://bucket/1 is read with AWS_ACCESS_KEY_ID, which is for another kind of store.',
    ]);
  });

  it('finds a file that is not mounted', () => {
    expect(
      judge(
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          "args: ['--model-repository=gs://bucket/1', --disable-auto-complete-config]",
        ],
        [
          'env: [{ name: HOME, value: /tmp },',
          'env: [{ name: GOOGLE_APPLICATION_CREDENTIALS, value: /keys/key.json }, { name: HOME, value: /tmp },',
        ],
      ),
    ).toEqual([
      'triton/store-credentials Deployment/vision /spec/template/spec/containers/0/env: GOOGLE_APPLICATION_CREDENTIALS is /keys/key.json, and no volume is mounted there.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      'a pair of keys',
      [
        [
          'args: [--model-repository=/models, --disable-auto-complete-config]',
          "args: ['--model-repository=s3://bucket/1', --disable-auto-complete-config]",
        ],
        [
          'env: [{ name: HOME, value: /tmp },',
          'env: [{ name: AWS_ACCESS_KEY_ID, value: $(ID) }, { name: AWS_SECRET_ACCESS_KEY, value: $(KEY) }, { name: AWS_DEFAULT_REGION, value: us-east-1 }, { name: HOME, value: /tmp },',
        ],
      ],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('triton/release-safe', () => {
  it('finds a release that callers can take over', () => {
    expect(
      judge(['nvcr.io/nvidia/tritonserver:26.07-py3@', 'nvcr.io/nvidia/tritonserver:24.01-py3@']),
    ).toEqual([
      'triton/release-safe Deployment/vision /spec/template/spec/containers/0/image: Triton 24.01 is older than 25.07: CVE-2025-23319, CVE-2025-23320 and CVE-2025-23334 chain to remote code execution.',
    ]);
  });

  it.each<[string, Replacement[]]>([
    [
      "an image of one's own",
      [['nvcr.io/nvidia/tritonserver:26.07-py3@', 'registry.example.com/vision/triton:24.01-py3@']],
    ],
  ])('accepts %s', (_title, edits) => {
    expect(judge(...edits)).toEqual([]);
  });
});

describe('triton/release-current', () => {
  it('finds a release before the last fixes', () => {
    expect(
      judge(['nvcr.io/nvidia/tritonserver:26.07-py3@', 'nvcr.io/nvidia/tritonserver:26.01-py3@']),
    ).toEqual([
      'triton/release-current Deployment/vision /spec/template/spec/containers/0/image: Triton 26.01 is older than 26.05: CVE-2026-24206 and CVE-2026-24207 bypass authentication.',
    ]);
  });

  it('finds a release before the last fixes in a service of ours', () => {
    expect(
      judgeService([
        set(ROLLOUT, `${TRITON}/image`, `nvcr.io/nvidia/tritonserver:26.02-py3@sha256:${'a'.repeat(64)}`),
      ]),
    ).toEqual([
      'triton/release-current Rollout/image-classification /spec/template/spec/containers/0/image: Triton 26.02 is older than 26.05: CVE-2026-24206 and CVE-2026-24207 bypass authentication.',
    ]);
  });
});
