import { nameOf, type Manifest } from './overlays.ts';
import { selectValues } from './select-values.ts';

const POD = 'Rollout spec/template/spec';
const CANARY = 'Rollout spec/strategy/canary';
const PORT_NAMES = `${POD}/containers/*/ports/*/name`;
const PORT_NUMBERS = `${POD}/containers/*/ports/*/containerPort`;
const VOLUMES = `${POD}/volumes/*/name`;

/** Each value of the first query is among those of the second. */
const REFERENCES: readonly (readonly [from: string, to: string])[] = [
  [`${CANARY}/stableService`, 'Service metadata/name'],
  [`${CANARY}/canaryService`, 'Service metadata/name'],
  [`${CANARY}/trafficRouting/istio/virtualService/name`, 'VirtualService metadata/name'],
  [`${CANARY}/trafficRouting/istio/virtualService/routes/*`, 'VirtualService spec/http/*/name'],
  ['VirtualService spec/http/*/name', `${CANARY}/trafficRouting/istio/virtualService/routes/*`],
  [`${CANARY}/analysis/templates/*/templateName`, 'AnalysisTemplate metadata/name'],
  ['AnalysisTemplate metadata/name', `${CANARY}/analysis/templates/*/templateName`],
  [`${CANARY}/analysis/args/*/name`, 'AnalysisTemplate spec/args/*/name'],
  ['AnalysisTemplate spec/args/*/name', `${CANARY}/analysis/args/*/name`],
  ['ScaledObject spec/scaleTargetRef/name', 'Rollout metadata/name'],
  [`${POD}/serviceAccountName`, 'ServiceAccount metadata/name'],
  [`${POD}/containers/*/volumeMounts/*/name`, VOLUMES],
  [`${POD}/initContainers/*/volumeMounts/*/name`, VOLUMES],
  [`${POD}/containers/*/startupProbe/httpGet/port`, PORT_NAMES],
  [`${POD}/containers/*/readinessProbe/httpGet/port`, PORT_NAMES],
  [`${POD}/containers/*/livenessProbe/httpGet/port`, PORT_NAMES],
  ['Service spec/ports/*/targetPort', PORT_NAMES],
  ['ServiceMonitor spec/endpoints/*/port', 'Service spec/ports/*/name'],
  ['VirtualService spec/http/*/route/*/destination/port/number', 'Service spec/ports/*/port'],
  ['VirtualService spec/http/*/route/*/destination/host', 'DestinationRule spec/host'],
  ['DestinationRule spec/host', 'VirtualService spec/http/*/route/*/destination/host'],
  ['NetworkPolicy spec/ingress/*/ports/*/port', PORT_NUMBERS],
  ['AuthorizationPolicy spec/rules/*/to/*/operation/ports/*', PORT_NUMBERS],
  [PORT_NUMBERS, 'AuthorizationPolicy spec/rules/*/to/*/operation/ports/*'],
  ['PeerAuthentication spec/portLevelMtls/~', PORT_NUMBERS],
];

/** Labels that must be on the service's pods. */
const POD_SELECTORS = [
  'Rollout spec/selector/matchLabels',
  'Rollout spec/template/spec/topologySpreadConstraints/*/labelSelector/matchLabels',
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
    ...REFERENCES.flatMap(([from, to]) => findUnresolved(resources, from, to)),
    ...POD_SELECTORS.flatMap((selector) => findUnmatched(resources, selector)),
    ...findUnscraped(resources),
    ...findUnknownHosts(resources),
    ...findUnknownAnnotations(resources),
    ...findUnknownArguments(resources),
    ...findUnknownSeries(resources),
    ...findUnusedVolumes(resources),
  ];
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
  const pods = selectValues(resources, 'Rollout spec/template/metadata/labels');
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
  const known = new Set(selectValues(resources, 'Rollout spec/template/metadata/annotations/~'));
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
