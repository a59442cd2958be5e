import { describe, expect, it } from 'vitest';
import { planFixture } from './plan-fixture.ts';
import { MINIMAL_SPEC, planInputsFixture, type InputTexts } from './plan-inputs-fixture.ts';
import { resolvePlan } from './resolve-plan.ts';

/** Replaces text in one of the input files; a text that is not there is a mistake of the test. */
function edited(role: keyof InputTexts, ...pairs: [string, string][]) {
  return planInputsFixture((texts) => ({
    [role]: pairs.reduce((text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`no ${from} in ${role}`);
      return text.replace(from, to);
    }, texts[role]),
  }));
}

function planOf(inputs = planInputsFixture()) {
  const { plan, findings } = resolvePlan(inputs);
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  return plan!;
}

function podAnnotations(inputs = planInputsFixture()): Record<string, string> {
  const { mesh } = planOf(inputs);
  return mesh.mode === 'sidecar' ? mesh.podAnnotations : {};
}

describe('resolvePlan', () => {
  it('resolves the sample inputs to the plan that the tests of the builders use', () => {
    const { plan, findings } = resolvePlan(planInputsFixture());
    expect(findings).toEqual([]);
    expect(plan).toEqual(planFixture());
  });

  it('completes a spec of a dozen lines', () => {
    const { plan, findings } = resolvePlan(planInputsFixture(() => ({ service: MINIMAL_SPEC })));
    expect(MINIMAL_SPEC.trimEnd().split('\n').length).toBe(12);
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([['plan/draft', 'warning']]);
    expect(plan).toMatchObject({
      triton: { release: '26.07', variant: 'py3' },
      gpu: { kind: 'whole', count: 1 },
      resources: { limits: { memory: '2Gi' } },
      scaling: { minReplicas: 2, maxReplicas: 4, metric: { type: 'queueTime', targetMs: 50 } },
      slo: { window: '30d', availability: { target: 99.5 } },
      delivery: { fetchers: [] },
    });
  });

  it('gives the same plan whatever the order of the keys in the files', () => {
    const shuffled = edited(
      'service',
      ["  triton: { release: '26.07' }\n", ''],
      ['  scaling:\n', "  triton: { release: '26.07' }\n  scaling:\n"],
    );
    expect(planOf(shuffled)).toEqual(planFixture());
  });

  it('lets overrides win in file order, and only where they match', () => {
    const inputs = edited('service', [
      '  traffic:',
      `  overrides:
    - { match: { environment: production }, spec: { scaling: { maxReplicas: 4 }, slo: { window: 7d } } }
    - { match: { cluster: prod-us-east }, spec: { scaling: { maxReplicas: 5 } } }
    - { match: { cluster: elsewhere }, spec: { scaling: { maxReplicas: 3 } } }
    - { match: { environment: staging, cluster: prod-us-east }, spec: { scaling: { minReplicas: 3 } } }
  traffic:`,
    ]);
    expect(planOf(inputs)).toMatchObject({
      scaling: { minReplicas: 2, maxReplicas: 5 },
      slo: { window: '7d' },
    });
  });

  it('goes back to the built-in default where an override takes a value back', () => {
    const inputs = edited('service', [
      '  traffic:',
      `  overrides:
    - match: { cluster: prod-us-east }
      spec: { slo: { latency: null, window: null }, scaling: { minReplicas: null, metric: null }, rollout: null }
  traffic:`,
    ]);
    expect(planOf(inputs)).toMatchObject({
      slo: { latency: [], window: '30d' },
      scaling: { minReplicas: 2, metric: { type: 'queueTime', targetMs: 50 } },
      rollout: { canary: { dynamicStableScale: false, analysis: { failureLimit: 2 } } },
    });
  });

  it('grants a request its longest duration, at the first try as in total', () => {
    const { traffic } = planOf(
      edited('service', ['expectedRate: 300', 'expectedRate: 300, maxDuration: 45s']),
    );
    expect(traffic.timeoutSeconds).toBe(45);
    expect(traffic.retries).toEqual({ attempts: 1, retryOn: 'connect-failure,refused-stream' });
  });

  it.each([
    ['300', 120, 50],
    ['2', 120, 24],
    ['0.5', 420, 21],
    ['0.01', 1800, 10],
  ])(
    'widens the window of the analysis until %s requests a second fill it',
    (rate, windowSeconds, minRequests) => {
      const { rollout } = planOf(edited('service', ['expectedRate: 300', `expectedRate: ${rate}`]));
      const analysis = { windowSeconds, minRequests, initialDelaySeconds: windowSeconds };
      expect(rollout).toMatchObject({ canary: { analysis } });
    },
  );

  it('takes a count of instances below one for the default, and says so', () => {
    const { plan, findings } = resolvePlan(edited('service', ['count: 1 }]', 'count: -2147483648 }]']));
    expect(plan).toBeUndefined();
    expect(findings.map(({ rule, pointer }) => [rule, pointer])).toEqual([
      ['triton/instance-group', '/spec/models/0/config/instance_group/0/count'],
    ]);
  });

  it('never asks Istio for more requests than it can count', () => {
    const inputs = edited('service', ['expectedRate: 300', 'expectedRate: 1000000, maxDuration: 1h30m']);
    expect(planOf(inputs).traffic.connections.maxRequests).toBe(2_147_483_647);
  });

  it('takes a count of no GPUs as it is', () => {
    const { findings } = resolvePlan(
      planInputsFixture(() => ({ service: MINIMAL_SPEC.replace('spec:', 'spec:\n  gpu: { count: 0 }') })),
    );
    expect(findings.map(({ rule }) => rule)).toEqual(['plan/no-node-pool']);
  });

  it('counts GPUs by what the models need', () => {
    const onCpu = planInputsFixture(({ cluster }) => ({
      service: MINIMAL_SPEC.replace(
        'backend: onnxruntime',
        'backend: onnxruntime\n        instance_group: [{ kind: KIND_CPU }]',
      ),
      cluster: cluster.replace(
        '  modelStores:',
        `    - { name: cpu, nodeSelector: { pool: cpu }, nodes: { min: 1, max: 3 }, allocatable: { cpu: '16', memory: 64Gi } }
  modelStores:`,
      ),
    }));
    expect(planOf(onCpu)).toMatchObject({
      gpu: { kind: 'none' },
      nodePool: { name: 'cpu' },
      monitoring: { gpuMetrics: 'none' },
    });
  });

  it('measures decoupled models by their first response only where that is asked', () => {
    const streaming = edited(
      'service',
      [
        '        max_batch_size: 8',
        '        max_batch_size: 8\n        model_transaction_policy: { decoupled: true }',
      ],
      [
        '    latency: [{ threshold: 200ms, target: 99 }]',
        '    latency: [{ threshold: 30s, target: 99 }]\n    firstToken: [{ threshold: 800ms, target: 95 }]',
      ],
    );
    expect(planOf(streaming).slo).toMatchObject({
      latency: [{ thresholdMs: 30_000, source: 'gateway' }],
      firstToken: [{ thresholdMs: 800, source: 'triton-first-response' }],
    });
  });

  it('falls back to the gateway for releases without the histogram, and leaves the configuration alone', () => {
    const plan = planOf(
      planInputsFixture(({ service, environment, images }) => ({
        service: service.replace("'26.07'", "'25.12'"),
        environment: environment.replace("'26.05'", "'25.07'"),
        images: images.replace('26.07-py3', '25.12-py3'),
      })),
    );
    expect(plan.slo.latencySource).toBe('gateway');
    expect(plan.triton.args.join(' ')).not.toContain('metrics-config');
    expect(plan.models[0]!.configText).not.toContain('model_metrics');
  });

  it('keeps init traffic away from a proxy that does not run yet', () => {
    const inputs = edited('cluster', ['nativeSidecars: true', 'nativeSidecars: false']);
    expect(podAnnotations(inputs)).toMatchObject({
      'traffic.sidecar.istio.io/excludeOutboundIPRanges': '10.20.0.0/16',
    });
    expect(podAnnotations()).not.toHaveProperty(['traffic.sidecar.istio.io/excludeOutboundIPRanges']);
  });

  it('raises budgets with the model', () => {
    const large = planOf(edited('service', ['size: 98Mi', 'size: 40Gi']));
    expect(large.budgets).toMatchObject({
      fetch: 205,
      load: 92,
      startupProbe: { periodSeconds: 5, failureThreshold: 37 },
      progressDeadlineSeconds: 300 + 205 + 185 + 360 + 10,
    });
    expect(large.volumes.models?.sizeLimit).toBe('48Gi');
    expect(large.scaling).toMatchObject({ scaleDownStabilizationSeconds: 594 });
    const huge = planOf(edited('service', ['size: 98Mi', 'size: 400Gi']));
    expect(huge.scaling).toMatchObject({ scaleDownStabilizationSeconds: 3600 });
  });

  it.each([
    ['pvc', 'uri: pvc://ml-models/vision'],
    ['image-volume', 'uri: oci://registry.example.com/models'],
  ])('keeps no room for artifacts that are mounted: %s', (mode, uri) => {
    const { cluster } = edited(
      'cluster',
      ['modelDelivery: { mode: fetch }', `modelDelivery: { mode: ${mode} }`],
      ['uri: s3://ml-models-us-east-1', uri],
    );
    const { service } = edited('service', [
      'size: 98Mi',
      `size: 98Mi\n              imageDigest: sha256:${'d'.repeat(64)}`,
    ]);
    const { volumes, resources } = planOf({ ...planInputsFixture(), cluster, service });
    expect(volumes).toMatchObject({ models: { sizeLimit: '64Mi' }, scratch: { sizeLimit: '1Gi' } });
    expect(resources.limits['ephemeral-storage']).toBe('1600Mi');
  });

  it('gives Triton room and time to copy a remote repository itself', () => {
    const { cluster } = edited('cluster', ['mode: fetch', 'mode: remote']);
    const { service } = edited(
      'service',
      ['size: 98Mi', 'size: 40Gi'],
      ['  models:', '  modelRepository: store://models/image_classification\n  models:'],
    );
    const { volumes, resources, budgets } = planOf({ ...planInputsFixture(), cluster, service });
    expect(volumes).toMatchObject({ models: undefined, scratch: { sizeLimit: '49Gi' } });
    expect(resources.limits['ephemeral-storage']).toBe('50688Mi');
    expect(budgets).toMatchObject({ fetch: 205, load: 92, startupProbe: { failureThreshold: 119 } });
  });

  it('pulls images from the mirror that the lock names, by the same digest', () => {
    const inputs = edited('images', [
      'tag: 26.07-py3',
      'tag: 26.07-py3\n      mirror: mirror.example.com/triton',
    ]);
    expect(planOf(inputs).triton.image).toBe(`mirror.example.com/triton:26.07-py3@sha256:${'a'.repeat(64)}`);
  });
});

