import { EMPTY_IS_DEFAULT } from '../../packages/kube-schemas/src/empty-is-default.ts';
import type { JsonSchema } from './json-schema.ts';
import { FORMS, orEmpty } from './text-forms.ts';

/** Constraints by property. */
export type PropertyConstraints = Readonly<Record<string, JsonSchema>>;

const { dnsLabel, dnsSubdomain, labelValue, percent, percentOfAll, port, qualifiedName } = FORMS;

const atLeast = (minimum: number): JsonSchema => ({ minimum });
const oneOf = (...values: string[]): JsonSchema => ({ enum: values });
/** The API server takes an empty text for none. */
const emptyIsDefault: JsonSchema = { $comment: EMPTY_IS_DEFAULT };
const orDefault = (...values: string[]): JsonSchema => ({ ...oneOf(...values, ''), ...emptyIsDefault });
const listOf = (...values: string[]): JsonSchema => ({ items: { type: 'string', enum: values } });
const keyedBy = (propertyNames: JsonSchema, value: JsonSchema = {}): JsonSchema => ({
  propertyNames,
  additionalProperties: { type: 'string', ...value },
});

const portOrName = { ...port, ...FORMS.portName };
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const protocol = orDefault(...PROTOCOLS);
const labels = keyedBy(qualifiedName, labelValue);
const pullPolicy = orDefault('Always', 'IfNotPresent', 'Never');
const allocationMode = orDefault('All', 'ExactCount');
const selectorOperators = ['DoesNotExist', 'Exists', 'In', 'NotIn'];
const quantities = {
  propertyNames: qualifiedName,
  additionalProperties: { $ref: '#/definitions/Quantity', ...FORMS.unsignedQuantity },
};
const container = {
  name: dnsLabel,
  imagePullPolicy: pullPolicy,
  terminationMessagePolicy: orDefault('FallbackToLogsOnError', 'File'),
};
const nodePolicy = oneOf('Honor', 'Ignore');
const ids = { runAsGroup: atLeast(0), runAsUser: atLeast(0) };

/**
 * Constraints that the API server enforces in code and that Kubernetes' OpenAPI document therefore lacks, by
 * definition and property. Beside a reference they stand for scalars alone.
 */
