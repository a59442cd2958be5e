import { describe, expect, it } from 'vitest';
import {
  parseCluster,
  parseEnvironment,
  parseImageLock,
  parseModelService,
  parseWorkspace,
  validateMerged,
} from './parse-files.ts';
import { CLUSTER, ENVIRONMENT, FULL_SERVICE, IMAGE_LOCK, MINIMAL_SERVICE } from './sample-texts.ts';

const SERVICE_FILE = 'apps/sentiment/model-service.yaml';
const NAME_RULE =
  'lower-case letters, digits and dashes that start with a letter and end with a letter or digit';

const parse = (text: string) => parseModelService(SERVICE_FILE, text);

/** The minimal spec with one of its lines written otherwise. */
const minimalWith = (from: string, to: string) => {
  expect(MINIMAL_SERVICE).toContain(from);
  return parse(MINIMAL_SERVICE.replace(from, () => to));
};

/** The minimal spec with one more line, the thirteenth, in its spec. */
const minimalPlus = (line: string) => parse(`${MINIMAL_SERVICE}  ${line}\n`);

const summary = ({ findings }: ReturnType<typeof parse>) =>
  findings.map(({ rule, line, column, message }) => `${line}:${column} ${rule} ${message}`);

describe('the parsers accept', () => {
  it('a spec of twelve lines', () => {
    const { value, findings } = parse(MINIMAL_SERVICE);
    expect(MINIMAL_SERVICE.trimEnd().split('\n')).toHaveLength(12);
    expect(findings).toEqual([]);
    expect(value?.content.spec.models[0]?.config).toEqual({ backend: 'onnxruntime', max_batch_size: 8 });
    expect(value?.source.locate('/spec/models/0/name')).toEqual({ line: 7, column: 13 });
  });

  it('a spec with every block, overrides that name part of a block, and null that removes one', () => {
    const { value, findings } = parseModelService(
      'apps/image-classification/model-service.yaml',
      FULL_SERVICE,
    );
    expect(findings).toEqual([]);
    expect(value?.content.spec.overrides?.[1]?.spec.scaling).toEqual({ metric: { target: '30ms' } });
  });

  it.each([
    'environments/production/releases/sentiment/model-service.yaml',
    'environments/production/releases/sentiment/wave-2/model-service.yaml',
  ])('a frozen spec in a release directory, %s', (file) => {
    expect(parseModelService(file, MINIMAL_SERVICE).findings).toEqual([]);
  });

  it('a cluster, an environment and an image lock', () => {
    expect(parseCluster('clusters/prod-us-east/cluster.yaml', CLUSTER).findings).toEqual([]);
    expect(parseEnvironment('environments/production/environment.yaml', ENVIRONMENT).findings).toEqual([]);
    expect(parseImageLock('environments/production/images.yaml', IMAGE_LOCK).findings).toEqual([]);
  });

  it('on as a label value, as text', () => {
    expect(
      minimalWith('name: sentiment\nspec', 'name: sentiment\n  labels: { a: on }\nspec').value?.content
        .metadata.labels,
    ).toEqual({
      a: 'on',
    });
  });
});

describe('a device class', () => {
  function classProblems(name: string): string[] {
    const devices = `deviceClass: ${name}, devices: 8`;
    const text = CLUSTER.replace('gpu: { resource: nvidia.com/gpu', `gpu: { ${devices}`);
    return parseCluster('clusters/prod-us-east/cluster.yaml', text).findings.map(({ message }) => message);
  }

  it('has the name of a DNS domain', () => {
    expect(classProblems('gpu.nvidia.com')).toEqual([]);
  });

  it('is refused when it has another', () => {
    expect(classProblems('GPU')).toEqual([
      '/spec/nodePools/0/gpu/deviceClass is "GPU"; expected the name of a DeviceClass such as gpu.nvidia.com.',
    ]);
  });
});