describe('a cluster without Argo Rollouts', () => {
  const onEdge = (nodes: string, replicas: string) =>
    planInputsFixture(({ service, environment, cluster }) => ({
      service: service
        .replace(/  rollout:\n.*\n.*\n/, '')
        .replace('minReplicas: 2', `minReplicas: ${replicas}`)
        .replace('maxReplicas: 6', `maxReplicas: ${replicas}`),
      environment: environment.replace('    minReplicas: 2\n', ''),
      cluster: cluster
        .replace('rollouts: { enabled: true }', 'rollouts: { enabled: false }')
        .replace('nodes: { min: 2, max: 6, provisioning: 6m }', `nodes: { min: 1, max: ${nodes} }`)
        .replace('nvidia.com/gpu: 8', 'nvidia.com/gpu: 1'),
    }));

  it.each([
    ['2', '1', 1, 0],
    ['4', '3', 1, 1],
    ['1', '1', 0, 1],
  ])('on %s GPUs replaces %s replicas by a surge of %d', (nodes, replicas, maxSurge, maxUnavailable) => {
    const plan = planOf(onEdge(nodes, replicas));
    expect(plan.rollout).toEqual({ strategy: 'rolling-update', maxSurge, maxUnavailable });
  });

  it('says so, without taking it for a mistake', () => {
    expect(resolvePlan(onEdge('2', '1')).findings).toMatchObject([
      { rule: 'plan/no-canary', severity: 'info' },
    ]);
  });

  it('refuses canary steps that a spec asks for', () => {
    const { plan, findings } = resolvePlan(
      edited('cluster', ['rollouts: { enabled: true }', 'rollouts: { enabled: false }']),
    );
    expect(plan).toBeUndefined();
    expect(findings).toMatchObject([
      {
        rule: 'plan/canary-impossible',
        message: 'The spec asks for canary steps, but on prod-us-east Argo Rollouts does not run there.',
        related: [{ file: 'clusters/prod-us-east/cluster.yaml' }],
      },
    ]);
  });
});

