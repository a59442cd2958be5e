import { modelConfigSchema } from '@fleetwright/triton-config';
import {
  API_VERSION,
  bytes,
  closedObject,
  computeCapability,
  clusterName,
  dnsLabel,
  duration,
  labels,
  named,
  prose,
  quantity,
  release,
  serviceName,
  type Schema,
} from './common.ts';
import { patchSchema } from './spec-patch.ts';

const percent: Schema = { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 100 };

const storageUri: Schema = {
  type: 'string',
  pattern: '^store://[a-z][-a-z0-9]*/[A-Za-z0-9._/@+=-]+$',
  'x-expected': 'store://<store>/<path>',
  maxLength: 1024,
};

const artifact = named(
  'Artifact',
  closedObject(
    'One stored form of a model version: a directory in a model store.',
    {
      storageUri: {
        ...storageUri,
        description:
          'store://<store>/<path>, where the cluster maps the store name to a bucket. The path must be immutable: a new artifact gets a new path.',
      },
      sha256: {
        type: 'string',
        description:
          'SHA-256 of the sorted file list (docs/artifacts.md); the fetch step refuses anything else.',
        pattern: '^[0-9a-f]{64}$',
        'x-expected': '64 lower-case hexadecimal digits',
        maxLength: 64,
      },
      imageDigest: {
        type: 'string',
        description:
          'Digest of the OCI artifact that holds the same files, for clusters that mount image volumes.',
        pattern: '^sha256:[0-9a-f]{64}$',
        'x-expected': 'sha256: and 64 hexadecimal digits',
        maxLength: 71,
      },
      size: { ...bytes, description: 'Bytes to fetch: sizes the volume and the fetch budget.' },
      builtFor: closedObject('What an engine was compiled for; absent for portable formats.', {
        computeCapability,
        tensorrt: {
          type: 'string',
          pattern: '^[0-9]{1,3}(?:\\.[0-9]{1,3}){0,3}$',
          'x-expected': 'a quoted version such as "10.13"',
          maxLength: 15,
        },
      }),
    },
    ['storageUri'],
  ),
);

const model = named(
  'Model',
  closedObject(
    'One Triton model: a directory of the model repository.',
    {
      name: {
        type: 'string',
        description: "Triton's name of the model: directory, metric label and URL segment.",
        pattern: '^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$',
        'x-expected': 'letters, digits, dashes, underscores and dots; a letter or digit first and last',
        maxLength: 63,
      },
      versions: {
        type: 'array',
        description: 'The version directories that are delivered.',
        minItems: 1,
        maxItems: 100,
        items: named(
          'ModelVersion',
          closedObject(
            'One version directory.',
            {
              version: {
                type: 'integer',
                description: 'Name of the version directory.',
                minimum: 1,
                maximum: 2147483647,
              },
              artifacts: {
                type: 'array',
                description:
                  'The first whose builtFor fits the node pool is delivered. Without artifacts the version is a draft.',
                maxItems: 32,
                items: artifact,
              },
            },
            ['version'],
          ),
        ),
      },
      config: { $ref: '#/$defs/ModelConfig' },
      engineArgs: {
        type: 'object',
        tsType: 'Record<string, unknown>',
        description:
          "vLLM's engine arguments by their own names; rendered as <version>/model.json. Backend vllm only.",
        propertyNames: {
          pattern: '^[a-z][a-z0-9_]*$',
          'x-expected': 'a name of a vLLM engine argument: lower-case letters, digits and underscores',
          maxLength: 64,
        },
      },
      gpuMemory: { ...bytes, description: 'GPU memory of one instance, measured.' },
      hostMemory: { ...bytes, description: 'Host memory of one instance, measured.' },
      loadTime: {
        ...duration,
        description: 'Time to load the model from local disk, measured. Default: derived from its size.',
      },
      warmUpTime: {
        ...duration,
        description: 'Time of model_warmup, measured. Default: 10s with model_warmup, else none.',
      },
    },
    ['name', 'versions', 'config'],
  ),
);

const gpu = named(
  'GpuNeed',
  closedObject('The GPU that one replica needs.', {
    count: {
      type: 'integer',
      description: 'Whole devices per replica; 0 for a service that runs on CPUs.',
      minimum: 0,
      maximum: 16,
    },
    minMemory: { ...bytes, description: 'Least memory of one device.' },
    minComputeCapability: computeCapability,
    product: {
      type: 'string',
      description: "GPU feature discovery's nvidia.com/gpu.product.",
      pattern: '^[A-Za-z0-9](?:[-._A-Za-z0-9]*[A-Za-z0-9])?$',
      'x-expected': 'letters, digits, dashes, underscores and dots; a letter or digit first and last',
      maxLength: 63,
    },
    sharing: {
      type: 'array',
      description:
        'Kinds of sharing the service accepts: none (whole devices, the default), mig (hardware partitions), time-slicing (no isolation).',
      items: { type: 'string', enum: ['none', 'mig', 'time-slicing'] },
      minItems: 1,
      uniqueItems: true,
    },
  }),
);

