/** By the name of a list: the fields that its items may be known by, in the order in which they are tried. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  env: ['name'],
  ports: ['name', 'containerPort', 'port', 'number'],
  volumes: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  http: ['name'],
  tls: ['name', 'secretName'],
  servers: ['name'],
  subsets: ['name'],
  groups: ['name'],
  rules: ['alert', 'record', 'name', 'host'],
  metrics: ['name'],
  templates: ['templateName', 'name'],
  args: ['name'],
  imagePullSecrets: ['name'],
  hostAliases: ['ip'],
  endpoints: ['port'],
  podMetricsEndpoints: ['port'],
  resourceClaims: ['name'],
  requests: ['name'],
  webhooks: ['name'],
  versions: ['name', 'version'],
  items: ['path', 'key'],
  input: ['name'],
  output: ['name'],
  step: ['model_name'],
  authenticationRef: ['name'],
  panels: ['id', 'title'],
};

const ANY = ['name', 'key', 'id'];

/** Lists whose order means nothing. */
const UNORDERED = new Set([
  'env',
  'ports',
  'volumes',
  'volumeMounts',
  'tolerations',
  'imagePullSecrets',
  'topologySpreadConstraints',
  'groups',
  'hosts',
  'principals',
  'namespaces',
  'policyTypes',
  'finalizers',
  'endpoints',
]);

/** The field by which the items of both lists are told apart; undefined when there is none that serves. */
export function keyOfItems(list: string, ...sides: readonly (readonly unknown[])[]): string | undefined {
  const candidates = [...(Object.hasOwn(KEYS, list) ? KEYS[list]! : []), ...ANY];
  return candidates.find((key) => sides.every((items) => hasUniqueKey(items, key)));
}

function hasUniqueKey(items: readonly unknown[], key: string): boolean {
  const seen = new Set<unknown>();
  for (const item of items) {
    const value =
      typeof item === 'object' && item !== null ? (item as Record<string, unknown>)[key] : undefined;
    if ((typeof value !== 'string' && typeof value !== 'number') || seen.has(value)) return false;
    seen.add(value);
  }
  return true;
}

/** Whether the order of a list's items says something. */
export function isOrdered(list: string): boolean {
  return !UNORDERED.has(list);
}
