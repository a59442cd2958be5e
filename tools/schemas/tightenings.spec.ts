import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { JsonSchema } from './json-schema.ts';
import { CRD_TIGHTENINGS, KIND_TIGHTENINGS, TIGHTENINGS } from './tightenings.ts';

type Row = [place: string, good: unknown, bad: unknown];

const SCHEMAS = resolve(import.meta.dirname, '../../packages/kube-schemas/schemas');
const ajv = new Ajv({ allowUnionTypes: true, strict: false, logger: false });

const FOLDERS = readdirSync(SCHEMAS).filter((folder) => !/^v1\.3[1235]/.test(folder));
const FILES = FOLDERS.flatMap((folder) =>
  readdirSync(join(SCHEMAS, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(join(SCHEMAS, folder, file), 'utf8')) as JsonSchema),
);

const kindOf = (schema: JsonSchema): unknown => schema.properties!.kind!.enum![0];
const definitionsOf = (schema: JsonSchema) => schema.definitions as Record<string, JsonSchema>;

/** The schema of a definition's property in a file; a kind's own definition is the file's root. */
function findProperty(file: JsonSchema, definition: string, property: string): JsonSchema | undefined {
  const found =
    kindOf(file) === definition
      ? file
      : (definitionsOf(file)[definition] ?? definitionsOf(file)[`${definition}OrNull`]);
  return found?.properties?.[property];
}

function follow(file: JsonSchema, pointer: string): JsonSchema {
  return pointer
    .slice(1)
    .split('/')
    .reduce((place, step) => (step === '*' ? place.items! : place.properties![step]!), file);
}

function accepts(file: JsonSchema, place: JsonSchema, value: unknown): boolean {
  return ajv.compile({ ...place, definitions: definitionsOf(file) })(value);
}

/** For every file with the place: whether it takes the good value, and whether it takes the bad one. */
function judge(places: readonly [JsonSchema, JsonSchema][], good: unknown, bad: unknown): boolean[][] {
  return [
    ...new Map(
      places
        .map(([file, place]) => [accepts(file, place, good), accepts(file, place, bad)])
        .map((result) => [String(result), result]),
    ).values(),
  ];
}