export const TIGHTENINGS: Readonly<Record<string, PropertyConstraints>> = {
  ConfigMap: { binaryData: keyedBy(FORMS.configKey), data: keyedBy(FORMS.configKey) },
  ConfigMapKeySelector: { key: FORMS.configKey },
  Container: container,
  ContainerPort: {
    containerPort: port,
    hostPort: { minimum: 0, maximum: 65535 },
    name: orEmpty(FORMS.portName),
    protocol,
  },
  ContainerResizePolicy: { restartPolicy: oneOf('NotRequired', 'RestartContainer') },
  DeploymentSpec: {
    minReadySeconds: atLeast(0),
    progressDeadlineSeconds: atLeast(0),
    replicas: atLeast(0),
    revisionHistoryLimit: atLeast(0),
  },
  DeploymentStrategy: { type: orDefault('Recreate', 'RollingUpdate') },
  DeviceSubRequest: { allocationMode },
  EnvVar: { name: FORMS.environmentName },
  ExactDeviceRequest: { allocationMode },
  GRPCAction: { port },
  HTTPGetAction: { port: portOrName, scheme: orDefault('HTTP', 'HTTPS') },
  HTTPHeader: { name: FORMS.headerName },
  HPAScalingPolicy: {
    periodSeconds: { minimum: 1, maximum: 1800 },
    type: oneOf('Percent', 'Pods'),
    value: atLeast(1),
  },
  HPAScalingRules: {
    selectPolicy: oneOf('Disabled', 'Max', 'Min'),
    stabilizationWindowSeconds: { minimum: 0, maximum: 3600 },
  },
  HorizontalPodAutoscalerSpec: { maxReplicas: atLeast(1), minReplicas: atLeast(0) },
  HostPathVolumeSource: {
    type: oneOf(
      '',
      'BlockDevice',
      'CharDevice',
      'Directory',
      'DirectoryOrCreate',
      'File',
      'FileOrCreate',
      'Socket',
    ),
  },
  IPBlock: { cidr: FORMS.cidr, except: { items: { type: 'string', ...FORMS.cidr } } },
  ImageVolumeSource: { pullPolicy },
  JobSpec: {
    activeDeadlineSeconds: atLeast(0),
    backoffLimit: atLeast(0),
    completionMode: oneOf('Indexed', 'NonIndexed'),
    completions: atLeast(0),
    parallelism: atLeast(0),
    podReplacementPolicy: oneOf('Failed', 'TerminatingOrFailed'),
    ttlSecondsAfterFinished: atLeast(0),
  },
  KeyToPath: { mode: { minimum: 0, maximum: 0o777 } },
  LabelSelector: { matchLabels: labels },
  LabelSelectorRequirement: {
    key: qualifiedName,
    operator: oneOf(...selectorOperators),
    values: { items: { type: 'string', ...labelValue } },
  },
  MetricSpec: { type: oneOf('ContainerResource', 'External', 'Object', 'Pods', 'Resource') },
  MetricTarget: {
    averageUtilization: atLeast(1),
    averageValue: FORMS.unsignedQuantity,
    type: oneOf('AverageValue', 'Utilization', 'Value'),
    value: FORMS.unsignedQuantity,
  },
  NetworkPolicyPort: { endPort: port, port: portOrName, protocol: oneOf(...PROTOCOLS) },
  NetworkPolicySpec: { policyTypes: listOf('Egress', 'Ingress') },
  NodeSelectorRequirement: { key: qualifiedName, operator: oneOf(...selectorOperators, 'Gt', 'Lt') },
  ObjectMeta: {
    annotations: keyedBy(FORMS.annotationKey),
    labels,
    name: dnsSubdomain,
    namespace: orEmpty(dnsLabel),
  },
  PersistentVolumeClaimSpec: {
    accessModes: listOf('ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'),
    volumeMode: oneOf('Block', 'Filesystem'),
  },
  PodAffinityTerm: { topologyKey: qualifiedName },
  PodDisruptionBudgetSpec: {
    maxUnavailable: percentOfAll,
    minAvailable: percentOfAll,
    unhealthyPodEvictionPolicy: oneOf('AlwaysAllow', 'IfHealthyBudget'),
  },
  PodResourceClaim: { name: dnsLabel },
  PodSecurityContext: {
    ...ids,
    fsGroup: atLeast(0),
    fsGroupChangePolicy: oneOf('Always', 'OnRootMismatch'),
    supplementalGroups: { items: { type: 'integer', minimum: 0 } },
  },
  PodSpec: {
    activeDeadlineSeconds: atLeast(1),
    dnsPolicy: orDefault('ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'),
    hostname: orEmpty(dnsLabel),
    nodeSelector: labels,
    preemptionPolicy: oneOf('Never', 'PreemptLowerPriority'),
    priorityClassName: orEmpty(dnsSubdomain),
    restartPolicy: orDefault('Always', 'Never', 'OnFailure'),
    runtimeClassName: dnsSubdomain,
    serviceAccountName: orEmpty(dnsSubdomain),
    subdomain: orEmpty(dnsLabel),
  },
  PreferredSchedulingTerm: { weight: { minimum: 1, maximum: 100 } },
  Probe: {
    failureThreshold: atLeast(0),
    initialDelaySeconds: atLeast(0),
    periodSeconds: atLeast(0),
    successThreshold: atLeast(0),
    terminationGracePeriodSeconds: atLeast(1),
    timeoutSeconds: atLeast(0),
  },
  ResourceQuotaSpec: { hard: quantities },
  ResourceRequirements: { limits: quantities, requests: quantities },
  RollingUpdateDeployment: { maxSurge: percent, maxUnavailable: percentOfAll },
  SeccompProfile: { type: oneOf('Localhost', 'RuntimeDefault', 'Unconfined') },
  Secret: { data: keyedBy(FORMS.configKey), stringData: keyedBy(FORMS.configKey) },
  SecretKeySelector: { key: FORMS.configKey },
  SecurityContext: { ...ids, procMount: oneOf('Default', 'Unmasked') },
  ServicePort: {
    appProtocol: qualifiedName,
    name: orEmpty(dnsLabel),
    nodePort: { minimum: 0, maximum: 65535 },
    port,
    protocol,
    // 0 and an empty text stand for the port itself.
    targetPort: { ...port, ...orEmpty(FORMS.portName), minimum: 0, ...emptyIsDefault },
  },
  ServiceSpec: {
    externalTrafficPolicy: orDefault('Cluster', 'Local'),
    internalTrafficPolicy: oneOf('Cluster', 'Local'),
    ipFamilies: listOf('IPv4', 'IPv6'),
    ipFamilyPolicy: oneOf('PreferDualStack', 'RequireDualStack', 'SingleStack'),
    selector: labels,
    sessionAffinity: orDefault('ClientIP', 'None'),
    type: orDefault('ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'),
  },
  TCPSocketAction: { port: portOrName },
  Toleration: {
    effect: oneOf('', 'NoExecute', 'NoSchedule', 'PreferNoSchedule'),
    key: orEmpty(qualifiedName),
    operator: orDefault('Equal', 'Exists'),
  },
  TopologySpreadConstraint: {
    maxSkew: atLeast(1),
    minDomains: atLeast(1),
    nodeAffinityPolicy: nodePolicy,
    nodeTaintsPolicy: nodePolicy,
    whenUnsatisfiable: oneOf('DoNotSchedule', 'ScheduleAnyway'),
  },
  Volume: { name: dnsLabel },
  VolumeMount: {
    mountPropagation: oneOf('Bidirectional', 'HostToContainer', 'None'),
  },
  VolumeResourceRequirements: { limits: quantities, requests: quantities },
  WeightedPodAffinityTerm: { weight: { minimum: 1, maximum: 100 } },
};