describe('a service name is refused when it', () => {
  it.each([
    ['climbs out of the directory', '../../etc/x', '"../../etc/x"'],
    ['is the parent directory', '..', '".."'],
    ['holds a slash', 'a/b', '"a/b"'],
    ['holds a backslash', 'a\\b', '"a\\\\b"'],
    ['is a path of Windows', 'C:x', '"C:x"'],
    ['is percent-encoded', '"%2e%2e"', '"%2e%2e"'],
    ['is __proto__', '__proto__', '"__proto__"'],
    ['is toString', 'toString', '"toString"'],
    ['has capitals', 'Foo', '"Foo"'],
    ['has an underscore', 'foo_bar', '"foo_bar"'],
    ['starts with a dash', '-a', '"-a"'],
    ['ends with a dash', 'a-', '"a-"'],
    ['starts with a digit', '1abc', '"1abc"'],
    ['has a letter of another script', 'trit\u043en', '"trit\\u043en" (U+043E is not ASCII)'],
    ['has a combining accent', 'e\u0301a', '"e\\u0301a" (U+0301 is not ASCII)'],
    ['has a composed accent', '\u00e9a', '"\\u00e9a" (U+00E9 is not ASCII)'],
    ['has a line end', '"a\\nb"', '"a\\nb"'],
    ['is empty', '""', '""'],
  ])('%s', (_, name, shown) => {
    expect(summary(minimalWith('name: sentiment\nspec', `name: ${name}\nspec`))).toEqual([
      `4:9 input/pattern /metadata/name is ${shown}; expected ${NAME_RULE}; at most 40 characters.`,
    ]);
  });

  it.each([
    ['hides a change of direction', '\u202eabc', 'U+202E'],
    ['hides a joiner', 'a\u200db', 'U+200D'],
    ['holds NUL', '"a\\0b"', 'U+0000'],
    ['holds a line separator', '"a\\u2028b"', 'U+2028'],
  ])('%s', (_, name, character) => {
    expect(summary(minimalWith('name: sentiment\nspec', `name: ${name}\nspec`))).toEqual([
      `4:9 input/hidden-character /metadata/name contains ${character}, a control or invisible character.`,
    ]);
  });

  it.each([41, 64])('has %d characters', (length) => {
    expect(summary(minimalWith('name: sentiment\nspec', `name: ${'a'.repeat(length)}\nspec`))).toEqual([
      `4:9 input/too-long /metadata/name has ${length} characters; expected at most 40: ${NAME_RULE}.`,
    ]);
  });

  it.each([
    ['con', 'is "con", a device name of Windows; no directory can have it there.'],
    ['nul', 'is "nul", a device name of Windows; no directory can have it there.'],
    ['platform', 'is "platform", which is reserved: the directory of what services share has this name.'],
    ['constructor', 'is "constructor", which is reserved: JavaScript gives it a meaning of its own.'],
  ])('is %s', (name, message) => {
    expect(summary(minimalWith('name: sentiment\nspec', `name: ${name}\nspec`))).toEqual([
      `4:9 input/reserved-name /metadata/name ${message}`,
    ]);
  });

  it.each([
    ['environments/live/releases/mood/wave-1', 'mood'],
    ['apps/wave-1', 'wave-1'],
  ])('is not the directory that names the service: %s', (folder, name) => {
    expect(
      parseModelService(`${folder}/model-service.yaml`, MINIMAL_SERVICE).findings.map(
        ({ message }) => message,
      ),
    ).toEqual([
      `/metadata/name is "sentiment", but the file lies in the directory "${name}"; expected the same name.`,
    ]);
  });

  it('is not the name of its directory', () => {
    expect(minimalWith('name: sentiment\nspec', 'name: mood\nspec').findings).toEqual([
      {
        rule: 'input/name-directory',
        severity: 'error',
        file: SERVICE_FILE,
        line: 4,
        column: 9,
        pointer: '/metadata/name',
        message:
          '/metadata/name is "mood", but the file lies in the directory "sentiment"; expected the same name.',
        fix: 'Rename the directory to mood, or write name: sentiment.',
      },
    ]);
  });

  it.each([
    ['0777', '777', '"0777"'],
    ['1e3', '1000', '"1e3"'],
    ['true', 'true', '"true"'],
  ])('is %s, which YAML does not read as text', (name, shown, fix) => {
    const { findings } = minimalWith('name: sentiment\nspec', `name: ${name}\nspec`);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ rule: 'input/type', fix: `Quote it: ${fix}.` });
    expect(findings[0]?.message).toMatch(
      new RegExp(`^/metadata/name is ${shown} \\(a (?:number|boolean)\\); expected `),
    );
  });
});