const DEFINITIONS: readonly Row[] = [
  ['ConfigMap.binaryData', { a: 'AA==' }, { 'a/b': 'AA==' }],
  ['ConfigMap.data', { 'a.b': '' }, { 'a b': '' }],
  ['ConfigMapKeySelector.key', 'a.b', 'a/b'],
  ['Container.imagePullPolicy', 'IfNotPresent', 'ifNotPresent'],
  ['Container.name', 'triton', 'Triton'],
  ['Container.terminationMessagePolicy', 'File', 'Log'],
  ['ContainerPort.containerPort', 8000, 0],
  ['ContainerPort.hostPort', 0, 65536],
  ['ContainerPort.name', 'grpc', 'a-long-port-name'],
  ['ContainerPort.protocol', 'TCP', 'TCPP'],
  ['ContainerResizePolicy.restartPolicy', 'NotRequired', 'Never'],
  ['DeploymentSpec.minReadySeconds', 0, -1],
  ['DeploymentSpec.progressDeadlineSeconds', 600, -1],
  ['DeploymentSpec.replicas', 0, -1],
  ['DeploymentSpec.revisionHistoryLimit', 0, -1],
  ['DeploymentStrategy.type', 'Recreate', 'Canary'],
  ['DeviceSubRequest.allocationMode', 'All', 'Some'],
  ['EnvVar.name', 'A.b', 'A=b'],
  ['ExactDeviceRequest.allocationMode', 'ExactCount', 'Some'],
  ['GRPCAction.port', 8001, 70000],
  ['HTTPGetAction.port', 'http', '8000'],
  ['HTTPGetAction.port', 8000, 80000],
  ['HTTPGetAction.scheme', 'HTTPS', 'https'],
  ['HTTPHeader.name', 'X-Probe', 'X Probe'],
  ['HPAScalingPolicy.periodSeconds', 1800, 1801],
  ['HPAScalingPolicy.type', 'Percent', 'percent'],
  ['HPAScalingPolicy.value', 1, 0],
  ['HPAScalingRules.selectPolicy', 'Max', 'max'],
  ['HPAScalingRules.stabilizationWindowSeconds', 3600, 3601],
  ['HorizontalPodAutoscalerSpec.maxReplicas', 1, 0],
  ['HorizontalPodAutoscalerSpec.minReplicas', 0, -1],
  ['HostPathVolumeSource.type', '', 'Folder'],
  ['IPBlock.cidr', '10.0.0.0/8', '10.0.0.0'],
  ['IPBlock.except', ['fd00::/8'], ['fd00::']],
  ['ImageVolumeSource.pullPolicy', 'Always', 'always'],
  ['JobSpec.activeDeadlineSeconds', 0, -1],
  ['JobSpec.backoffLimit', 0, -1],
  ['JobSpec.completionMode', 'Indexed', 'indexed'],
  ['JobSpec.completions', 0, -1],
  ['JobSpec.parallelism', 0, -1],
  ['JobSpec.podReplacementPolicy', 'Failed', 'Terminating'],
  ['JobSpec.ttlSecondsAfterFinished', 0, -1],
  ['KeyToPath.mode', 0o644, 644],
  ['LabelSelector.matchLabels', { app: 'a' }, { app: 'a b' }],
  ['LabelSelectorRequirement.key', 'example.com/a', 'example.com/a/b'],
  ['LabelSelectorRequirement.operator', 'In', 'in'],
  ['LabelSelectorRequirement.values', ['a'], ['a b']],
  ['MetricSpec.type', 'Pods', 'Custom'],
  ['MetricTarget.averageUtilization', 1, 0],
  ['MetricTarget.averageValue', '100m', '-1'],
  ['MetricTarget.type', 'Value', 'value'],
  ['MetricTarget.value', 5, '5 s'],
  ['NetworkPolicyPort.endPort', 65535, 65536],
  ['NetworkPolicyPort.port', 'metrics', 'Metrics'],
  ['NetworkPolicyPort.protocol', 'UDP', 'udp'],
  ['NetworkPolicySpec.policyTypes', ['Egress'], ['egress']],
  ['NodeSelectorRequirement.key', 'nvidia.com/gpu.product', 'nvidia.com/gpu product'],
  ['NodeSelectorRequirement.operator', 'Gt', 'Greater'],
  ['ObjectMeta.annotations', { 'Example.com/a': 'any text' }, { 'a b': '' }],
  ['ObjectMeta.labels', { 'app.kubernetes.io/name': 'a' }, { 'app.kubernetes.io/name': 'a/b' }],
  ['ObjectMeta.name', 'a.b', 'a_b'],
  ['ObjectMeta.namespace', 'models', 'models.a'],
  ['PersistentVolumeClaimSpec.accessModes', ['ReadOnlyMany'], ['ReadOnly']],
  ['PersistentVolumeClaimSpec.volumeMode', 'Block', 'block'],
  ['PodAffinityTerm.topologyKey', 'kubernetes.io/hostname', ''],
  ['PodDisruptionBudgetSpec.maxUnavailable', '50%', '50'],
  ['PodDisruptionBudgetSpec.minAvailable', 1, '101%'],
  ['PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy', 'AlwaysAllow', 'Always'],
  ['PodResourceClaim.name', 'gpu', 'GPU'],
  ['PodSecurityContext.fsGroup', 0, -1],
  ['PodSecurityContext.fsGroupChangePolicy', 'OnRootMismatch', 'Never'],
  ['PodSecurityContext.runAsGroup', 10001, -1],
  ['PodSecurityContext.runAsUser', 10001, -1],
  ['PodSecurityContext.supplementalGroups', [0], [-1]],
  ['PodSpec.activeDeadlineSeconds', 1, 0],
  ['PodSpec.dnsPolicy', 'Default', 'default'],
  ['PodSpec.hostname', '', 'a.b'],
  [
    'PodSpec.nodeSelector',
    { 'nvidia.com/gpu.product': 'NVIDIA-L4' },
    { 'nvidia.com/gpu.product': 'NVIDIA L4' },
  ],
  ['PodSpec.preemptionPolicy', 'Never', 'Always'],
  ['PodSpec.priorityClassName', 'gpu-high', 'GPU'],
  ['PodSpec.runtimeClassName', 'nvidia', ''],
  ['PodSpec.serviceAccountName', '', 'Triton'],
  ['PodSpec.subdomain', 'a', 'a.b'],
  ['PreferredSchedulingTerm.weight', 100, 101],
  ['Probe.failureThreshold', 3, -1],
  ['Probe.initialDelaySeconds', 0, -1],
  ['Probe.periodSeconds', 10, -1],
  ['Probe.successThreshold', 1, -1],
  ['Probe.terminationGracePeriodSeconds', 1, 0],
  ['Probe.timeoutSeconds', 1, -1],
  ['ResourceQuotaSpec.hard', { 'requests.nvidia.com/gpu': 8 }, { 'requests.nvidia.com/gpu': -8 }],
  ['ResourceRequirements.limits', { 'nvidia.com/gpu': 1 }, { 'nvidia.com/gpu/a': 1 }],
  ['ResourceRequirements.requests', { memory: '8Gi' }, { memory: '-8Gi' }],
  ['RollingUpdateDeployment.maxSurge', '200%', '25'],
  ['RollingUpdateDeployment.maxUnavailable', 0, '101%'],
  ['SeccompProfile.type', 'RuntimeDefault', 'Default'],
  ['Secret.data', { a: 'AA==' }, { 'a b': 'AA==' }],
  ['Secret.stringData', { a: '' }, { 'a/b': '' }],
  ['SecretKeySelector.key', 'token', 'to ken'],
  ['SecurityContext.procMount', 'Default', 'Masked'],
  ['SecurityContext.runAsGroup', 0, -1],
  ['SecurityContext.runAsUser', 10001, -1],
  ['ServicePort.appProtocol', 'kubernetes.io/h2c', 'kubernetes.io/h2c/a'],
  ['ServicePort.name', 'http-triton', 'HTTP'],
  ['ServicePort.nodePort', 0, 65536],
  ['ServicePort.port', 1, 808080],
  ['ServicePort.protocol', 'SCTP', 'HTTP'],
  ['ServicePort.targetPort', 'http', '8000'],
  ['ServicePort.targetPort', 0, 65536],
  ['ServiceSpec.externalTrafficPolicy', 'Local', 'local'],
  ['ServiceSpec.internalTrafficPolicy', 'Cluster', 'Global'],
  ['ServiceSpec.ipFamilies', ['IPv6'], ['ipv6']],
  ['ServiceSpec.ipFamilyPolicy', 'SingleStack', 'DualStack'],
  ['ServiceSpec.selector', { app: '' }, { app: '-' }],
  ['ServiceSpec.sessionAffinity', 'ClientIP', 'clientIP'],
  ['ServiceSpec.type', 'NodePort', 'Nodeport'],
  ['TCPSocketAction.port', 'grpc', 'a_b'],
  ['Toleration.effect', 'NoExecute', 'NoExec'],
  ['Toleration.key', '', 'nvidia.com/gpu/'],
  ['Toleration.operator', 'Exists', 'In'],
  ['TopologySpreadConstraint.maxSkew', 1, 0],
  ['TopologySpreadConstraint.minDomains', 1, 0],
  ['TopologySpreadConstraint.nodeAffinityPolicy', 'Honor', 'honor'],
  ['TopologySpreadConstraint.nodeTaintsPolicy', 'Ignore', 'ignore'],
  ['TopologySpreadConstraint.whenUnsatisfiable', 'ScheduleAnyway', 'Schedule'],
  ['Volume.name', 'model-store', 'modelStore'],
  ['VolumeMount.mountPropagation', 'None', 'Private'],
  ['VolumeResourceRequirements.limits', { storage: '1Ti' }, { storage: '1TB' }],
  ['VolumeResourceRequirements.requests', { storage: '1Ti' }, { storage: -1 }],
  ['WeightedPodAffinityTerm.weight', 1, 0],
];