const latencyObjective = named(
  'LatencyObjective',
  closedObject(
    'A share of requests that must be faster than a threshold.',
    {
      threshold: { ...duration, description: 'Upper bound.' },
      target: { ...percent, description: 'Percentage of requests.' },
    },
    ['threshold', 'target'],
  ),
);

const slo = named(
  'ServiceLevelObjectives',
  closedObject(
    'Service level objectives: alerts, canary analysis, queue limits and time-outs follow from them.',
    {
      window: { ...duration, description: 'Window of the objectives.' },
      availability: closedObject(
        'Share of requests that are answered without a server error.',
        { target: percent },
        ['target'],
      ),
      latency: {
        type: 'array',
        description: 'Latency of the whole response.',
        maxItems: 5,
        items: latencyObjective,
      },
      firstToken: {
        type: 'array',
        description: 'Latency of the first response of a stream.',
        maxItems: 5,
        items: latencyObjective,
      },
    },
  ),
);

const traffic = named(
  'Traffic',
  closedObject('Who calls the service, how and how much.', {
    protocols: {
      type: 'array',
      description: 'Protocols that are exposed.',
      items: { type: 'string', enum: ['http', 'grpc'] },
      minItems: 1,
      uniqueItems: true,
    },
    expectedRate: {
      type: 'number',
      description: 'Requests per second and cluster at the peak.',
      exclusiveMinimum: 0,
      maximum: 1000000,
    },
    streaming: {
      type: 'boolean',
      description: 'Responses are streams: no retries, and no total time-out below maxDuration.',
    },
    maxDuration: {
      ...duration,
      description: 'Longest request or stream: exit time-out, grace period and drain follow from it.',
    },
    callers: {
      type: 'array',
      description: 'Workloads of the cluster, apart from the gateway, that may call the service.',
      maxItems: 64,
      items: named(
        'Caller',
        closedObject(
          'A calling workload, by its identity.',
          { namespace: dnsLabel, serviceAccount: dnsLabel },
          ['namespace', 'serviceAccount'],
        ),
      ),
    },
  }),
);

const scaling = named(
  'Scaling',
  closedObject("How many replicas run; the HorizontalPodAutoscaler's words.", {
    minReplicas: { type: 'integer', minimum: 1, maximum: 1000 },
    maxReplicas: { type: 'integer', minimum: 1, maximum: 1000 },
    metric: named(
      'ScalingMetric',
      closedObject(
        'What drives the autoscaler.',
        {
          type: {
            enum: ['queueTime', 'pendingRequests'],
            description:
              'queueTime: mean time a request waits for a free instance. pendingRequests: waiting requests per replica.',
          },
          target: {
            description: 'A duration for queueTime, a count per replica for pendingRequests.',
            anyOf: [duration, { type: 'number', exclusiveMinimum: 0, maximum: 1000000 }],
          },
        },
        ['type', 'target'],
      ),
    ),
  }),
);

const rollout = named(
  'RolloutStrategy',
  closedObject("How a new version takes over; Argo Rollouts' words.", {
    canary: named(
      'Canary',
      closedObject('Traffic moves in steps.', {
        steps: {
          type: 'array',
          description: 'Default: derived from the objectives and the expected rate.',
          minItems: 1,
          maxItems: 50,
          items: named('CanaryStep', {
            description: 'One step: exactly one of its fields.',
            oneOf: [
              closedObject(
                'Share of traffic for the new version, in percent.',
                { setWeight: { type: 'integer', minimum: 1, maximum: 100 } },
                ['setWeight'],
              ),
              closedObject(
                'Wait.',
                { pause: closedObject('How long; analysis goes on meanwhile.', { duration }, ['duration']) },
                ['pause'],
              ),
            ],
          }),
        },
        dynamicStableScale: {
          type: 'boolean',
          description:
            'Scale the old version down as the new one grows: needs fewer GPUs, and an abort takes longer.',
        },
        analysis: named(
          'CanaryAnalysis',
          closedObject('How the canary is judged.', {
            interval: { ...duration, description: 'Time between two measurements.' },
            failureLimit: {
              type: 'integer',
              description: 'Failed measurements that are tolerated.',
              minimum: 0,
              maximum: 100,
            },
            minRequests: {
              type: 'integer',
              description: 'Requests a window must hold to be judged at all.',
              minimum: 1,
              maximum: 1000000,
            },
          }),
        ),
      }),
    ),
  }),
);