describe('a label', () => {
  const VALUE_RULE =
    'a label value (letters, digits, dashes, underscores and dots; a letter or digit first and last); at most 63 characters';
  const labelled = (labels: string) =>
    minimalWith('name: sentiment\nspec', `name: sentiment\n  labels: ${labels}\nspec`);

  it.each([
    ['{ a: 0777 }', `5:16 input/type /metadata/labels/a is 777 (a number); expected ${VALUE_RULE}.`],
    ['{ a: 1e3 }', `5:16 input/type /metadata/labels/a is 1000 (a number); expected ${VALUE_RULE}.`],
    ['{ a: 12:30 }', `5:16 input/pattern /metadata/labels/a is "12:30"; expected ${VALUE_RULE}.`],
    [
      `{ a: 'x"} or vector(1) #' }`,
      `5:16 input/pattern /metadata/labels/a is "x\\"} or vector(1) #"; expected ${VALUE_RULE}.`,
    ],
    [
      '{ "a b": c }',
      '5:13 input/key A key of /metadata/labels is "a b"; expected a label key: letters, digits, dashes, underscores and dots, after an optional `<domain>/`; at most 317 characters.',
    ],
    [
      '{ __proto__: c }',
      '5:13 input/key A key of /metadata/labels is "__proto__"; expected a label key: letters, digits, dashes, underscores and dots, after an optional `<domain>/`; at most 317 characters.',
    ],
  ])('%s is refused', (labels, expected) => {
    expect(summary(labelled(labels))).toEqual([expected]);
  });
});

describe('a model name is refused when it', () => {
  const NAMES =
    'letters, digits, dashes, underscores and dots; a letter or digit first and last; at most 63 characters';

  it.each([
    ['closes its quote', `'a" max_batch_size: 64'`, `"a\\" max_batch_size: 64"; expected ${NAMES}`],
    ['climbs out of the directory', '../x', `"../x"; expected ${NAMES}`],
    ['starts with a dot', '.x', `".x"; expected ${NAMES}`],
  ])('%s', (_, name, shown) => {
    expect(summary(minimalWith('- name: sentiment', `- name: ${name}`))).toEqual([
      `7:13 input/pattern /spec/models/0/name is ${shown}.`,
    ]);
  });

  it('is a device of Windows', () => {
    expect(summary(minimalWith('- name: sentiment', '- name: NUL.x'))).toEqual([
      '7:13 input/reserved-name /spec/models/0/name is "NUL.x", a device name of Windows; no directory can have it there.',
    ]);
  });
});