describe('findings of resolvePlan', () => {
  const cases: [name: string, inputs: ReturnType<typeof planInputsFixture>, expected: object][] = [
    [
      'a GPU product that no pool has',
      edited('service', ['gpu: { count: 1,', 'gpu: { count: 1, product: NVIDIA-H100,']),
      {
        rule: 'plan/no-node-pool',
        message: 'No node pool of prod-us-east fits: a100 has NVIDIA-A100-SXM4-80GB, NVIDIA-H100 is needed.',
        fix: 'Ask for less, choose other clusters in spec.placement, or add a node pool to the cluster.',
        file: 'apps/image-classification/model-service.yaml',
        line: 27,
        related: [
          {
            file: 'clusters/prod-us-east/cluster.yaml',
            line: 23,
            column: 47,
            message: 'a100 has NVIDIA-A100-SXM4-80GB, NVIDIA-H100 is needed',
          },
        ],
      },
    ],
    [
      'GPU memory that no pool has',
      edited('service', ['minMemory: 8Gi', 'minMemory: 141Gi']),
      { message: 'No node pool of prod-us-east fits: a100 has GPUs of 80Gi, 141Gi are needed.' },
    ],
    [
      'a compute capability that no pool has',
      edited('service', ["minComputeCapability: '7.5'", "minComputeCapability: '9.0'"]),
      { message: 'No node pool of prod-us-east fits: a100 has compute capability 8.0, 9.0 is needed.' },
    ],
    [
      'more GPUs than a node has',
      edited('service', ['gpu: { count: 1', 'gpu: { count: 16']),
      { message: 'No node pool of prod-us-east fits: a100 has 8 GPUs per node, 16 are needed.' },
    ],
    [
      'more memory than a node has',
      edited('service', ['memory: 4Gi', 'memory: 2Ti'], ['memory: 8Gi', 'memory: 2Ti']),
      { message: 'No node pool of prod-us-east fits: a100 has 900Gi of memory per node, 2Ti are requested.' },
    ],
    [
      'replicas beyond the pool',
      edited('service', ['maxReplicas: 6', 'maxReplicas: 49']),
      {
        rule: 'plan/pool-capacity',
        message: 'scaling.maxReplicas is 49, but the node pool a100 holds at most 48 replicas of 1 GPU(s).',
        line: 34,
        related: [
          { file: 'clusters/prod-us-east/cluster.yaml', line: 25, column: 29, message: 'nodes of the pool' },
        ],
      },
    ],
    [
      'measured GPU memory beyond the device',
      edited('service', ['gpuMemory: 2Gi', 'gpuMemory: 79Gi']),
      {
        rule: 'plan/gpu-memory',
        message: 'The model instances need 79Gi of GPU memory; 1 device(s) of 80Gi in a100 leave 72Gi.',
      },
    ],
    [
      'an unknown store',
      planInputsFixture(({ service, environment }) => ({
        service: service.replace('store://models/', 'store://modles/'),
        environment: environment.replace('stores: [models]', 'stores: [modles]'),
      })),
      {
        rule: 'plan/unknown-store',
        message: 'The artifact is in the store modles, which prod-us-east does not have (it has models).',
      },
    ],
    [
      'an image without a digest',
      edited('images', ['26.07-py3', '26.06-py3']),
      {
        rule: 'plan/image-not-locked',
        message: 'The image nvcr.io/nvidia/tritonserver:26.07-py3 is needed, but its digest is not locked.',
        fix: 'Add nvcr.io/nvidia/tritonserver:26.07-py3 with its digest to environments/production/images.yaml.',
      },
    ],
    [
      'an artifact that was built for other GPUs',
      edited('service', [
        '              size: 98Mi',
        "              size: 98Mi\n              builtFor: { computeCapability: '9.0' }",
      ]),
      {
        rule: 'plan/artifact-built-for',
        message: 'The artifacts were built for compute capability 9.0; the node pool a100 has 8.0.',
      },
    ],
    [
      'models whose backends no image carries together',
      edited('service', [
        '      gpuMemory: 2Gi',
        `    - name: chat
      versions: [{ version: 1, artifacts: [{ storageUri: store://models/chat/1, size: 1Gi }] }]
      config:
        backend: vllm
        input: [{ name: text_input, data_type: TYPE_STRING, dims: [1] }]
        output: [{ name: text_output, data_type: TYPE_STRING, dims: [1] }]
        instance_group: [{ kind: KIND_MODEL }]`,
      ]),
      {
        rule: 'plan/mixed-variants',
        message: 'No image carries both backends: pytorch is in py3, vllm in vllm-python-py3.',
        fix: 'Move the models of one backend to a service of their own.',
      },
    ],
    [
      'a memory limit below what the server itself takes',
      edited(
        'service',
        ["requests: { cpu: '2', memory: 4Gi }", "requests: { cpu: '2', memory: 1Gi }"],
        ['memory: 8Gi }', 'memory: 1Gi }'],
      ),
      {
        rule: 'plan/memory-limit',
        message: 'The memory limit is 1Gi; server, pinned memory and /dev/shm alone need 1344Mi.',
      },
    ],
    [
      'a first-token objective that the release cannot measure',
      planInputsFixture(({ service, environment, images }) => ({
        service: service
          .replace("'26.07'", "'25.12'")
          .replace(
            'latency: [{ threshold: 200ms, target: 99 }]',
            'firstToken: [{ threshold: 200ms, target: 99 }]',
          ),
        environment: environment.replace("'26.05'", "'25.07'"),
        images: images.replace('26.07-py3', '25.12-py3'),
      })),
      {
        rule: 'plan/first-token-not-measured',
        message:
          'An objective for the first token is set, but Triton 25.12 has no first-response histogram for these models.',
      },
    ],
    [
      'a gateway without a domain for services',
      planInputsFixture(({ cluster }) => ({
        cluster: cluster
          .replace("'*.ml.example.com'", "'*.ml.example.com', 'ml.example.com'")
          .replace('cni: true', 'cni: false'),
      })),
      {
        rule: 'plan/mesh-needs-cni',
        message:
          'The mesh runs without istio-cni, so each pod needs NET_ADMIN, which Pod Security restricted refuses.',
        file: 'clusters/prod-us-east/cluster.yaml',
      },
    ],
    [
      'a contradiction between an override and the service',
      edited('service', [
        '  traffic:',
        '  overrides: [{ match: { environment: production }, spec: { scaling: { maxReplicas: 1 } } }]\n  traffic:',
      ]),
      {
        message: '/scaling/minReplicas is 2, above maxReplicas, which is 1.',
        line: 34,
        related: [
          {
            file: 'apps/image-classification/model-service.yaml',
            line: 31,
            column: 85,
            message: 'maxReplicas is 1',
          },
        ],
      },
    ],
    [
      'a model configuration that Triton refuses',
      edited('service', ['dynamic_batching: { max', 'dynamic_batching: { preferred_batch_size: [16], max']),
      { file: 'apps/image-classification/model-service.yaml', line: 22 },
    ],
  ];

  it.each(cases)('name %s', (_, inputs, expected) => {
    const { plan, findings } = resolvePlan(inputs);
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({
      service: 'image-classification',
      cluster: 'prod-us-east',
      ...expected,
    });
    expect(plan).toBeUndefined();
  });

  it('warn about releases with known holes', () => {
    const { findings } = resolvePlan(
      planInputsFixture(({ service, environment, images }) => ({
        service: service.replace("'26.07'", "'26.01'"),
        environment: environment.replace("'26.05'", "'25.07'"),
        images: images.replace('26.07-py3', '26.01-py3'),
      })),
    );
    expect(findings).toMatchObject([{ rule: 'plan/release-security', severity: 'warning', line: 7 }]);
  });
});

