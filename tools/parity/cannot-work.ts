import type { Parent } from './changes.ts';

/** A change after which a service cannot work, whatever a server says to the object. */
export interface Defect {
  title: string;
  kind: RegExp;
  /** Of the value that is changed. */
  pointer: RegExp;
  change: (value: unknown, key: string, parent: Parent) => void;
}

type Edit = (value: string) => unknown;

function edit(title: string, place: { kind: RegExp; pointer: RegExp }, make: Edit = misname): Defect {
  return { title, ...place, change: (value, key, parent) => void (parent[key] = make(value as string)) };
}

/** Another port, by number or by name. */
function editPort(title: string, place: { kind: RegExp; pointer: RegExp }): Defect {
  const another = (port: unknown) => (typeof port === 'number' ? port + 1 : `${String(port)}x`);
  return { title, ...place, change: (port, key, parent) => void (parent[key] = another(port)) };
}

const misname: Edit = (name) => `${name}-x`;
const nextText: Edit = (port) => String(Number(port) + 1);

const WORKLOAD = /^(Deployment|Rollout)$/;
const CONTAINER = '/spec/template/spec/containers/0';

/** Defects by construction: what an object says of another, or of what it runs on, is not so. */
export const DEFECTS: readonly Defect[] = [
  edit('a Service of a rollout that is not there', {
    kind: /^Rollout$/,
    pointer: /\/(stable|canary|active|preview)Service$/,
  }),
  edit('a route of a rollout that is not there', {
    kind: /^Rollout$/,
    pointer: /\/istio\/virtualServices?(\/0)?\/(name|routes\/\d+)$/,
  }),
  edit('an analysis that is not there', { kind: /^Rollout$/, pointer: /\/templateName$/ }),
  edit('an account that is not there', { kind: WORKLOAD, pointer: /\/serviceAccountName$/ }),
  edit('a claim that is not there', {
    kind: WORKLOAD,
    pointer: /\/(claimName|resourceClaimTemplateName|configMap\/name)$/,
  }),
  edit('a workload to scale that is not there', {
    kind: /^(HorizontalPodAutoscaler|ScaledObject)$/,
    pointer: /\/scaleTargetRef\/name$/,
  }),
  edit('credentials of a trigger that are not there', {
    kind: /^ScaledObject$/,
    pointer: /\/authenticationRef\/name$/,
  }),
  edit(
    'a destination that is not there',
    { kind: /^(DestinationRule|VirtualService)$/, pointer: /\/(destination|spec)\/host$/ },
    (host) => `x-${host}`,
  ),
  edit('a Service under a policy that is not there', {
    kind: /^AuthorizationPolicy$/,
    pointer: /\/targetRefs\/\d+\/name$/,
  }),
  edit('a selector that selects no pod', {
    kind: /^(Service|PodDisruptionBudget|PeerAuthentication|AuthorizationPolicy)$/,
    pointer: /^\/spec\/selector\/(matchLabels\/)?[^/]*(service|instance|name)$/,
  }),
  edit('a policy of the network that selects no pod', {
    kind: /^NetworkPolicy$/,
    pointer: /^\/spec\/podSelector\/matchLabels\/[^/]*$/,
  }),
  edit('a monitor that selects nothing', {
    kind: /^(PodMonitor|ServiceMonitor)$/,
    pointer: /^\/spec\/selector\/matchLabels\/[^/]*$/,
  }),
  edit('a spread over pods of others', {
    kind: WORKLOAD,
    pointer: /\/topologySpreadConstraints\/\d+\/labelSelector\/matchLabels\/[^/]*$/,
  }),
  edit('pods without the label that selects them', {
    kind: WORKLOAD,
    pointer: /^\/spec\/template\/metadata\/labels\/fleetwright.dev~1service$/,
  }),
  edit('a Service without the label that its monitor selects', {
    kind: /^Service$/,
    pointer: /^\/metadata\/labels\/app.kubernetes.io~1component$/,
  }),
  edit('a monitor that Prometheus does not select', {
    kind: /^(PodMonitor|PrometheusRule|ServiceMonitor)$/,
    pointer: /^\/metadata\/labels\/release$/,
  }),
  editPort('a port of a container that is not there', { kind: /^Service$/, pointer: /\/targetPort$/ }),
  {
    title: 'a port of a Service that its routes do not name',
    kind: /^Service$/,
    pointer: /\/ports\/\d+\/port$/,
    // A scrape goes by the port's name.
    change: (port, key, parent) =>
      void (parent[key] = parent.name === 'http-metrics' ? port : (port as number) + 1),
  },
  editPort('a port that no Service has', {
    kind: /^VirtualService$/,
    pointer: /\/destination\/port\/number$/,
  }),
  editPort('a port to scrape that is not there', {
    kind: /^(PodMonitor|ServiceMonitor)$/,
    pointer: /\/endpoints\/\d+\/port$/,
  }),
  editPort('a port to probe that is not there', {
    kind: WORKLOAD,
    pointer: /\/containers\/0\/\w+Probe\/(httpGet|grpc)\/port$/,
  }),
  editPort('a port on which nothing listens', {
    kind: WORKLOAD,
    pointer: new RegExp(`^${CONTAINER}/ports/\\d+/containerPort$`),
  }),
  editPort('a network closed to callers', {
    kind: /^NetworkPolicy$/,
    pointer: /\/ingress\/\d+\/ports\/\d+\/port$/,
  }),
  edit(
    'a mesh closed to callers',
    { kind: /^AuthorizationPolicy$/, pointer: /\/operation\/ports\/\d+$/ },
    nextText,
  ),
  edit(
    'a host that the gateway does not serve',
    { kind: /^VirtualService$/, pointer: /^\/spec\/hosts\/\d+$/ },
    () => 'elsewhere.example.net',
  ),
  edit(
    'a gateway that is not there',
    { kind: /^VirtualService$/, pointer: /^\/spec\/gateways\/\d+$/ },
    (name) => (name === 'mesh' ? 'x/mesh' : `${name}-x`),
  ),
  edit(
    'a metric that nothing exposes',
    { kind: /^(AnalysisTemplate|PrometheusRule|ScaledObject)$/, pointer: /\/(expr|query)$/ },
    (query) => query.replace(/\b(nv_|istio_|DCGM_|service:)\w+/, '$&x'),
  ),
  edit('a path to probe that answers 404', { kind: WORKLOAD, pointer: /\/httpGet\/path$/ }),
  edit('a label of nodes that none has', { kind: WORKLOAD, pointer: /\/nodeSelector\/[^/]*$/ }),
  {
    title: 'GPUs of a kind that no node has',
    kind: WORKLOAD,
    pointer: new RegExp(`^${CONTAINER}/resources$`),
    change: (resources) => editGpus(resources, (name, amount) => [`${name}x`, amount]),
  },
  {
    title: 'more GPUs than any node has',
    kind: WORKLOAD,
    pointer: new RegExp(`^${CONTAINER}/resources$`),
    change: (resources) => editGpus(resources, (name) => [name, '64']),
  },
  {
    title: 'taints of GPU nodes that are not tolerated',
    kind: WORKLOAD,
    pointer: /^\/spec\/template\/spec\/tolerations$/,
    change: (_, key, parent) => void delete parent[key],
  },
  {
    title: 'a flag that the server does not know',
    kind: WORKLOAD,
    pointer: new RegExp(`^${CONTAINER}/args/\\d+$`),
    change: (flag, key, parent) => void (parent[key] = (flag as string).replace(/^--[\w-]+/, '$&s')),
  },
  edit(
    'a configuration that the server cannot read',
    { kind: WORKLOAD, pointer: /\/annotations\/config.fleetwright.dev~1[^/]*$/ },
    (text) => `${text}\n}`,
  ),
  {
    title: 'an analysis without the arguments of its queries',
    kind: /^AnalysisTemplate$/,
    pointer: /^\/spec\/args$/,
    change: (_, key, parent) => void delete parent[key],
  },
];

function editGpus(resources: unknown, change: (name: string, amount: string) => [string, string]): void {
  for (const amounts of Object.values(resources as Record<string, Record<string, string>>)) {
    for (const [name, amount] of Object.entries(amounts)) {
      if (!name.startsWith('nvidia.com/')) continue;
      delete amounts[name];
      const [changed, changedAmount] = change(name, amount);
      amounts[changed] = changedAmount;
    }
  }
}