const keptRunning = { PodSpec: { restartPolicy: orDefault('Always') } };

/** What holds within one kind alone, by definition and property. */
export const KIND_TIGHTENINGS: Readonly<Record<string, Readonly<Record<string, PropertyConstraints>>>> = {
  Deployment: keptRunning,
  Job: { PodSpec: { restartPolicy: oneOf('Never', 'OnFailure') } },
  Namespace: { ObjectMeta: { name: dnsLabel } },
  Rollout: keptRunning,
  Service: { ObjectMeta: { name: FORMS.dns1035Label } },
};

const HTTP = '/spec/http/*';

/**
 * What the controllers of custom resources check in code: by kind and the place in the CRD, where a star stands for
 * the items of a list.
 */
export const CRD_TIGHTENINGS: Readonly<Record<string, PropertyConstraints>> = {
  AuthorizationPolicy: {
    '/spec/rules/*/to/*/operation/notPorts/*': FORMS.portText,
    '/spec/rules/*/to/*/operation/ports/*': FORMS.portText,
  },
  DestinationRule: { '/spec/subsets/*/labels': labels },
  Gateway: { '/spec/servers/*/port/number': port },
  Rollout: {
    '/spec/minReadySeconds': atLeast(0),
    '/spec/progressDeadlineSeconds': atLeast(0),
    '/spec/replicas': atLeast(0),
    '/spec/revisionHistoryLimit': atLeast(0),
    // The controller takes a text without a percent sign for 0.
    '/spec/strategy/canary/maxSurge': percent,
    '/spec/strategy/canary/maxUnavailable': percent,
    '/spec/strategy/canary/steps/*/pause/duration': { ...FORMS.duration, ...atLeast(0) },
    '/spec/strategy/canary/steps/*/setWeight': atLeast(0),
  },
  ScaledObject: {
    '/spec/cooldownPeriod': atLeast(0),
    '/spec/idleReplicaCount': atLeast(0),
    '/spec/maxReplicaCount': atLeast(1),
    '/spec/minReplicaCount': atLeast(0),
    '/spec/pollingInterval': atLeast(0),
  },
  ServiceEntry: { '/spec/ports/*/number': port, '/spec/ports/*/targetPort': port },
  Sidecar: { '/spec/egress/*/port/number': port },
  VirtualService: {
    [`${HTTP}/match/*/port`]: port,
    [`${HTTP}/mirror/port/number`]: port,
    [`${HTTP}/retries/attempts`]: atLeast(0),
    [`${HTTP}/route/*/destination/port/number`]: port,
    [`${HTTP}/route/*/weight`]: atLeast(0),
    '/spec/tcp/*/route/*/destination/port/number': port,
    '/spec/tls/*/match/*/port': port,
    '/spec/tls/*/route/*/destination/port/number': port,
  },
};

/**
 * Kinds whose texts may hold arguments in braces, which are filled in before anything is created: nothing is said of
 * the form of a text in them.
 */
export const TEMPLATED_KINDS: ReadonlySet<string> = new Set(['AnalysisTemplate', 'ClusterAnalysisTemplate']);
