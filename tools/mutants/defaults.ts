import type { KubeObject } from '@fleetwright/manifests';

type Path = readonly (string | number)[];

/** What the API server, or the controller of a kind, takes where a field is not given. */
const DEFAULTS: readonly (readonly [place: RegExp, value: unknown])[] = [
  [/^(?:\/spec\/template)?\/spec\/.*\/ports\/\d+\/protocol$/, 'TCP'],
  [/^\/spec\/ports\/\d+\/protocol$/, 'TCP'],
  [/^\/spec\/(?:in|e)gress\/\d+\/ports\/\d+\/protocol$/, 'TCP'],
  [/ontainers\/\d+\/imagePullPolicy$/, 'IfNotPresent'],
  [/\/image\/pullPolicy$/, 'IfNotPresent'],
  [/Probe\/periodSeconds$/, 10],
  [/Probe\/timeoutSeconds$/, 1],
  [/Probe\/failureThreshold$/, 3],
  [/Probe\/successThreshold$/, 1],
  [/Probe\/httpGet\/scheme$/, 'HTTP'],
  [/^\/spec\/revisionHistoryLimit$/, 10],
  [/^\/spec\/type$/, 'ClusterIP'],
  [/^\/spec\/action$/, 'ALLOW'],
  [/^\/spec\/endpoints\/\d+\/path$/, '/metrics'],
  [/^\/spec\/endpoints\/\d+\/scheme$/, 'http'],
  [/^\/spec\/endpoints\/\d+\/honorLabels$/, false],
  [/^\/spec\/triggers\/\d+\/metricType$/, 'AverageValue'],
  [/^\/spec\/replicas$/, 1],
  [/\/exactly\/count$/, 1],
  [/\/exactly\/allocationMode$/, 'ExactCount'],
  [/^\/spec\/strategy\/canary\/(?:abortScaleDownDelaySeconds|scaleDownDelaySeconds)$/, 30],
  [/^\/spec\/strategy\/canary\/analysis\/startingStep$/, 0],
  [/^\/spec\/metrics\/\d+\/(?:failureLimit|inconclusiveLimit)$/, 0],
  [/\/behavior\/scaleUp\/stabilizationWindowSeconds$/, 0],
  [/\/behavior\/scaleDown\/stabilizationWindowSeconds$/, 300],
  [/^\/spec\/pollingInterval$/, 30],
  [/(?:^\/spec|\/template\/spec)\/syncPolicy\/automated\/(?:prune|selfHeal|allowEmpty)$/, false],
];

/** Whether a deleted value is what its object would have without it. */
export function isDefault(object: KubeObject, path: Path): boolean {
  const pointer = `/${path.join('/')}`;
  const value = read(object, path);
  return (
    DEFAULTS.some(([place, other]) => place.test(pointer) && other === value) ||
    isPortOfTarget(object, path) ||
    isLimit(object, path) ||
    isImpliedType(object, pointer, value)
  );
}

function read(object: unknown, path: Path): unknown {
  return path.reduce((value, segment) => (value as Record<string, unknown> | undefined)?.[segment], object);
}

// A Service leads to the port of the same number.
function isPortOfTarget(object: KubeObject, path: Path): boolean {
  return path.at(-1) === 'targetPort' && read(object, [...path.slice(0, -1), 'port']) === read(object, path);
}

// What a container may use it requests, and a map of requests that are all limits is none.
function isLimit(object: KubeObject, path: Path): boolean {
  const at = path.indexOf('requests');
  if (at < 1 || path[at - 1] !== 'resources') return false;
  const limits = read(object, [...path.slice(0, at), 'limits']) as Record<string, unknown> | undefined;
  const requests = read(object, path.slice(0, at + 1)) as Record<string, unknown>;
  const deleted = path.length > at + 1 ? [String(path[at + 1])] : Object.keys(requests);
  return deleted.every((name) => limits?.[name] !== undefined && limits[name] === requests[name]);
}

// A policy with rules of a direction has its type.
function isImpliedType(object: KubeObject, pointer: string, value: unknown): boolean {
  if (pointer !== '/spec/policyTypes') return false;
  const hasEgress = read(object, ['spec', 'egress']) !== undefined;
  return JSON.stringify(value) === JSON.stringify(hasEgress ? ['Ingress', 'Egress'] : ['Ingress']);
}
