import fc from 'fast-check';
import { valuesOf, type SchemaNode } from './schema-values.ts';

type Json = Record<string, unknown>;

const BACKENDS = [
  'onnxruntime',
  'pytorch',
  'tensorrt',
  'python',
  'openvino',
  'fil',
  'dali',
  'identity',
  'vllm',
];

/** Releases of Triton between which features came. */
export const RELEASES = ['26.07', '26.05', '26.01', '25.12', '25.07'] as const;
const DURATIONS = ['1ms', '20ms', '250ms', '1s', '45s', '5m', '1h30m', '30d'];
const SIZES = ['1', '300Mi', '1.5Gi', '16Gi', '2T'];

/** A field that is there or not. */
function maybe(arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.option(arbitrary, { nil: undefined, freq: 2 });
}

/** One of several values, the last of which is a mistake and therefore rare. */
function often<T>(...values: [T, ...T[]]): fc.Arbitrary<T> {
  const mistake = fc.constant(values.at(-1)!);
  return fc.oneof(
    { arbitrary: fc.constantFrom(...values.slice(0, -1)), weight: 9 },
    { arbitrary: mistake, weight: 1 },
  );
}

function record(fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Json> {
  return fc.record(fields, { noNullPrototype: true });
}

const tensor = record({
  name: fc.constantFrom('INPUT__0', 'ids', 'a b', 'x"y'),
  data_type: fc.constantFrom('TYPE_FP32', 'TYPE_INT64', 'TYPE_STRING'),
  dims: fc.array(fc.constantFrom(-1, 1, 3, 224), { minLength: 1, maxLength: 3 }),
});

const config = record({
  backend: fc.constantFrom(...BACKENDS),
  max_batch_size: fc.constantFrom(0, 1, 8, 64),
  input: maybe(fc.uniqueArray(tensor, { selector: ({ name }) => name, minLength: 1, maxLength: 2 })),
  output: maybe(fc.uniqueArray(tensor, { selector: ({ name }) => name, minLength: 1, maxLength: 2 })),
  instance_group: maybe(
    fc.array(
      record({
        kind: fc.constantFrom('KIND_GPU', 'KIND_CPU', 'KIND_AUTO'),
        count: fc.integer({ min: 1, max: 4 }),
      }),
      {
        minLength: 1,
        maxLength: 2,
      },
    ),
  ),
  dynamic_batching: maybe(
    record({ max_queue_delay_microseconds: maybe(fc.integer({ min: 0, max: 10_000 })) }),
  ),
  model_transaction_policy: maybe(record({ decoupled: fc.boolean() })),
  parameters: maybe(
    fc.dictionary(fc.constantFrom('threads', 'on', 'a.b'), record({ string_value: fc.string() }), {
      maxKeys: 2,
      noNullPrototype: true,
    }),
  ),
});

const artifact = record({
  storageUri: often('store://models/a/1', 'store://models/b@2/x+y=z', 'store://elsewhere/a'),
  sha256: maybe(fc.constant('ab'.repeat(32))),
  imageDigest: maybe(fc.constant(`sha256:${'cd'.repeat(32)}`)),
  size: maybe(fc.constantFrom(...SIZES)),
  builtFor: maybe(record({ computeCapability: often('8.0', '8.9') })),
});

const version = record({
  version: fc.integer({ min: 1, max: 30 }),
  artifacts: maybe(fc.array(artifact, { maxLength: 1 })),
});

const model = record({
  name: fc.stringMatching(/^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,12}[A-Za-z0-9])?$/),
  versions: fc.uniqueArray(version, {
    selector: ({ version: number }) => number,
    minLength: 1,
    maxLength: 2,
  }),
  config,
  gpuMemory: maybe(fc.constantFrom(...SIZES)),
  hostMemory: maybe(fc.constantFrom(...SIZES)),
  loadTime: maybe(fc.constantFrom(...DURATIONS)),
  warmUpTime: maybe(fc.constantFrom(...DURATIONS)),
});

const objectives = often(
  [{ threshold: '200ms', target: 99 }],
  [
    { threshold: '20ms', target: 50 },
    { threshold: '45s', target: 99.999 },
  ],
  [
    { threshold: '1s', target: 99 },
    { threshold: '1ms', target: 99.9 },
  ],
);