describe('a field', () => {
  it.each([
    [
      'scalling: {}',
      '13:3 input/unknown-field /spec has no field "scalling"; the nearest is scaling.',
      'Rename it to scaling.',
    ],
    [
      'Scaling: {}',
      '13:3 input/unknown-field /spec has no field "Scaling"; the nearest is scaling.',
      'Rename it to scaling.',
    ],
    [
      'maxReplicas: 2',
      '13:3 input/unknown-field /spec has no field "maxReplicas"; it is a field of /spec/scaling.',
      'Move it to /spec/scaling.',
    ],
    [
      'scaling: { min_replicas: 2 }',
      '13:14 input/unknown-field /spec/scaling has no field "min_replicas"; the nearest is minReplicas.',
      'Rename it to minReplicas.',
    ],
    [
      'labels: {}',
      '13:3 input/unknown-field /spec has no field "labels"; it is a field of /metadata.',
      'Move it to /metadata.',
    ],
    [
      'hpa: {}',
      '13:3 input/unknown-field /spec has no field "hpa".',
      'Remove it; fields here: triton, models, modelRepository, resources, gpu, slo, traffic, scaling, rollout, placement, lifecycle, overrides.',
    ],
    [
      'constructor: {}',
      '13:3 input/unknown-field /spec has no field "constructor".',
      'Remove it; fields here: triton, models, modelRepository, resources, gpu, slo, traffic, scaling, rollout, placement, lifecycle, overrides.',
    ],
  ])('%s is unknown', (line, message, fix) => {
    const result = minimalPlus(line);
    expect(summary(result)).toEqual([message]);
    expect(result.findings[0]?.fix).toBe(fix);
  });

  it('of the model configuration is unknown', () => {
    expect(summary(minimalWith('max_batch_size: 8', 'maxBatchSize: 8'))).toEqual([
      '12:9 input/unknown-field /spec/models/0/config has no field "maxBatchSize"; the nearest is max_batch_size.',
    ]);
  });

  it('that is required is missing', () => {
    const { findings } = parse(
      'apiVersion: fleetwright.dev/v1alpha1\nkind: ModelService\nspec: { models: [{}] }\n',
    );
    expect(findings.map(({ line, message, fix }) => [line, message, fix])).toEqual([
      [1, 'The file has no metadata, which is required.', 'Add metadata: Identity of the service.'],
      [
        3,
        '/spec/models/0 has no config, which is required.',
        "Add config: Triton's ModelConfig by its own field names: what config.pbtxt says.",
      ],
      [
        3,
        '/spec/models/0 has no name, which is required.',
        "Add name: Triton's name of the model: directory, metric label and URL segment.",
      ],
      [
        3,
        '/spec/models/0 has no versions, which is required.',
        'Add versions: The version directories that are delivered.',
      ],
    ]);
  });
});