const placement = named(
  'Placement',
  closedObject('Which clusters run the service; absent: every cluster of the environments that render it.', {
    clusterSelector: closedObject('Selects clusters by their labels.', { matchLabels: labels }, [
      'matchLabels',
    ]),
    clusters: {
      type: 'array',
      description: 'Clusters by name.',
      items: clusterName,
      minItems: 1,
      uniqueItems: true,
    },
  }),
);

const resourceList = named(
  'ResourceList',
  closedObject('Amounts by resource; GPUs stand in spec.gpu.', {
    cpu: quantity,
    memory: bytes,
    'ephemeral-storage': bytes,
  }),
);

const specProperties: Schema = {
  triton: named(
    'TritonServer',
    closedObject('The server.', {
      release,
      flags: {
        type: 'object',
        description:
          "tritonserver's own flags without their dashes, e.g. http-thread-count: 16. Flags that Fleetwright derives are refused.",
        propertyNames: {
          pattern: '^[a-z][a-z0-9-]*$',
          'x-expected': 'a tritonserver flag without its dashes, such as http-thread-count',
          maxLength: 64,
        },
        additionalProperties: {
          type: ['string', 'number', 'boolean'],
          pattern: '^[^\\u0000-\\u001f]*$',
          'x-expected': 'text of one line',
          maxLength: 512,
        },
      },
    }),
  ),
  models: {
    type: 'array',
    description: 'Models of one server process.',
    minItems: 1,
    maxItems: 64,
    items: model,
  },
  modelRepository: {
    ...storageUri,
    description:
      'Triton model repository in a store, for clusters where Triton reads the bucket itself (modelDelivery.mode: remote).',
  },
  resources: named(
    'Resources',
    closedObject("Kubernetes' ResourceRequirements of the server container, GPUs apart.", {
      requests: resourceList,
      limits: resourceList,
    }),
  ),
  gpu,
  slo,
  traffic,
  scaling,
  rollout,
  placement,
};

// Where a service runs is its own alone: a patch that depends on the place cannot decide the place.
const { placement: _placement, ...patchable } = specProperties;

/** A patch on a service's spec: an environment's defaults or an override. */
export const specPatchSchema = patchSchema(closedObject('A JSON merge patch on spec.', patchable));

/** `apps/<service>/model-service.yaml`. */
export const modelServiceSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'ModelServiceFile',
  ...closedObject(
    'One model service: what to serve and how well, without a word about a cluster.',
    {
      apiVersion: { const: API_VERSION },
      kind: { const: 'ModelService' },
      metadata: closedObject(
        'Identity of the service.',
        {
          name: { ...serviceName, description: `The directory's name. ${String(serviceName.description)}` },
          labels: { ...labels, description: 'team routes alerts and reviews.' },
          description: { ...prose, description: 'What the service is for; prose.' },
        },
        ['name'],
      ),
      spec: named(
        'ServiceSpec',
        closedObject(
          'What the service is to be.',
          {
            ...specProperties,
            lifecycle: {
              enum: ['active', 'retired'],
              description:
                'retired: its overlays stay but hold nothing, so that Argo CD removes everything; then delete its folder. Absent: active.',
            },
            overrides: {
              type: 'array',
              description: 'JSON merge patches on spec, in order; the last match wins.',
              maxItems: 64,
              items: named(
                'Override',
                closedObject(
                  'A patch and where it applies.',
                  {
                    match: {
                      ...closedObject('Both must match where both are given.', {
                        environment: { ...dnsLabel, description: 'Name of an environment.' },
                        cluster: clusterName,
                      }),
                      minProperties: 1,
                    },
                    spec: { $ref: '#/$defs/SpecPatch' },
                  },
                  ['match', 'spec'],
                ),
              ),
            },
          },
          ['models'],
        ),
      ),
    },
    ['apiVersion', 'kind', 'metadata', 'spec'],
  ),
  $defs: { ModelConfig: modelConfigSchema, SpecPatch: specPatchSchema },
};

/** A complete spec after every layer is merged: no overrides any more. */
export const MERGED_SPEC_SCHEMA: Schema = {
  ...closedObject('What the service is to be.', specProperties, ['models']),
  $defs: modelServiceSchema.$defs,
};
