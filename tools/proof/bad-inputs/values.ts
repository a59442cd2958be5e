import { CLUSTER, IMAGES, SPEC, edit, fleetwright, write, type BadInput } from './workbench.ts';

type Answer = Pick<BadInput, 'exit' | 'says'>;
type Edit = readonly [file: string, from: string, to: string];

function valued(row: number, title: string, edits: Edit | readonly Edit[], answer: Answer): BadInput {
  const all = (typeof edits[0] === 'string' ? [edits] : edits) as readonly Edit[];
  return {
    row,
    title,
    act: (root) => {
      for (const [file, from, to] of all) edit(root, file, from, to);
      return fleetwright(root, 'render');
    },
    mayChange: /^(?:apps|environments|clusters\/[^/]+\/cluster)/,
    ...answer,
  };
}

function judged(row: number, title: string, text: string, answer: Answer): BadInput {
  return {
    row,
    title,
    act: (root) => {
      write(root, 'manifests.yaml', text);
      return fleetwright(root, 'validate', 'manifests.yaml');
    },
    mayChange: /^manifests\.yaml$/,
    ...answer,
  };
}

const GPUS = '  gpu:\n    count: 1';
const STEPS =
  'steps: [{ setWeight: 20 }, { pause: { duration: 10m } }, { setWeight: 50 }, { pause: { duration: 10m } }]';
const URI = 'storageUri: store://models/image_classification/1.4.0';
const CONFIG = 'backend: pytorch';
const PLACED = 'clusterSelector: { matchLabels: { fleetwright.dev/serving: "true" } }';

const PODS = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: chat, namespace: default }
spec:
  replicas: 2
  selector: { matchLabels: { app: chat } }
  template:
    metadata: { labels: { app: chat } }
    spec: { containers: [{ name: chat, image: 'example.com/chat:1' }] }
