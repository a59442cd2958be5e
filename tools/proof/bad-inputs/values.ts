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
const STEPS = 'steps: [{ setWeight: 20 }, { pause: { duration: 10m } }, { setWeight: 50 }, { pause: { duration: 10m } }]';
const URI = 'storageUri: store://models/image_classification/1.4.0';
const CONFIG = 'backend: pytorch';

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
    valued(51, `${count} GPUs`, [SPEC, GPUS, `  gpu:\n    count: ${count}`], ([§e51a, §e51b, §e51c, §e51d, §e51e, §e51f] as Answer[])[index]!),
  ),
  valued(51, 'no GPU for a model of KIND_GPU', [SPEC, GPUS, '  gpu:\n    count: 0'], §e51g),
  ...['1.5.Gi', '1000m', '0'].map((memory, index) =>
    valued(52, `${memory} of memory`, [SPEC, 'limits: { memory: 8Gi }', `limits: { memory: ${memory} }`], ([§e52a, §e52b, §e52c] as Answer[])[index]!),
  ),
  valued(53, 'a quantity that overflows', [SPEC, 'limits: { memory: 8Gi }', 'limits: { memory: 9999999999Ei }'], §e53a),
  valued(53, 'a number that overflows', [SPEC, 'expectedRate: 300', 'expectedRate: 1e400'], §e53b),
  ...['0', '101'].map((weight, index) =>
    valued(54, `a weight of ${weight}`, [SPEC, STEPS, `steps: [{ setWeight: ${weight} }]`], ([§e54a, §e54b] as Answer[])[index]!),
  ),
  valued(54, 'weights that fall', [SPEC, STEPS, 'steps: [{ setWeight: 50 }, { setWeight: 20 }]'], §e54c),
  valued(55, '10,000 steps', [SPEC, STEPS, `steps: [${'{ setWeight: 20 }, '.repeat(10_000)}]`], §e55),
  valued(56, 'fewer replicas at most than at least', [SPEC, 'maxReplicas: 6', 'maxReplicas: 1'], §e56),
  judged(57, 'a disruption budget that lets no pod go', `${PODS}---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: chat, namespace: default }
spec: { minAvailable: 2, selector: { matchLabels: { app: chat } } }
`, §e57),
  judged(58, 'a time-out shorter than its tries', `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: chat, namespace: default }
spec:
  hosts: [chat.example.com]
  http:
    - route: [{ destination: { host: example.com } }]
      timeout: 5s
      retries: { attempts: 2, perTryTimeout: 2s }
`, §e58),
  valued(59, 'a cluster that does not exist', [SPEC, 'match: { cluster: prod-eu-west }', 'match: { cluster: prod-eu-wset }'], §e59),
  valued(60, 'a GPU that no pool has', [SPEC, 'minMemory: 8Gi', 'minMemory: 8Gi\n    product: NVIDIA-B200'], §e60),
  {
    row: 61,
    title: 'a pool that is too small while a canary runs, and only then',
    act: async (root) => {
      edit(root, CLUSTER, 'nodes: { min: 2, max: 6, provisioning: 6m }', 'nodes: { min: 1, max: 1 }');
      edit(root, CLUSTER, 'nvidia.com/gpu: 8', 'nvidia.com/gpu: 6');
      await fleetwright(root, 'render');
      return fleetwright(root, 'validate');
    },
    mayChange: /^clusters\//,
    ...§e61,
  },
  valued(62, 'an image without a digest', [IMAGES, 'tag: 26.07-py3', 'tag: 26.06-py3'], §e62),
  valued(63, 'a digest that is too short', [IMAGES, 'a'.repeat(64), 'a'.repeat(63)], §e63),
  valued(64, 'a store that is not the cluster’s', [SPEC, URI, 'storageUri: store://elsewhere/x/1'], §e64a),
  valued(64, 'an image of an address that is no registry', [IMAGES, 'repository: nvcr.io/nvidia/tritonserver', 'repository: http://nvcr.io/nvidia/tritonserver'], §e64b),
  valued(65, 'a user and a password in an address', [SPEC, URI, 'storageUri: s3://user:pa55w0rd@bucket/x'], §e65a),
  valued(65, 'a file of the machine', [SPEC, URI, 'storageUri: file:///etc/passwd'], §e65b),
  valued(66, 'the metadata of a cloud, as an artifact', [SPEC, URI, 'storageUri: http://169.254.169.254/x'], §e66a),
  valued(66, 'the metadata of a cloud, as a store', [CLUSTER, 'region: us-east-1\n      bandwidth', 'endpoint: http://169.254.169.254\n      bandwidth'], §e66b),
  valued(67, 'a key in a parameter', [SPEC, CONFIG, `${CONFIG}\n        parameters: { KEY: { string_value: AKIA${'ABCDEFGHIJKLMNOP'} } }`], §e67a),
  judged(67, 'a key in a variable of a container', PODS.replace("image: 'example.com/chat:1'", `image: 'example.com/chat:1', env: [{ name: KEY, value: AKIA${'ABCDEFGHIJKLMNOP'} }]`), §e67b),
  valued(68, 'a private key', [SPEC, CONFIG, `${CONFIG}\n        parameters: { KEY: { string_value: "-----BEGIN RSA PRIVATE ${'KEY'}-----" } }`], §e68a),
  judged(68, 'a private key in a ConfigMap', `{ apiVersion: v1, kind: ConfigMap, metadata: { name: a, namespace: default }, data: { key: "-----BEGIN RSA PRIVATE ${'KEY'}-----" } }\n`, §e68b),
  valued(69, 'a slip in a field', [SPEC, 'minReplicas: 2', 'minReplica: 2'], §e69),
  valued(70, 'a field in another case', [SPEC, 'minReplicas: 2', 'minreplicas: 2'], §e70),
  ...[
    ['labels', 'labels: { team: vision }', `labels: { team: ${'a-'.repeat(50_000)}! }`],
    ['an address', URI, `storageUri: store://models/${'a/'.repeat(50_000)}!`],
    ['a duration', 'threshold: 200ms', `threshold: ${'1'.repeat(100_000)}!`],
    ['a quantity', 'limits: { memory: 8Gi }', `limits: { memory: ${'1'.repeat(100_000)}! }`],
  ].map(([title, from, to], index) =>
    valued(71, `100 kB in ${title}`, [SPEC, from!, to!], ([§e71a, §e71b, §e71c, §e71d] as Answer[])[index]!),
  ),
];
