import type { KubeObject } from './kube-object.ts';

/** How a strategic merge patch goes through a type: lists by what their items are known by, and types within. */
export interface MergeType {
  /** Lists that are merged; those of plain values have no keys. All others are replaced. */
  lists?: Readonly<Record<string, { keys: readonly string[]; items?: MergeType }>>;
  fields?: Readonly<Record<string, MergeType>>;
}

const METADATA: MergeType = { lists: { finalizers: { keys: [] }, ownerReferences: { keys: ['uid'] } } };

const CONTAINER: MergeType = {
  lists: {
    env: { keys: ['name'] },
    ports: { keys: ['containerPort', 'protocol'] },
    volumeMounts: { keys: ['mountPath'] },
    volumeDevices: { keys: ['devicePath'] },
  },
};

const POD_SPEC: MergeType = {
  lists: {
    containers: { keys: ['name'], items: CONTAINER },
    initContainers: { keys: ['name'], items: CONTAINER },
    ephemeralContainers: { keys: ['name'], items: CONTAINER },
    volumes: { keys: ['name'] },
    imagePullSecrets: { keys: ['name'] },
    hostAliases: { keys: ['ip'] },
    topologySpreadConstraints: { keys: ['topologyKey', 'whenUnsatisfiable'] },
  },
};

const POD: MergeType = { fields: { metadata: METADATA, spec: POD_SPEC } };
const WORKLOAD: MergeType = { fields: { metadata: METADATA, spec: { fields: { template: POD } } } };
const WEBHOOKS: MergeType = { fields: { metadata: METADATA }, lists: { webhooks: { keys: ['name'] } } };

/** The kinds of Kubernetes 1.21, whose types Kustomize has built in, that hold lists to merge. */
const KINDS: Readonly<Record<string, MergeType>> = {
  'v1/Pod': POD,
  'v1/PodTemplate': { fields: { metadata: METADATA, template: POD } },
  'v1/ReplicationController': WORKLOAD,
  'v1/Service': {
    fields: { metadata: METADATA, spec: { lists: { ports: { keys: ['port', 'protocol'] } } } },
  },
  'v1/ServiceAccount': { fields: { metadata: METADATA }, lists: { secrets: { keys: ['name'] } } },
  'apps/v1/DaemonSet': WORKLOAD,
  'apps/v1/Deployment': WORKLOAD,
  'apps/v1/ReplicaSet': WORKLOAD,
  'apps/v1/StatefulSet': WORKLOAD,
  'batch/v1/CronJob': {
    fields: { metadata: METADATA, spec: { fields: { jobTemplate: WORKLOAD } } },
  },
  'batch/v1/Job': WORKLOAD,
  'admissionregistration.k8s.io/v1/MutatingWebhookConfiguration': WEBHOOKS,
  'admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration': WEBHOOKS,
};

const BUILT_IN = new Set([
  'v1',
  'apps/v1',
  'autoscaling/v1',
  'batch/v1',
  'coordination.k8s.io/v1',
  'networking.k8s.io/v1',
  'policy/v1',
  'rbac.authorization.k8s.io/v1',
  'scheduling.k8s.io/v1',
  'storage.k8s.io/v1',
]);

/**
 * How Kustomize merges a patch into an object of this kind; nothing for custom resources, whose lists are replaced.
 * https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/#notes-on-the-strategic-merge-patch
 */
export function mergeTypeOf({ apiVersion, kind }: KubeObject): MergeType {
  const built = BUILT_IN.has(apiVersion) ? { fields: { metadata: METADATA } } : {};
  return KINDS[`${apiVersion}/${kind}`] ?? built;
}