`;

/** Numbers, references and secrets. */
export const BAD_VALUES: readonly BadInput[] = [
  ...['0.5', '-1', '1.5', '"1"', '1e9', '.nan'].map((count, index) =>
    valued(
      51,
      `${count} GPUs`,
      [SPEC, GPUS, `  gpu:\n    count: ${count}`],
      (
        [
          {
            exit: 1,
            says: [
              'apps/image-classification/model-service.yaml:32:12 input/type: /spec/gpu/count is 0.5; expected a whole number from 0 to 16.',
            ],
          },
          {
            exit: 1,
            says: [
              'apps/image-classification/model-service.yaml:32:12 input/range: /spec/gpu/count is -1; expected a whole number from 0 to 16.',
            ],
          },
          {
            exit: 1,
            says: [
              'apps/image-classification/model-service.yaml:32:12 input/type: /spec/gpu/count is 1.5; expected a whole number from 0 to 16.',
            ],
          },
          {
            exit: 1,
            says: [
              'apps/image-classification/model-service.yaml:32:12 input/type: /spec/gpu/count is "1" (a string); expected a whole number from 0 to 16.',
            ],
          },
          {
            exit: 1,
            says: [
              'apps/image-classification/model-service.yaml:32:12 input/range: /spec/gpu/count is 1000000000; expected a whole number from 0 to 16.',
            ],
          },
          {
            exit: 1,
            says: [
              'apps/image-classification/model-service.yaml:32:12 input/type: /spec/gpu/count is .nan; expected a whole number from 0 to 16.',
            ],
          },
        ] as Answer[]
      )[index]!,
    ),
  ),
  valued(51, 'no GPU for a model of KIND_GPU', [SPEC, GPUS, '  gpu:\n    count: 0'], {
    exit: 1,
    says: [
      'apps/image-classification/model-service.yaml:32:12 input/gpu: /spec/gpu/count is 0, but minMemory asks something of a GPU.',
    ],
  }),
  ...['1.5.Gi', '1000m', '0'].map((memory, index) =>
    valued(
      52,
      `${memory} of memory`,
      [SPEC, 'limits: { memory: 8Gi }', `limits: { memory: ${memory} }`],
      (
        [
          {
            exit: 1,
            says: [
              'apps/image-classification/model-service.yaml:30:23 input/pattern: /spec/resources/limits/memory is "1.5.Gi"; expected bytes as a Kubernetes quantity such as 512Mi or 8Gi.',
            ],
          },
          {
            exit: 1,
            says: [
              'apps/image-classification/model-service.yaml:30:23 input/pattern: /spec/resources/limits/memory is "1000m"; expected bytes as a Kubernetes quantity such as 512Mi or 8Gi.',
            ],
          },
          {
            exit: 1,
            says: [
              'apps/image-classification/model-service.yaml:30:23 input/type: /spec/resources/limits/memory is 0 (a number); expected bytes as a Kubernetes quantity such as 512Mi or 8Gi.',
            ],
          },
        ] as Answer[]
      )[index]!,
    ),
  ),
  valued(
    53,
    'a quantity that overflows',
    [SPEC, 'limits: { memory: 8Gi }', 'limits: { memory: 9999999999Ei }'],
    {
      exit: 1,
      says: [
        'apps/image-classification/model-service.yaml:30:23 input/pattern: /spec/resources/limits/memory is "9999999999Ei"; expected bytes as a Kubernetes quantity such as 512Mi or 8Gi.',
      ],
    },
  ),
  valued(53, 'a number that overflows', [SPEC, 'expectedRate: 300', 'expectedRate: 1e400'], {
    exit: 1,
    says: [
      'apps/image-classification/model-service.yaml:41:19 input/type: /spec/traffic/expectedRate is .inf (a number); expected a number above 0 and at most 1000000.',
    ],
  }),
  ...['0', '101'].map((weight, index) =>
    valued(
      54,
      `a weight of ${weight}`,
      [SPEC, STEPS, `steps: [{ setWeight: ${weight} }]`],
      (
        [
          {
            exit: 1,
            says: [
              'apps/image-classification/model-service.yaml:48:28 input/range: /spec/rollout/canary/steps/0/setWeight is 0; expected a whole number from 1 to 100.',
            ],
          },
          {
            exit: 1,
            says: [
              'apps/image-classification/model-service.yaml:48:28 input/range: /spec/rollout/canary/steps/0/setWeight is 101; expected a whole number from 1 to 100.',
            ],
          },
        ] as Answer[]
      )[index]!,
    ),
  ),
  valued(54, 'weights that fall', [SPEC, STEPS, 'steps: [{ setWeight: 50 }, { setWeight: 20 }]'], {
    exit: 1,
    says: [
      'apps/image-classification/model-service.yaml:48:47 input/canary-weights: /spec/rollout/canary/steps/1/setWeight is 20; expected more than 50, the weight before it.',
    ],
  }),
  valued(55, '10,000 steps', [SPEC, STEPS, `steps: [${'{ setWeight: 20 }, '.repeat(10_000)}]`], {
    exit: 1,
    says: [
      'apps/image-classification/model-service.yaml:48:14 input/count: /spec/rollout/canary/steps has 10000 entries; expected at most 50.',
    ],
  }),
  valued(56, 'fewer replicas at most than at least', [SPEC, 'maxReplicas: 6', 'maxReplicas: 1'], {
    exit: 1,
    says: [
      'apps/image-classification/model-service.yaml:43:18 input/replicas: /spec/scaling/minReplicas is 2, above maxReplicas, which is 1.',
    ],
  }),
  judged(
    57,
    'a disruption budget that lets no pod go',
    `${PODS}---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: chat, namespace: default }
spec: { minAvailable: 2, selector: { matchLabels: { app: chat } } }
`,
    {
      exit: 1,
      says: [
        'manifests.yaml:15:9 autoscaling/budget-allows-eviction: PodDisruptionBudget/chat allows no eviction: minAvailable is 2 of 2 replicas at least of Deployment/chat.',
      ],
    },
  ),
  judged(
    58,
    'a time-out shorter than its tries',
    `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: chat, namespace: default }
spec:
  hosts: [chat.example.com]
  http:
    - route: [{ destination: { host: example.com } }]
      timeout: 5s
      retries: { attempts: 2, perTryTimeout: 2s }
