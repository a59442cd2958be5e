/** Another value for a scalar that something else must agree with. */
export interface Change {
  /** What is changed, where a text holds several such values. */
  name: string;
  to: unknown;
}

/** Patterns of the scalars that another object, or a fact of the cluster, must agree with. */
const AGREEING: readonly RegExp[] = [
  // Names and labels.
  /^\/metadata\/(?:name|namespace)$/,
  /^\/metadata\/labels\//,
  /\/template\/metadata\/labels\//,
  // References by name.
  /\/(?:serviceAccountName|secretName|claimName|templateName|configMap\/name|priorityClassName|resourceClaimTemplateName)$/,
  /\/(?:stableService|canaryService|scaleTargetRef\/(?:kind|name|apiVersion)|virtualService\/(?:name|routes\/\*)|destinationRule\/name)$/,
  /\/volumes\/[^/]+\/name$/,
  /\/volumeMounts\/[^/]+\/(?:name|mountPath)$/,
  /\/fieldRef\/fieldPath$/,
  /\/(?:authenticationRef|secretTargetRef\/\*)\/name$/,
  /\/args\/[^/]+\/name$/,
  /\/destination\/(?:name|server|namespace)$/,
  /\/(?:project|sourceRepos\/\*|repoURL)$/,
  // Selectors.
  /\/(?:matchLabels|selector|podSelector|nodeSelector|matchExpressions)\/[^/]*$/,
  /\/(?:topologyKey|matchLabelKeys\/\*|podTargetLabels\/\*)$/,
  /\/tolerations\/\*\/(?:key|operator|value|effect)$/,
  // Ports.
  /\/(?:port|targetPort|containerPort|number|appProtocol|protocol)$/,
  /\/ports\/[^/]+(?:\/name)?$/,
  // Hosts and who calls.
  /\/(?:host|hosts\/\*|gateways\/\*|principals\/\*|subset)$/,
  /\/uri\/(?:exact|prefix|regex)$/,
  /\/http\/[^/]+\/name$/,
  // Probes.
  /Probe\/httpGet\/(?:path|port|scheme)$/,
  // Devices.
  /\/resources\/(?:requests|limits)\/[^/]*(?:gpu|mig)[^/]*$/,
  // Where metrics come from.
  /\/(?:serverAddress|metric\/name|metricType|record)$/,
];

const QUERY = /\/(?:expr|query)$/;
const DASHBOARD = /^\/data\/[^/]*\.json$/;
const METRIC = /\b(?:nv_|istio_|vllm:|DCGM_|fleetwright[_:])[A-Za-z0-9_:]+|\b[a-z_]+:[a-z_:]+\b(?=[[{ ])/;
const MATCHER = /(=~?"[^"$]*[a-z])(?=[^"]*")/;

/** The changes that a scalar gets; none where nothing must agree with it. */
export function* agreementOf(pattern: string, value: unknown): Generator<Change> {
  if (typeof value === 'string' && (QUERY.test(pattern) || DASHBOARD.test(pattern)))
    yield* queryChanges(value);
  else if (/\/annotations\/config\.fleetwright\.dev~1/.test(pattern) && typeof value === 'string')
    yield* configurationChanges(value);
  else if (AGREEING.some((agreeing) => agreeing.test(pattern))) yield { name: '', to: other(value) };
}

function* queryChanges(text: string): Generator<Change> {
  const metric = text.replace(METRIC, (found) => `${found}x`);
  if (metric !== text) yield { name: '(metric)', to: metric };
  const matcher = text.replace(MATCHER, '$1x');
  if (matcher !== text) yield { name: '(matcher)', to: matcher };
}

function* configurationChanges(text: string): Generator<Change> {
  for (const field of ['name', 'backend', 'data_type']) {
    const changed = text.replace(new RegExp(`\\b${field}: ("?)(\\w+)`), `${field}: $1$2x`);
    if (changed !== text) yield { name: `(${field})`, to: changed };
  }
}

function other(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  return /^\d+$/.test(String(value)) ? String(Number(value) + 1) : `${String(value)}x`;
}
