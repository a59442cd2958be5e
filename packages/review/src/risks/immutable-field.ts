import { kindOf, type EntryRule } from './risk-rule.ts';

const WORKLOAD = [/^spec\.selector(?:\.|\[|$)/];

/** By kind: what the API server refuses to change, or what nobody can change without losing pods. */
const FIELDS: Readonly<Record<string, readonly RegExp[]>> = {
  Rollout: WORKLOAD,
  Deployment: WORKLOAD,
  DaemonSet: WORKLOAD,
  ReplicaSet: WORKLOAD,
  StatefulSet: [
    /^spec\.(?!replicas$|template|updateStrategy|persistentVolumeClaimRetentionPolicy|minReadySeconds|ordinals|revisionHistoryLimit)/,
  ],
  Service: [/^spec\.clusterIPs?(?:$|\[)/],
  PersistentVolumeClaim: [/^spec\.(?!resources\.requests)/],
  PersistentVolume: [/^spec\.(?:csi|nfs|hostPath|local|nodeAffinity)/],
  StorageClass: [/^(?:provisioner|parameters|reclaimPolicy|volumeBindingMode)/],
  Job: [/^spec\.(?:template|selector|completionMode|podFailurePolicy)/],
  RoleBinding: [/^roleRef/],
  ClusterRoleBinding: [/^roleRef/],
  PriorityClass: [/^(?:value|preemptionPolicy)/],
  ResourceClaimTemplate: [/^spec/],
  Secret: [/^type$/],
};

/** A field changes that the API server refuses to change. */
export const immutableField: EntryRule = {
  rule: 'immutable-field',
  judge: (entry) => {
    const { difference, object } = entry;
    if (difference === undefined) return undefined;
    const isImmutable = FIELDS[kindOf(entry)]?.some((pattern) => pattern.test(difference.path));
    return isImmutable !== true
      ? undefined
      : {
          severity: 'high',
          title: `${object} changes ${difference.path}, which is immutable`,
          why: 'The API server refuses the object, so the sync fails; replacing it deletes what it stands for first.',
          advice: 'Leave the field, or make a new object beside the old one and move over to it.',
        };
  },
};