const KINDS: readonly Row[] = [
  ['Deployment PodSpec.restartPolicy', 'Always', 'OnFailure'],
  ['Job PodSpec.restartPolicy', 'OnFailure', 'Always'],
  ['Namespace ObjectMeta.name', '0-models', 'models.a'],
  ['Rollout PodSpec.restartPolicy', 'Always', 'Never'],
  ['Service ObjectMeta.name', 'sentiment', '0-sentiment'],
];

const CUSTOM_RESOURCES: readonly Row[] = [
  ['AuthorizationPolicy /spec/rules/*/to/*/operation/notPorts/*', '80', 'http'],
  ['AuthorizationPolicy /spec/rules/*/to/*/operation/ports/*', '65535', '65536'],
  ['DestinationRule /spec/subsets/*/labels', { version: 'v1' }, { version: 'v 1' }],
  ['Gateway /spec/servers/*/port/number', 443, 65536],
  ['Rollout /spec/minReadySeconds', 0, -1],
  ['Rollout /spec/progressDeadlineSeconds', 600, -1],
  ['Rollout /spec/replicas', 0, -1],
  ['Rollout /spec/revisionHistoryLimit', 0, -1],
  ['Rollout /spec/strategy/canary/maxSurge', '25%', '25'],
  ['Rollout /spec/strategy/canary/maxUnavailable', '0%', '25'],
  ['Rollout /spec/strategy/canary/steps/*/pause/duration', '1h30m', '5 minutes'],
  ['Rollout /spec/strategy/canary/steps/*/setWeight', 0, -1],
  ['ScaledObject /spec/cooldownPeriod', 0, -1],
  ['ScaledObject /spec/idleReplicaCount', 0, -1],
  ['ScaledObject /spec/maxReplicaCount', 1, 0],
  ['ScaledObject /spec/minReplicaCount', 0, -1],
  ['ScaledObject /spec/pollingInterval', 0, -1],
  ['ServiceEntry /spec/ports/*/number', 443, 65536],
  ['ServiceEntry /spec/ports/*/targetPort', 8443, 65536],
  ['Sidecar /spec/egress/*/port/number', 9090, 65536],
  ['VirtualService /spec/http/*/match/*/port', 80, 65536],
  ['VirtualService /spec/http/*/mirror/port/number', 8000, 65536],
  ['VirtualService /spec/http/*/retries/attempts', 0, -1],
  ['VirtualService /spec/http/*/route/*/destination/port/number', 8000, 0],
  ['VirtualService /spec/http/*/route/*/weight', 0, -1],
  ['VirtualService /spec/tcp/*/route/*/destination/port/number', 8000, 65536],
  ['VirtualService /spec/tls/*/match/*/port', 443, 65536],
  ['VirtualService /spec/tls/*/route/*/destination/port/number', 443, 65536],
];

