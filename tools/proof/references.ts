import { nameOf, type Manifest } from './overlays.ts';
import { selectValues, WORKLOAD } from './select-values.ts';

const POD = `${WORKLOAD} spec/template/spec`;
const CANARY = 'Rollout spec/strategy/canary';
const PORT_NAMES = `${POD}/containers/*/ports/*/name`;
const PORT_NUMBERS = `${POD}/containers/*/ports/*/containerPort`;
const VOLUMES = `${POD}/volumes/*/name`;
const CLAIMS = `${POD}/resourceClaims/*/name`;
const ADMITTED_PORTS = 'AuthorizationPolicy spec/rules/*/to/*/operation/ports/*';
const AUTOSCALER = 'ScaledObject|HorizontalPodAutoscaler';

/** Each value of the first query is among those of the second, where there is a resource of the third's kind. */
const REFERENCES: readonly (readonly [from: string, to: string, where?: string])[] = [
  [`${CANARY}/stableService`, 'Service metadata/name'],
  [`${CANARY}/canaryService`, 'Service metadata/name'],
  [`${CANARY}/trafficRouting/istio/virtualService/name`, 'VirtualService metadata/name'],
  [`${CANARY}/trafficRouting/istio/virtualService/routes/*`, 'VirtualService spec/http/*/name'],
  ['VirtualService spec/http/*/name', `${CANARY}/trafficRouting/istio/virtualService/routes/*`, 'Rollout'],
  [`${CANARY}/analysis/templates/*/templateName`, 'AnalysisTemplate metadata/name'],
  ['AnalysisTemplate metadata/name', `${CANARY}/analysis/templates/*/templateName`],
  [`${CANARY}/analysis/args/*/name`, 'AnalysisTemplate spec/args/*/name'],
  ['AnalysisTemplate spec/args/*/name', `${CANARY}/analysis/args/*/name`],
  [`${AUTOSCALER} spec/scaleTargetRef/name`, `${WORKLOAD} metadata/name`],
  [`${AUTOSCALER} spec/scaleTargetRef/kind`, `${WORKLOAD} kind`],
  [`${AUTOSCALER} spec/scaleTargetRef/apiVersion`, `${WORKLOAD} apiVersion`],
  [
    'HorizontalPodAutoscaler spec/metrics/*/external/metric/selector/matchLabels/service',
    'Service metadata/name',
  ],
  [`${POD}/serviceAccountName`, 'ServiceAccount metadata/name'],
  [`${POD}/resourceClaims/*/resourceClaimTemplateName`, 'ResourceClaimTemplate metadata/name'],
  ['ResourceClaimTemplate metadata/name', `${POD}/resourceClaims/*/resourceClaimTemplateName`],
  [`${POD}/containers/*/resources/claims/*/name`, CLAIMS],
  [CLAIMS, `${POD}/containers/*/resources/claims/*/name`],
  [`${POD}/containers/*/volumeMounts/*/name`, VOLUMES],
  [`${POD}/initContainers/*/volumeMounts/*/name`, VOLUMES],
  [`${POD}/containers/*/startupProbe/httpGet/port`, PORT_NAMES],
  [`${POD}/containers/*/readinessProbe/httpGet/port`, PORT_NAMES],
  [`${POD}/containers/*/livenessProbe/httpGet/port`, PORT_NAMES],
  ['Service spec/ports/*/targetPort', PORT_NAMES],
  ['ServiceMonitor spec/endpoints/*/port', 'Service spec/ports/*/name'],
  ['VirtualService spec/http/*/route/*/destination/port/number', 'Service spec/ports/*/port'],
  ['VirtualService spec/http/*/route/*/destination/host', 'DestinationRule spec/host'],
  ['DestinationRule spec/host', 'VirtualService spec/http/*/route/*/destination/host', 'VirtualService'],
  ['Service spec/ports/*/port', 'NetworkPolicy spec/ingress/*/ports/*/port'],
  ['Service spec/ports/*/port', ADMITTED_PORTS, 'AuthorizationPolicy'],
  [ADMITTED_PORTS, PORT_NUMBERS],
  ['AuthorizationPolicy spec/targetRefs/*/name', 'Service metadata/name'],
  ['PeerAuthentication spec/portLevelMtls/~', PORT_NUMBERS],
];

/** Labels that must be on the service's pods. */
const POD_SELECTORS = [
  `${WORKLOAD} spec/selector/matchLabels`,
  `${POD}/topologySpreadConstraints/*/labelSelector/matchLabels`,
  'Service spec/selector',
  'PodDisruptionBudget spec/selector/matchLabels',
  'NetworkPolicy spec/podSelector/matchLabels',
  'PeerAuthentication spec/selector/matchLabels',
  'AuthorizationPolicy spec/selector/matchLabels',
];

/** References of an overlay that lead nowhere: into another overlay nothing may point. */
export function findBrokenReferences(resources: readonly Manifest[]): string[] {
  return [
    ...findRepeated(resources),
    ...REFERENCES.filter(([, , where]) => where === undefined || hasKind(resources, where)).flatMap(
      ([from, to]) => findUnresolved(resources, from, to),
    ),
    ...findDeadPorts(resources),
    ...POD_SELECTORS.flatMap((selector) => findUnmatched(resources, selector)),
    ...findUnscraped(resources),
    ...findUnknownHosts(resources),
    ...findUnknownAnnotations(resources),
    ...findUnknownArguments(resources),
    ...findUnknownSeries(resources),
    ...findUnusedVolumes(resources),
  ];
}

function hasKind(resources: readonly Manifest[], kind: string): boolean {
  return resources.some((resource) => resource.kind === kind);
}