describe('the policy of the environment', () => {
  const cases: [name: string, inputs: ReturnType<typeof planInputsFixture>, expected: object][] = [
    [
      'too few replicas',
      edited('service', ['minReplicas: 2', 'minReplicas: 1']),
      {
        rule: 'policy/min-replicas',
        message: 'scaling.minReplicas is 1; the policy asks for at least 2.',
        line: 33,
        related: [
          { file: 'environments/production/environment.yaml', line: 10, message: 'the bound of production' },
        ],
      },
    ],
    [
      'an old release',
      edited('environment', ["minRelease: '26.05'", "minRelease: '26.08'"]),
      { rule: 'policy/min-release', message: 'triton.release is 26.07; the policy asks for 26.08 or later.' },
    ],
    [
      'an artifact without checksum',
      planInputsFixture(({ service, environment }) => ({
        service: service.replace(`              sha256: ${'b'.repeat(64)}\n`, ''),
        environment: environment.replace('stores: [models]', 'verified: true'),
      })),
      {
        rule: 'policy/verified-artifacts',
        message: 'Version 1 has an artifact without sha256; the policy asks for verified artifacts.',
      },
    ],
    [
      'a store that is not allowed',
      edited('environment', ['stores: [models]', 'stores: [golden]']),
      {
        rule: 'policy/artifact-stores',
        message: 'The artifact is in the store models; the policy allows golden.',
      },
    ],
    [
      'a first step that is too large',
      edited('environment', ['maxFirstWeight: 20', 'maxFirstWeight: 5']),
      {
        rule: 'policy/max-first-weight',
        message: 'The first canary step moves 20 % of the traffic; the policy allows 5 %.',
      },
    ],
    [
      'a configuration that Triton would have to complete',
      planInputsFixture(({ service, environment }) => ({
        service: service
          .replace('backend: pytorch', 'backend: onnxruntime')
          .replace('        output: [{ name: OUTPUT__0, data_type: TYPE_FP32, dims: [1000] }]\n', ''),
        environment: environment.replace('    minReplicas: 2', '    minReplicas: 2\n    autoComplete: false'),
      })),
      {
        rule: 'policy/auto-complete',
        message:
          'The configuration of image_classification leaves inputs or outputs to Triton; the policy asks for explicit ones.',
      },
    ],
  ];

  it.each(cases)('refuses %s and names both places', (_, inputs, expected) => {
    const { plan, findings } = resolvePlan(inputs);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ severity: 'error', ...expected });
    expect(findings[0]!.related).toHaveLength(1);
    expect(plan).toBeUndefined();
  });

  it('bounds the derived canary steps, too', () => {
    const inputs = planInputsFixture(({ environment }) => ({
      service: MINIMAL_SPEC,
      environment: environment.replace('maxFirstWeight: 20', 'maxFirstWeight: 5'),
    }));
    expect(planOf(inputs).rollout).toMatchObject({
      canary: { steps: [{ setWeight: 5 }, {}, {}, {}, {}, {}] },
    });
  });
});