describe('the committed schemas constrain', () => {
  it.each(DEFINITIONS)('%s: %j, not %j', (place, good, bad) => {
    const [definition = '', property = ''] = place.split('.');
    const places = FILES.filter((file) => !String(kindOf(file)).endsWith('AnalysisTemplate')).flatMap(
      (file) => {
        const found = findProperty(file, definition, property);
        return found === undefined ? [] : [[file, found] as [JsonSchema, JsonSchema]];
      },
    );
    // A kind may narrow further what its definition takes: those rows are below.
    const general = places.filter(
      ([file]) => KIND_TIGHTENINGS[String(kindOf(file))]?.[definition]?.[property] === undefined,
    );
    expect(judge(general, good, bad)).toEqual([[true, false]]);
  });

  it.each(KINDS)('%s: %j, not %j', (row, good, bad) => {
    const [kind, definition = '', property = ''] = row.split(/[ .]/);
    const places = FILES.filter((file) => kindOf(file) === kind).map((file): [JsonSchema, JsonSchema] => [
      file,
      findProperty(file, definition, property)!,
    ]);
    expect(judge(places, good, bad)).toEqual([[true, false]]);
  });

  it.each(CUSTOM_RESOURCES)('%s: %j, not %j', (row, good, bad) => {
    const [kind, pointer = ''] = row.split(' ');
    const places = FILES.filter((file) => kindOf(file) === kind).map((file): [JsonSchema, JsonSchema] => [
      file,
      follow(file, pointer),
    ]);
    expect(judge(places, good, bad)).toEqual([[true, false]]);
  });

  it('nothing about texts in the Job of an analysis, which may hold arguments', () => {
    const places = FILES.filter((file) => String(kindOf(file)).endsWith('AnalysisTemplate')).map(
      (file): [JsonSchema, JsonSchema] => [file, findProperty(file, 'Container', 'name')!],
    );
    expect(judge(places, '{{args.name}}', 5)).toEqual([[true, false]]);
  });
});

describe('the rows above', () => {
  it('leave no constraint out', () => {
    const places = (rows: readonly Row[]) => [...new Set(rows.map(([place]) => place))].sort();
    const definitions = Object.entries(TIGHTENINGS).flatMap(([definition, constraints]) =>
      Object.keys(constraints).map((property) => `${definition}.${property}`),
    );
    // Every kind that runs pods narrows the restart policy further.
    expect([...places(DEFINITIONS), 'PodSpec.restartPolicy'].sort()).toEqual(definitions.sort());
    const kinds = Object.entries(KIND_TIGHTENINGS).flatMap(([kind, byDefinition]) =>
      Object.entries(byDefinition).flatMap(([definition, constraints]) =>
        Object.keys(constraints).map((property) => `${kind} ${definition}.${property}`),
      ),
    );
    expect(places(KINDS)).toEqual(kinds.sort());
    const pointers = Object.entries(CRD_TIGHTENINGS).flatMap(([kind, constraints]) =>
      Object.keys(constraints).map((pointer) => `${kind} ${pointer}`),
    );
    expect(places(CUSTOM_RESOURCES)).toEqual(pointers.sort());
  });
});