describe('a value is refused:', () => {
  const GPUS = 'expected a whole number from 0 to 16';
  const METRIC =
    'expected a duration such as 20ms, 30s, 10m, 1h30m or 30d or a number above 0 and at most 1000000';

  it.each<[string, string | string[]]>([
    ['gpu: { count: -1 }', `13:17 input/range /spec/gpu/count is -1; ${GPUS}.`],
    ['gpu: { count: 1.5 }', `13:17 input/type /spec/gpu/count is 1.5; ${GPUS}.`],
    ['gpu: { count: "1" }', `13:17 input/type /spec/gpu/count is "1" (a string); ${GPUS}.`],
    ['gpu: { count: 1e9 }', `13:17 input/range /spec/gpu/count is 1000000000; ${GPUS}.`],
    ['gpu: { count: .nan }', `13:17 input/type /spec/gpu/count is .nan; ${GPUS}.`],
    ['gpu: { count: .inf }', `13:17 input/type /spec/gpu/count is .inf; ${GPUS}.`],
    ['gpu: { count: [1] }', `13:17 input/type /spec/gpu/count is a list of 1; ${GPUS}.`],
    ['gpu: { count: ~ }', `13:17 input/type /spec/gpu/count is null; ${GPUS}.`],
    [
      'resources: { requests: { memory: 1.5.Gi } }',
      '13:36 input/pattern /spec/resources/requests/memory is "1.5.Gi"; expected bytes as a Kubernetes quantity such as 512Mi or 8Gi.',
    ],
    [
      'resources: { requests: { memory: 1000m } }',
      '13:36 input/pattern /spec/resources/requests/memory is "1000m"; expected bytes as a Kubernetes quantity such as 512Mi or 8Gi.',
    ],
    [
      'resources: { requests: { memory: 0 } }',
      '13:36 input/type /spec/resources/requests/memory is 0 (a number); expected bytes as a Kubernetes quantity such as 512Mi or 8Gi.',
    ],
    [
      'resources: { requests: { memory: "0" } }',
      '13:36 input/amount /spec/resources/requests/memory is "0"; expected an amount above zero and below 8Pi.',
    ],
    [
      'resources: { limits: { memory: 999999999999Pi } }',
      '13:34 input/amount /spec/resources/limits/memory is "999999999999Pi"; expected an amount above zero and below 8Pi.',
    ],
    [
      'triton: { release: 26.07 }',
      '13:22 input/type /spec/triton/release is 26.07 (a number); expected a quoted year.month such as "26.07".',
    ],
    [
      'traffic: { protocols: [http, GRPC, http] }',
      [
        '13:32 input/choice /spec/traffic/protocols/1 is "GRPC"; expected http or grpc.',
        '13:38 input/repeated /spec/traffic/protocols has "http" twice.',
      ],
    ],
    [
      'gpu: { sharing: [mps] }',
      '13:20 input/choice /spec/gpu/sharing/0 is "mps"; expected none, mig or time-slicing.',
    ],
    [
      'traffic: { maxDuration: 366d }',
      '13:27 input/amount /spec/traffic/maxDuration is "366d"; expected a duration above zero and of at most 365 days.',
    ],
    [
      'overrides: [{ match: { environment: dev }, spec: { placement: { clusters: [a] } } }]',
      '13:54 input/unknown-field /spec/overrides/0/spec has no field "placement"; it is a field of /spec.',
    ],
    [
      'slo: { latency: [{ threshold: 0ms, target: 99 }] }',
      '13:33 input/amount /spec/slo/latency/0/threshold is "0ms"; expected a duration above zero and of at most 365 days.',
    ],
    [
      'slo: { availability: { target: 100 } }',
      '13:34 input/range /spec/slo/availability/target is 100; expected a number above 0 and below 100.',
    ],
    [
      'scaling: { metric: { type: queueTime, target: 20 ms } }',
      `13:49 input/pattern /spec/scaling/metric/target is "20 ms"; ${METRIC}.`,
    ],
    [
      'scaling: { metric: { type: queueTime, target: {} } }',
      `13:49 input/type /spec/scaling/metric/target is a mapping; ${METRIC}.`,
    ],
    [
      'rollout: { canary: { steps: [{ setWeight: 0 }, { setWeight: 101 }] } }',
      [
        '13:45 input/range /spec/rollout/canary/steps/0/setWeight is 0; expected a whole number from 1 to 100.',
        '13:63 input/range /spec/rollout/canary/steps/1/setWeight is 101; expected a whole number from 1 to 100.',
      ],
    ],
    [
      'rollout: { canary: { steps: [{ setWeight: 5, pause: { duration: 1m } }] } }',
      '13:32 input/exclusive /spec/rollout/canary/steps/0 has setWeight and pause; expected exactly one of setWeight and pause.',
    ],
    [
      'rollout: { canary: { steps: [{ setweight: 5 }] } }',
      '13:32 input/exclusive /spec/rollout/canary/steps/0 has setweight; expected exactly one of setWeight and pause.',
    ],
    [
      'rollout: { canary: { steps: [{}] } }',
      '13:32 input/exclusive /spec/rollout/canary/steps/0 has no field; expected exactly one of setWeight and pause.',
    ],
    [
      'rollout: { canary: { steps: [20] } }',
      '13:32 input/type /spec/rollout/canary/steps/0 is 20; expected a mapping with setWeight or pause.',
    ],
    [
      'rollout: { canary: { steps: [] } }',
      '13:31 input/count /spec/rollout/canary/steps has 0 entries; expected at least 1.',
    ],
    [
      'overrides: [{ match: {}, spec: {} }]',
      '13:24 input/count /spec/overrides/0/match is empty; expected at least environment or cluster.',
    ],
    [
      'triton: { flags: { a: "b\\nc" } }',
      '13:25 input/pattern /spec/triton/flags/a is "b\\nc"; expected text of one line, a number or true or false.',
    ],
    [
      'triton: { flags: { a: [1] } }',
      '13:25 input/type /spec/triton/flags/a is a list of 1; expected text of one line, a number or true or false.',
    ],
  ])('%s', (line, expected) => {
    expect(summary(minimalPlus(line))).toEqual([expected].flat());
  });

  it('the apiVersion of a later release', () => {
    expect(summary(minimalWith('v1alpha1', 'v1beta1'))).toEqual([
      '1:13 input/choice /apiVersion is "fleetwright.dev/v1beta1"; expected "fleetwright.dev/v1alpha1".',
    ]);
  });

  it('a file that is a list', () => {
    expect(summary(parse('- 1\n'))).toEqual(['1:1 input/type The file is a list of 1; expected a mapping.']);
  });

  it('two members of a choice in the model configuration', () => {
    const result = minimalWith('max_batch_size: 8', 'dynamic_batching: {}\n        sequence_batching: {}');
    expect(result.findings).toHaveLength(1);
    expect(result.findings[0]?.message).toMatch(
      /^\/spec\/models\/0\/config\/\w+_batching stands beside \w+_batching; expected only one of the two\.$/,
    );
    expect(result.findings[0]?.related).toHaveLength(1);
  });

  it.each([
    ['s3://user:pa55@bucket/x', 'input/secret'],
    ['s3://bucket/x', 'input/pattern'],
    ['file:///etc/passwd', 'input/pattern'],
    ['http://169.254.169.254/', 'input/pattern'],
    ['store://models/../x', 'input/storage-path'],
    ['store://models/a//b', 'input/storage-path'],
  ])('the storage address %s', (uri, rule) => {
    const { findings } = minimalWith(
      '- version: 1',
      `- { version: 1, artifacts: [{ storageUri: "${uri}" }] }`,
    );
    expect(findings.map((finding) => finding.rule)).toEqual([rule]);
    expect(JSON.stringify(findings)).not.toContain('pa55');
  });

  it('ten thousand steps, of which at most two hundred problems are shown', () => {
    const steps = Array.from({ length: 10_000 }, () => '{ setWeight: 0 }').join(', ');
    const { findings } = minimalPlus(`rollout: { canary: { steps: [${steps}] } }`);
    expect(findings).toHaveLength(201);
    expect(findings.map(({ message }) => message)).toContain(
      '/spec/rollout/canary/steps has 10000 entries; expected at most 50.',
    );
    expect(findings.map(({ message }) => message)).toContain(
      '9801 further problems of this file are not shown.',
    );
  });
});

