import type { JsonSchema } from './json-schema.ts';

const port = { minimum: 1, maximum: 65535 };
const protocol = { enum: ['SCTP', 'TCP', 'UDP'] };
const pullPolicy = { enum: ['Always', 'IfNotPresent', 'Never'] };
const allocationMode = { enum: ['All', 'ExactCount'] };
const selectorOperator = { enum: ['DoesNotExist', 'Exists', 'In', 'NotIn'] };

/**
 * Constraints that the API server enforces in code and that Kubernetes' OpenAPI document therefore lacks, by
 * definition and property.
 */
export const TIGHTENINGS: Readonly<Record<string, Readonly<Record<string, JsonSchema>>>> = {
  Container: { imagePullPolicy: pullPolicy },
  ContainerPort: { containerPort: port, hostPort: port, protocol },
  DeploymentStrategy: { type: { enum: ['Recreate', 'RollingUpdate'] } },
  DeviceSubRequest: { allocationMode },
  ExactDeviceRequest: { allocationMode },
  GRPCAction: { port },
  HTTPGetAction: { scheme: { enum: ['HTTP', 'HTTPS'] } },
  HPAScalingPolicy: { type: { enum: ['Percent', 'Pods'] } },
  HPAScalingRules: { selectPolicy: { enum: ['Disabled', 'Max', 'Min'] } },
  ImageVolumeSource: { pullPolicy },
  LabelSelectorRequirement: { operator: selectorOperator },
  MetricTarget: { type: { enum: ['AverageValue', 'Utilization', 'Value'] } },
  NetworkPolicyPort: { protocol },
  NetworkPolicySpec: { policyTypes: { items: { type: 'string', enum: ['Egress', 'Ingress'] } } },
  NodeSelectorRequirement: { operator: { enum: [...selectorOperator.enum, 'Gt', 'Lt'] } },
  PodDisruptionBudgetSpec: { unhealthyPodEvictionPolicy: { enum: ['AlwaysAllow', 'IfHealthyBudget'] } },
  PodSpec: {
    dnsPolicy: { enum: ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'] },
    preemptionPolicy: { enum: ['Never', 'PreemptLowerPriority'] },
    restartPolicy: { enum: ['Always', 'Never', 'OnFailure'] },
  },
  SeccompProfile: { type: { enum: ['Localhost', 'RuntimeDefault', 'Unconfined'] } },
  ServicePort: { port, protocol },
  ServiceSpec: {
    externalTrafficPolicy: { enum: ['Cluster', 'Local'] },
    internalTrafficPolicy: { enum: ['Cluster', 'Local'] },
    sessionAffinity: { enum: ['ClientIP', 'None'] },
    type: { enum: ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'] },
  },
  Toleration: {
    effect: { enum: ['NoExecute', 'NoSchedule', 'PreferNoSchedule'] },
    operator: { enum: ['Equal', 'Exists'] },
  },
  TopologySpreadConstraint: { whenUnsatisfiable: { enum: ['DoNotSchedule', 'ScheduleAnyway'] } },
};