/** Specs as people write them: most are sound by themselves, some contradict the environment or the cluster. */
const usualSpec = record({
  triton: maybe(
    record({
      release: often(...RELEASES, '24.01'),
      flags: maybe(often<Json>({ 'http-thread-count': 4 }, { 'http-port': 1 })),
    }),
  ),
  models: fc.uniqueArray(model, {
    selector: ({ name }) => String(name).toLowerCase(),
    minLength: 1,
    maxLength: 2,
  }),
  resources: maybe(
    record({
      requests: maybe(
        record({
          cpu: maybe(often('1', '500m', '200')),
          memory: maybe(fc.constantFrom('4Gi', '16Gi')),
        }),
      ),
    }),
  ),
  modelRepository: maybe(often('store://models/any/1', 'store://elsewhere/any/1')),
  gpu: maybe(
    record({
      count: maybe(often(0, 1, 2, 16)),
      minMemory: maybe(often('8Gi', '100Gi')),
      sharing: maybe(often(['none', 'mig', 'time-slicing'], ['time-slicing', 'mig'], ['mig'], [])),
    }),
  ),
  slo: maybe(
    record({
      window: maybe(fc.constantFrom('1d', '7d', '30d')),
      availability: maybe(record({ target: fc.constantFrom(90, 99.5, 99.99) })),
      latency: maybe(objectives),
      firstToken: maybe(objectives),
    }),
  ),
  traffic: maybe(
    record({
      protocols: maybe(fc.constantFrom(['http'], ['grpc'], ['http', 'grpc'], ['grpc', 'http'])),
      expectedRate: maybe(fc.constantFrom(0.1, 2, 300, 1_000_000)),
      streaming: maybe(fc.boolean()),
      maxDuration: maybe(fc.constantFrom(...DURATIONS)),
      callers: maybe(
        fc.array(
          record({ namespace: fc.constantFrom('chat', 'web'), serviceAccount: fc.constantFrom('a', 'b') }),
          { maxLength: 2 },
        ),
      ),
    }),
  ),
  scaling: maybe(
    record({
      minReplicas: maybe(fc.constantFrom(1, 2, 4)),
      maxReplicas: maybe(often(4, 6, 8, 1000)),
      metric: maybe(
        often<Json>(
          { type: 'queueTime', target: '20ms' },
          { type: 'pendingRequests', target: 0.5 },
          { type: 'queueTime', target: 3 },
        ),
      ),
    }),
  ),
  rollout: maybe(
    record({
      canary: record({
        steps: maybe(
          fc.constantFrom(
            [{ setWeight: 100 }],
            [{ pause: { duration: '1m' } }],
            [{ setWeight: 1 }, { pause: { duration: '2h' } }, { setWeight: 99 }],
          ),
        ),
        dynamicStableScale: maybe(fc.boolean()),
        analysis: maybe(
          record({
            interval: maybe(fc.constantFrom('10s', '5m')),
            failureLimit: maybe(fc.constantFrom(0, 3)),
            minRequests: maybe(fc.constantFrom(1, 1000)),
          }),
        ),
      }),
    }),
  ),
  overrides: maybe(
    fc.array(
      record({
        match: fc.constantFrom({ cluster: 'east' }, { environment: 'production' }, { cluster: 'west' }),
        spec: often<Json>(
          { slo: null },
          { scaling: { minReplicas: 1000 } },
          { traffic: { callers: null } },
          { rollout: { canary: null } },
          { models: [] },
        ),
      }),
      { maxLength: 2 },
    ),
  ),
});

/**
 * Files of a service over the whole space of the schema: usual ones, usual ones with any value that the schema
 * admits in the place of one field, and any at all.
 */
export function modelServiceValues(schema: SchemaNode): fc.Arbitrary<Json> {
  const spec = schema.properties!.spec!;
  const mixed = fc
    .constantFrom(...Object.entries(spec.properties!))
    .chain(([field, fieldSchema]) =>
      fc
        .tuple(usualSpec, valuesOf(fieldSchema, schema))
        .map(([usual, value]) => ({ ...usual, [field]: value })),
    );
  const oneModel = fc
    .tuple(usualSpec, valuesOf({ $ref: '#/$defs/ModelConfig' }, schema))
    .map(([usual, any]) => ({
      ...usual,
      models: (usual.models as Json[]).map((one) => ({
        ...one,
        config: { ...(one.config as Json), ...(any as Json), name: undefined },
      })),
    }));
  return fc
    .oneof(
      { arbitrary: usualSpec, weight: 6 },
      { arbitrary: mixed, weight: 3 },
      { arbitrary: oneModel, weight: 1 },
    )
    .map((made) => ({
      apiVersion: 'fleetwright.dev/v1alpha1',
      kind: 'ModelService',
      metadata: { name: 'any', labels: { team: 'on' } },
      spec: made,
    }));
}
