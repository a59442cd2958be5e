/** How a flag's value is written. `none` flags stand alone; `setting` values have a form of their own. */
export type FlagType = 'string' | 'integer' | 'number' | 'boolean' | 'none' | 'setting';

/** A command-line flag of tritonserver. */
export interface Flag {
  /** Without its dashes. */
  name: string;
  type: FlagType;
  default?: string | number | boolean;
  /** May be given several times. */
  repeatable?: true;
  /** What replaces a deprecated flag. */
  deprecated?: string;
  /** Why users may not set it: Fleetwright derives it, or what it does has another place. */
  owned?: string;
  /** The values that are possible. */
  values?: readonly string[];
  /** The form of a setting. */
  form?: string;
}

const REPOSITORY = 'The init step composes the model repository.';
const CONTROL = 'Models are loaded once, at start; a change is a rollout.';
const PORT = 'Ports and addresses are fixed, so that Services, probes and policies agree.';
const TLS = "TLS is the mesh's and the gateway's.";
const SECRET =
  'Its value would stand readable in the manifest; AuthorizationPolicies restrict the endpoints.';
const PLATFORM = 'It serves the protocol of another platform on another port.';
const IMAGE = 'Libraries come with the image.';

/** Every flag of tritonserver 26.07, in the order of its own help. */
export const FLAGS: readonly Flag[] = [
  { name: 'help', type: 'none', owned: 'The server would print its help and exit.' },
  { name: 'id', type: 'string', default: 'triton' },
  { name: 'exit-timeout-secs', type: 'integer', default: 30, owned: 'It follows from traffic.maxDuration.' },
  { name: 'model-store', type: 'string', repeatable: true, owned: REPOSITORY },
  { name: 'model-repository', type: 'string', repeatable: true, owned: REPOSITORY },
  { name: 'exit-on-error', type: 'boolean', default: true, owned: CONTROL },
  {
    name: 'disable-auto-complete-config',
    type: 'none',
    owned: 'The configuration is complete in the spec, so that what is reviewed is what runs.',
  },
  { name: 'strict-readiness', type: 'boolean', default: true, owned: 'The probes rely on it.' },
  {
    name: 'model-control-mode',
    type: 'string',
    default: 'none',
    values: ['none', 'poll', 'explicit'],
    owned: CONTROL,
  },
  { name: 'repository-poll-secs', type: 'integer', default: 15, owned: CONTROL },
  { name: 'load-model', type: 'string', repeatable: true, owned: CONTROL },
  { name: 'model-config-name', type: 'string', owned: REPOSITORY },
  { name: 'model-load-thread-count', type: 'integer', default: 4 },
  { name: 'model-load-retry-count', type: 'integer', default: 0 },
  {
    name: 'model-namespacing',
    type: 'boolean',
    default: false,
    owned: "It adds a namespace label that collides with the scrape's own.",
  },
  { name: 'enable-peer-access', type: 'boolean', default: true },
  { name: 'allow-http', type: 'boolean', default: true, owned: 'The probes use HTTP.' },
  { name: 'http-address', type: 'string', default: '0.0.0.0', owned: PORT },
  { name: 'http-port', type: 'integer', default: 8000, owned: PORT },
  { name: 'reuse-http-port', type: 'boolean', default: false, owned: PORT },
  { name: 'http-header-forward-pattern', type: 'string' },
  { name: 'http-thread-count', type: 'integer', default: 8 },
  { name: 'http-max-input-size', type: 'integer', default: 67_108_864 },
  {
    name: 'http-restricted-api',
    type: 'setting',
    repeatable: true,
    form: '<apis>:<key>=<value>',
    owned: SECRET,
  },
  {
    name: 'allow-grpc',
    type: 'boolean',
    default: true,
    owned: 'traffic.protocols says which protocols are exposed.',
  },
  { name: 'grpc-address', type: 'string', default: '0.0.0.0', owned: PORT },
  { name: 'grpc-port', type: 'integer', default: 8001, owned: PORT },
  { name: 'reuse-grpc-port', type: 'boolean', default: false, owned: PORT },
  { name: 'grpc-header-forward-pattern', type: 'string' },
  { name: 'grpc-infer-thread-count', type: 'integer', default: 2 },
  { name: 'grpc-infer-allocation-pool-size', type: 'integer', default: 8 },
  { name: 'grpc-max-response-pool-size', type: 'integer', default: 2_147_483_647 },
  { name: 'grpc-use-ssl', type: 'boolean', default: false, owned: TLS },
  { name: 'grpc-use-ssl-mutual', type: 'boolean', default: false, owned: TLS },
  { name: 'grpc-server-cert', type: 'string', owned: TLS },
  { name: 'grpc-server-key', type: 'string', owned: TLS },
  { name: 'grpc-root-cert', type: 'string', owned: TLS },
  {
    name: 'grpc-infer-response-compression-level',
    type: 'string',
    default: 'none',
    values: ['none', 'low', 'medium', 'high'],
  },
  { name: 'grpc-keepalive-time', type: 'integer', default: 7_200_000 },
  { name: 'grpc-keepalive-timeout', type: 'integer', default: 20_000 },
  { name: 'grpc-keepalive-permit-without-calls', type: 'boolean', default: false },
  { name: 'grpc-http2-max-pings-without-data', type: 'integer', default: 2 },
  { name: 'grpc-http2-min-recv-ping-interval-without-data', type: 'integer', default: 300_000 },
  { name: 'grpc-http2-max-ping-strikes', type: 'integer', default: 2 },
  { name: 'grpc-max-connection-age', type: 'integer' },
  { name: 'grpc-max-connection-age-grace', type: 'integer' },
  {
    name: 'grpc-restricted-protocol',
    type: 'setting',
    repeatable: true,
    form: '<protocols>:<key>=<value>',
    owned: SECRET,
  },
  { name: 'log-verbose', type: 'integer', default: 0 },
  { name: 'log-info', type: 'boolean', default: true },
  { name: 'log-warning', type: 'boolean', default: true },
  { name: 'log-error', type: 'boolean', default: true },
  { name: 'log-format', type: 'string', default: 'default', values: ['default', 'ISO8601'] },
  { name: 'log-file', type: 'string', owned: "Logs go to the container's output, where they are collected." },
  { name: 'allow-sagemaker', type: 'boolean', default: false, owned: PLATFORM },
  { name: 'sagemaker-port', type: 'integer', default: 8080, owned: PLATFORM },
  { name: 'sagemaker-safe-port-range', type: 'setting', form: '<integer>-<integer>', owned: PLATFORM },
  { name: 'sagemaker-thread-count', type: 'integer', default: 8, owned: PLATFORM },
  { name: 'allow-vertex-ai', type: 'boolean', default: false, owned: PLATFORM },
  { name: 'vertex-ai-port', type: 'integer', default: 8080, owned: PLATFORM },
  { name: 'vertex-ai-thread-count', type: 'integer', default: 8, owned: PLATFORM },
  { name: 'vertex-ai-default-model', type: 'string', owned: PLATFORM },
  {
    name: 'allow-metrics',
    type: 'boolean',
    default: true,
    owned: 'Alerts, scaling and canaries read the metrics.',
  },
  { name: 'allow-gpu-metrics', type: 'boolean', default: true },
  { name: 'allow-cpu-metrics', type: 'boolean', default: true },
  { name: 'metrics-address', type: 'string', owned: PORT },
  { name: 'metrics-port', type: 'integer', default: 8002, owned: PORT },
  { name: 'metrics-interval-ms', type: 'number', default: 2000 },
  {
    name: 'metrics-config',
    type: 'setting',
    repeatable: true,
    form: '<setting>=<value>',
    owned: 'The latency histogram is switched on where the release has it.',
  },
  { name: 'trace-config', type: 'setting', repeatable: true, form: '<mode>,<setting>=<value>' },
  { name: 'cache-config', type: 'setting', repeatable: true, form: '<cache>,<setting>=<value>' },
  { name: 'cache-directory', type: 'string', default: '/opt/tritonserver/caches', owned: IMAGE },
  { name: 'rate-limit', type: 'string', default: 'off', values: ['off', 'execution_count'] },
  { name: 'rate-limit-resource', type: 'setting', repeatable: true, form: '<name>:<count>:<device>' },
  { name: 'pinned-memory-pool-byte-size', type: 'integer', default: 268_435_456 },
  { name: 'cuda-memory-pool-byte-size', type: 'setting', repeatable: true, form: '<gpu>:<bytes>' },
  { name: 'cuda-virtual-address-size', type: 'setting', repeatable: true, form: '<gpu>:<bytes>' },
  { name: 'min-supported-compute-capability', type: 'number', default: 6 },
  { name: 'buffer-manager-thread-count', type: 'integer', default: 0 },
  { name: 'host-policy', type: 'setting', repeatable: true, form: '<policy>,<setting>=<value>' },
  { name: 'model-load-gpu-limit', type: 'setting', repeatable: true, form: '<gpu>:<fraction>' },
  { name: 'allow-client-shm', type: 'boolean', default: false },
  { name: 'backend-directory', type: 'string', default: '/opt/tritonserver/backends', owned: IMAGE },
  { name: 'backend-config', type: 'setting', repeatable: true, form: '<backend>,<setting>=<value>' },
  { name: 'repoagent-directory', type: 'string', default: '/opt/tritonserver/repoagents', owned: IMAGE },
  {
    name: 'strict-model-config',
    type: 'boolean',
    default: false,
    deprecated: 'disable-auto-complete-config',
    owned: 'disable-auto-complete-config replaces it and is always set.',
  },
  { name: 'response-cache-byte-size', type: 'integer', deprecated: 'cache-config: local,size=<bytes>' },
  { name: 'trace-file', type: 'string', deprecated: 'trace-config: triton,file=<path>' },
  { name: 'trace-level', type: 'string', repeatable: true, deprecated: 'trace-config: level=<level>' },
  { name: 'trace-rate', type: 'integer', default: 1000, deprecated: 'trace-config: rate=<rate>' },
  { name: 'trace-count', type: 'integer', default: -1, deprecated: 'trace-config: count=<count>' },
  {
    name: 'trace-log-frequency',
    type: 'integer',
    default: 0,
    deprecated: 'trace-config: triton,log-frequency=<count>',
  },
];

const BY_NAME = new Map(FLAGS.map((flag) => [flag.name, flag]));

/** The flag of a name, or undefined. */
export function findFlag(name: string): Flag | undefined {
  return BY_NAME.get(name);
}