// Ambient's node proxies hand over what they decrypt inside the pod's network, at a port that no container names.
const AMBIENT_TUNNEL = 15_008;

function findDeadPorts(resources: readonly Manifest[]): string[] {
  const isAmbient = selectValues(resources, `${WORKLOAD} spec/template/metadata/labels`).some((labels) =>
    includesLabels(labels, { 'istio.io/dataplane-mode': 'ambient' }),
  );
  const known = new Set([...selectValues(resources, PORT_NUMBERS), ...(isAmbient ? [AMBIENT_TUNNEL] : [])]);
  const opened = selectValues(resources, 'NetworkPolicy spec/ingress/*/ports/*/port');
  return opened
    .filter((port) => !known.has(port))
    .map((port) => `the NetworkPolicy opens ${String(port)}, at which nothing listens`);
}

function findRepeated(resources: readonly Manifest[]): string[] {
  const names = resources.map(nameOf);
  return names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${name} is there twice`);
}

function findUnresolved(resources: readonly Manifest[], from: string, to: string): string[] {
  const known = new Set(selectValues(resources, to).map(String));
  return selectValues(resources, from)
    .filter((value) => !known.has(String(value)))
    .map((value) => `${from} is ${String(value)}, which no ${to} is`);
}

function findUnmatched(resources: readonly Manifest[], selector: string): string[] {
  const pods = selectValues(resources, `${WORKLOAD} spec/template/metadata/labels`);
  return selectValues(resources, selector)
    .filter((labels) => isEmpty(labels) || !pods.some((pod) => includesLabels(pod, labels)))
    .map((labels) => `${selector} ${JSON.stringify(labels)} matches no pod`);
}

function isEmpty(labels: unknown): boolean {
  return Object.keys(labels as object).length === 0;
}

function includesLabels(all: unknown, some: unknown): boolean {
  const labels = all as Record<string, unknown>;
  return Object.entries(some as object).every(([key, value]) => labels[key] === value);
}

// One Service, or every pod would be scraped several times.
function findUnscraped(resources: readonly Manifest[]): string[] {
  const services = selectValues(resources, 'Service metadata/labels');
  return selectValues(resources, 'ServiceMonitor spec/selector/matchLabels').flatMap((selector) => {
    const count = services.filter((labels) => includesLabels(labels, selector)).length;
    return count === 1 ? [] : [`the ServiceMonitor selects ${count} Services`];
  });
}

function findUnknownHosts(resources: readonly Manifest[]): string[] {
  const hosts = new Set(
    resources
      .filter(({ kind }) => kind === 'Service')
      .map(({ metadata }) => `${metadata.name}.${metadata.namespace}.svc.cluster.local`),
  );
  return selectValues(resources, 'DestinationRule spec/host')
    .filter((host) => !hosts.has(String(host)))
    .map((host) => `the DestinationRule is for ${String(host)}, which is no Service`);
}

function findUnknownAnnotations(resources: readonly Manifest[]): string[] {
  const known = new Set(selectValues(resources, `${WORKLOAD} spec/template/metadata/annotations/~`));
  return selectValues(resources, `${POD}/volumes/*/downwardAPI/items/*/fieldRef/fieldPath`).flatMap(
    (path) => {
      const annotation = /^metadata\.annotations\['(.+)'\]$/.exec(String(path))?.[1];
      return known.has(annotation) ? [] : [`a volume reads ${String(path)}, which the pod has not`];
    },
  );
}

function findUnknownArguments(resources: readonly Manifest[]): string[] {
  return resources
    .filter(({ kind }) => kind === 'AnalysisTemplate')
    .flatMap((template) => {
      const declared = new Set(selectValues([template], 'AnalysisTemplate spec/args/*/name'));
      const used = JSON.stringify(template).matchAll(/\{\{args\.([-a-z]+)\}\}/g);
      return [...used]
        .filter(([, name]) => !declared.has(name))
        .map(([text]) => `${nameOf(template)} uses ${text}, which it does not declare`);
    });
}

// A query over a Service or a recorded series that does not exist is silently empty.
function findUnknownSeries(resources: readonly Manifest[]): string[] {
  const services = new Set(selectValues(resources, 'Service metadata/name'));
  const records = recordedSeries(resources);
  return resources.flatMap((resource) => {
    const text = JSON.stringify(resource);
    const names = [...text.matchAll(/(?:destination_service_name|[{,]service)=~?\\*"([^"\\]+)/g)];
    const unknown = names
      .flatMap(([, alternatives = '']) => alternatives.split('|'))
      .filter((name) => !services.has(name))
      .map((name) => `${nameOf(resource)} reads series of the Service ${name}, which does not exist`);
    const reads = text.matchAll(/\b(service:[a-z_]+:[a-z0-9]+)\{[^}]*objective=\\*"([^"\\]+)/g);
    const unrecorded = [...reads]
      .map(([, record, objective]) => `${record} of ${objective}`)
      .filter((series) => !records.has(series))
      .map((series) => `${nameOf(resource)} reads ${series}, which nothing records`);
    return [...unknown, ...unrecorded];
  });
}

function recordedSeries(resources: readonly Manifest[]): Set<string> {
  const rules = selectValues(resources, 'PrometheusRule spec/groups/*/rules/*') as {
    record?: string;
    labels?: { objective?: string };
  }[];
  return new Set(rules.map(({ record, labels }) => `${record} of ${labels?.objective}`));
}

function findUnusedVolumes(resources: readonly Manifest[]): string[] {
  const mounted = new Set(selectValues(resources, `${POD}/*/*/volumeMounts/*/name`));
  return selectValues(resources, VOLUMES)
    .filter((name) => !mounted.has(name))
    .map((name) => `the volume ${String(name)} is mounted nowhere`);
}