it('every problem of a file is reported at once, in the order of the file', () => {
  const text = MINIMAL_SERVICE.replace('kind: ModelService', 'kind: Modelservice')
    .replace('version: 1', 'version: one')
    .concat('  scalling: {}\n  scaling: { minReplicas: 3, maxReplicas: 2 }\n');
  expect(parse(text).findings.map(({ line, rule }) => [line, rule])).toEqual([
    [2, 'input/choice'],
    [9, 'input/type'],
    [13, 'input/unknown-field'],
    [14, 'input/replicas'],
  ]);
});

it('inherited fields do not count as present', () => {
  const inherited = Object.create({ models: [] }) as object;
  expect(validateMerged(inherited).map(({ message }) => message)).toEqual([
    'The file has no models, which is required.',
  ]);
});

it('a merged spec is judged like a file, by pointers that start at the spec', () => {
  expect(
    validateMerged({ models: [], scaling: { metric: { target: 3 }, minReplicas: 2, maxReplicas: 1 } }),
  ).toMatchObject([
    { rule: 'input/count', pointer: '/models' },
    {
      rule: 'input/missing-field',
      pointer: '/scaling/metric',
      message: '/scaling/metric has no type, which is required.',
    },
  ]);
});

describe('the file of a workspace', () => {
  const workspace = (validation: string) =>
    parseWorkspace(
      'fleetwright.yaml',
      `apiVersion: fleetwright.dev/v1alpha1\nkind: Workspace\nspec: { validation: ${validation} }\n`,
    ).findings.map(({ message, fix }) => `${message} ${fix}`);

  it('names the judges that must have run', () => {
    expect(workspace('{ judges: [kubeconform, istio] }')).toEqual([]);
    expect(workspace('{}')).toEqual([]);
  });

  it('refuses a judge that does not exist, and one named twice', () => {
    expect(workspace('{ judges: [kubeconfrom] }')).toEqual([
      '/spec/validation/judges/0 is "kubeconfrom"; expected kubeconform, kubernetes, pod-security, crd, argo-rollouts, istio, istio-analysis or prometheus. Write kubeconform.',
    ]);
    expect(workspace('{ judges: [istio, istio] }')).toHaveLength(1);
  });
});