`,
    {
      exit: 1,
      says: [
        'manifests.yaml:10:7 traffic/retries-fit-timeout: 3 tries of 2s need 6s; the timeout of the route is 5s.',
      ],
    },
  ),
  valued(59, 'a cluster that does not exist', [SPEC, PLACED, 'clusters: [prod-us-east, prod-eu-wset]'], {
    exit: 1,
    says: [
      'apps/image-classification/model-service.yaml:50:30 workspace/unknown-cluster: /spec/placement/clusters/1 is "prod-eu-wset", but there is no clusters/prod-eu-wset.',
    ],
  }),
  valued(60, 'a GPU that no pool has', [SPEC, 'minMemory: 8Gi', 'minMemory: 8Gi\n    product: NVIDIA-B200'], {
    exit: 1,
    says: [
      'apps/image-classification/model-service.yaml:34:14 plan/no-node-pool: No node pool of prod-eu-west fits: a100 has NVIDIA-A100-SXM4-80GB, NVIDIA-B200 is needed.',
      'apps/image-classification/model-service.yaml:34:14 plan/no-node-pool: No node pool of prod-us-east fits: a100 has NVIDIA-A100-SXM4-80GB, NVIDIA-B200 is needed.',
    ],
  }),
  {
    row: 61,
    title: 'a pool that is too small while a canary runs, and only then',
    act: async (root) => {
      edit(root, CLUSTER, 'nodes: { min: 2, max: 6, provisioning: 6m }', 'nodes: { min: 1, max: 1 }');
      edit(root, CLUSTER, 'nvidia.com/gpu: 8', 'nvidia.com/gpu: 3');
      edit(root, SPEC, 'maxReplicas: 6', 'maxReplicas: 3');
      await fleetwright(root, 'render');
      return fleetwright(root, 'validate');
    },
    mayChange: /^(?:apps|clusters)\//,
    exit: 1,
    says: [
      'clusters/prod-us-east/image-classification/triton.yaml:163:3 capacity/rollout-fits: At the step "promoted" Rollout/image-classification holds 3 stable, 3 new and 0 stopping pods; with all else at its highest number of replicas a100 then needs 6 of nvidia.com/gpu, and has 3.',
    ],
  },
  valued(62, 'an image without a digest', [IMAGES, 'tag: 26.07-py3', 'tag: 26.06-py3'], {
    exit: 1,
    says: [
      'apps/image-classification/model-service.yaml:8:14 plan/image-not-locked: The image nvcr.io/nvidia/tritonserver:26.07-py3 is needed, but its digest is not locked.',
      'apps/image-classification/model-service.yaml:8:14 plan/image-not-locked: The image nvcr.io/nvidia/tritonserver:26.07-py3 is needed, but its digest is not locked.',
    ],
  }),
  valued(63, 'a digest that is too short', [IMAGES, 'a'.repeat(64), 'a'.repeat(63)], {
    exit: 1,
    says: [
      'environments/production/images.yaml:9:15 input/pattern: /spec/images/0/digest is "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…"; expected sha256: and 64 lower-case hexadecimal digits.',
    ],
  }),
  valued(64, 'a store that is not the cluster’s', [SPEC, URI, 'storageUri: store://elsewhere/x/1'], {
    exit: 1,
    says: [
      'apps/image-classification/model-service.yaml:14:13 plan/unknown-store: The artifact is in the store elsewhere, which prod-eu-west does not have (it has models).',
      'apps/image-classification/model-service.yaml:14:13 plan/unknown-store: The artifact is in the store elsewhere, which prod-us-east does not have (it has models).',
    ],
  }),
  valued(
    64,
    'an image of an address that is no registry',
    [IMAGES, 'repository: nvcr.io/nvidia/tritonserver', 'repository: http://nvcr.io/nvidia/tritonserver'],
    {
      exit: 1,
      says: [
        'environments/production/images.yaml:7:19 input/image-repository: /spec/images/0/repository is "http://nvcr.io/nvidia/tritonserver"; expected a repository without tag, such as registry.example.com/team/image.',
      ],
    },
  ),
  valued(65, 'a user and a password in an address', [SPEC, URI, 'storageUri: s3://user:pa55w0rd@bucket/x'], {
    exit: 1,
    says: [
      'apps/image-classification/model-service.yaml:14:27 input/secret: /spec/models/0/versions/0/artifacts/0/storageUri is an address with credentials (value not shown); secrets do not belong into a spec.',
    ],
  }),
  valued(65, 'a file of the machine', [SPEC, URI, 'storageUri: file:///etc/passwd'], {
    exit: 1,
    says: [
      'apps/image-classification/model-service.yaml:14:27 input/pattern: /spec/models/0/versions/0/artifacts/0/storageUri is "file:///etc/passwd"; expected store://<store>/<path>; at most 1024 characters.',
    ],
  }),
  valued(66, 'the metadata of a cloud, as an artifact', [SPEC, URI, 'storageUri: http://169.254.169.254/x'], {
    exit: 1,
    says: [
      'apps/image-classification/model-service.yaml:14:27 input/pattern: /spec/models/0/versions/0/artifacts/0/storageUri is "http://169.254.169.254/x"; expected store://<store>/<path>; at most 1024 characters.',
    ],
  }),
  valued(
    66,
    'the metadata of a cloud, as a store',
    [CLUSTER, 'region: us-east-1\n      bandwidth', 'endpoint: http://169.254.169.254\n      bandwidth'],
    {
      exit: 1,
      says: [
        'clusters/prod-us-east/cluster.yaml:32:17 input/link-local-address: /spec/modelStores/models/endpoint is "http://169.254.169.254", a link-local address; expected one that is routed.',
      ],
    },
  ),
  valued(
    67,
    'a key in a parameter',
    [SPEC, CONFIG, `${CONFIG}\n        parameters: { KEY: { string_value: AKIA${'ABCDEFGHIJKLMNOP'} } }`],
    {
      exit: 1,
      says: [
        'apps/image-classification/model-service.yaml:19:44 input/secret: /spec/models/0/config/parameters/KEY/string_value looks like an AWS access key id (value not shown); secrets do not belong into a spec.',
      ],
    },
  ),
  judged(
    67,
    'a key in a variable of a container',
    PODS.replace(
      "image: 'example.com/chat:1'",
      `image: 'example.com/chat:1', env: [{ name: KEY, value: AKIA${'ABCDEFGHIJKLMNOP'} }]`,
    ),
    {
      exit: 1,
      says: [
        'manifests.yaml:10:88 security/no-literal-secret: Deployment/chat holds what looks like an access key of AWS.',
      ],
    },
  ),
  valued(
    68,
    'a private key',
    [
      SPEC,
      CONFIG,
      `${CONFIG}\n        parameters: { KEY: { string_value: "-----BEGIN RSA PRIVATE ${'KEY'}-----" } }`,
    ],
    {
      exit: 1,
      says: [
        'apps/image-classification/model-service.yaml:19:44 input/secret: /spec/models/0/config/parameters/KEY/string_value looks like a PEM block (value not shown); secrets do not belong into a spec.',
      ],
    },
  ),
  judged(
    68,
    'a private key in a ConfigMap',
    `{ apiVersion: v1, kind: ConfigMap, metadata: { name: a, namespace: default }, data: { key: "-----BEGIN RSA PRIVATE ${'KEY'}-----" } }\n`,
    {
      exit: 1,
      says: [
        'manifests.yaml:1:87 security/no-literal-secret: ConfigMap/a holds what looks like a private key.',
      ],
    },
  ),
  valued(69, 'a slip in a field', [SPEC, 'minReplicas: 2', 'minReplica: 2'], {
    exit: 1,
    says: [
      'apps/image-classification/model-service.yaml:43:5 input/unknown-field: /spec/scaling has no field "minReplica"; the nearest is minReplicas.',
    ],
  }),
  valued(70, 'a field in another case', [SPEC, 'minReplicas: 2', 'minreplicas: 2'], {
    exit: 1,
    says: [
      'apps/image-classification/model-service.yaml:43:5 input/unknown-field: /spec/scaling has no field "minreplicas"; the nearest is minReplicas.',
    ],
  }),
  ...[
    ['labels', 'labels: { team: vision }', `labels: { team: ${'a-'.repeat(50_000)}! }`],
    ['an address', URI, `storageUri: store://models/${'a/'.repeat(50_000)}!`],
    ['a duration', 'threshold: 200ms', `threshold: ${'1'.repeat(100_000)}!`],
    ['a quantity', 'limits: { memory: 8Gi }', `limits: { memory: ${'1'.repeat(100_000)}! }`],
  ].map(([title, from, to], index) =>
    valued(
      71,
      `100 kB in ${title}`,
      [SPEC, from!, to!],
      (
        [
          {
            exit: 1,
            says: [
              'apps/image-classification/model-service.yaml:5:19 input/too-long: /metadata/labels/team has 100001 characters; expected at most 63: a label value (letters, digits, dashes, underscores and dots; a letter or digit first and last).',
            ],
          },
          {
            exit: 1,
            says: [
              'apps/image-classification/model-service.yaml:14:27 input/too-long: /spec/models/0/versions/0/artifacts/0/storageUri has 100016 characters; expected at most 1024: store://<store>/<path>.',
            ],
          },
          {
            exit: 1,
            says: [
              'apps/image-classification/model-service.yaml:38:28 input/too-long: /spec/slo/latency/0/threshold has 100001 characters; expected at most 50: a duration such as 20ms, 30s, 10m, 1h30m or 30d.',
            ],
          },
          {
            exit: 1,
            says: [
              'apps/image-classification/model-service.yaml:30:23 input/too-long: /spec/resources/limits/memory has 100001 characters; expected at most 20: bytes as a Kubernetes quantity such as 512Mi or 8Gi.',
            ],
          },
        ] as Answer[]
      )[index]!,
    ),
  ),
];
