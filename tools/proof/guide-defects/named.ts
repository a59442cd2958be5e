/** A mistake of hand-written manifests that `fleetwright validate` names. */
export interface NamedDefect {
  /** What is wrong. */
  title: string;
  /** Folder below manifests/ that has it. */
  set: 'one-service' | 'on-mig-slices' | 'five-replicas-of-eight-gpus';
  /** The findings that name it: `<rule> <kind>/<name> <pointer>`. */
  findings: readonly string[];
}

const POD = '/spec/template/spec';
const SERVER = `${POD}/containers/0`;

function inService(title: string, ...findings: string[]): NamedDefect {
  return { title, set: 'one-service', findings };
}

/** Every defect that shows in manifests, and the rules that name it. */
export const NAMED_DEFECTS: Readonly<Record<string, NamedDefect>> = {
  D01: inService('a route without hosts', 'traffic/hosts-present VirtualService/vision /spec'),
  D02: inService(
    'a route by prefix that leaves gRPC out and lets management in',
    'traffic/grpc-methods-routed VirtualService/vision /spec/http',
    'traffic/management-not-routed VirtualService/vision /spec/http/0/match/0',
  ),
  D03: inService(
    'a Deployment and a Rollout over the same pods',
    'identity/pods-have-one-owner Rollout/vision-canary /spec/selector',
  ),
  D04: inService(
    'a Rollout whose pods are an image and nothing else',
    `rollout/template-complete Rollout/vision-canary ${SERVER}`,
  ),
  D05: inService(
    'weights without a router',
    'rollout/weight-has-router Rollout/vision-canary /spec/strategy/canary/steps/0/setWeight',
  ),
  D06: inService(
    'a canary that nothing judges',
    'rollout/canary-analysed Rollout/vision-canary /spec/strategy/canary',
  ),
  D07: {
    title: 'five replicas and no room for the surge of a rollout',
    set: 'five-replicas-of-eight-gpus',
    findings: ['capacity/rollout-fits Rollout/vision /spec/template'],
  },
  D08: inService(
    'an autoscaler of the Deployment beside the Rollout',
    'autoscaling/target-is-rollout HorizontalPodAutoscaler/vision /spec/scaleTargetRef',
  ),
  D09: inService(
    'a GPU server scaled by CPU and memory',
    'autoscaling/follows-gpu HorizontalPodAutoscaler/vision /spec/metrics/0',
    'autoscaling/follows-gpu HorizontalPodAutoscaler/vision /spec/metrics/1',
  ),
  D10: inService(
    'replicas that an autoscaler also sets',
    'autoscaling/replicas-unset Deployment/vision /spec/replicas',
  ),
  D11: inService(
    'a ServiceMonitor that selects nothing',
    'identity/monitor-selects-targets ServiceMonitor/vision /spec/selector',
  ),
  D12: inService(
    'a ServiceMonitor that Prometheus does not select',
    'identity/prometheus-selects-monitor ServiceMonitor/vision /metadata/labels',
  ),
  D13: inService(
    'a counter by a name that Triton does not have',
    'monitoring/metric-exists ConfigMap/vision-dashboard /data/vision.json',
  ),
  D14: inService(
    'a quantile of a counter',
    'monitoring/counter-as-rate ConfigMap/vision-dashboard /data/vision.json',
  ),
  D15: {
    title: 'panels of a GPU of which Triton sees a slice',
    set: 'on-mig-slices',
    findings: ['monitoring/gpu-metrics-there ConfigMap/vision-dashboard /data/vision.json'],
  },
  D16: inService('no alert', 'monitoring/workload-alerted Deployment/vision '),
  D17: inService(
    'a hash that sends every request of a model to one pod',
    'traffic/hash-key-spreads DestinationRule/vision /spec/trafficPolicy/loadBalancer/consistentHash',
  ),
  D18: inService(
    'connections that close after a few requests',
    'traffic/connection-pool-fits DestinationRule/vision /spec/trafficPolicy/connectionPool/http/maxRequestsPerConnection',
  ),
  D19: inService(
    'retries of what a full queue refused',
    'traffic/retries-spare-gpus VirtualService/vision /spec/http/0',
    'traffic/retries-fit-timeout VirtualService/vision /spec/http/0/retries',
  ),
  D20: inService(
    'a queue smaller than one batch',
    'triton/queue-policy ConfigMap/vision-model /data/config.pbtxt',
  ),
  D21: inService(
    'a route that waits much longer than the queue',
    'triton/queue-timeout ConfigMap/vision-model /data/config.pbtxt',
  ),
  D22: inService(
    'all requests at the highest priority',
    'triton/default-priority ConfigMap/vision-model /data/config.pbtxt',
  ),
  D23: inService(
    'preferred batch sizes without need',
    'triton/preferred-batch-size ConfigMap/vision-model /data/config.pbtxt',
  ),
  D24: inService(
    'instances pinned to a device',
    'triton/devices-not-pinned ConfigMap/vision-model /data/config.pbtxt',
  ),
  D26: inService(
    'models without a version',
    `triton/repository-versioned Deployment/vision ${SERVER}/args/0`,
  ),
  D27: inService(
    'a liveness probe that kills a server while it loads',
    `triton/startup-probe Deployment/vision ${SERVER}/livenessProbe`,
  ),
  D28: inService(
    'no time to stop',
    `triton/grace-period Deployment/vision ${POD}/terminationGracePeriodSeconds`,
    `triton/pre-stop Deployment/vision ${SERVER}/lifecycle`,
  ),
  D29: inService(
    'access keys as variables, and no region',
    `security/no-secret-variable Deployment/vision ${SERVER}/env/0/valueFrom/secretKeyRef`,
    `triton/store-region Deployment/vision ${SERVER}/args/0`,
  ),
  D30: inService(
    'no shared memory, and disk that nobody accounts for',
    `triton/shared-memory Rollout/vision-canary ${SERVER}/volumeMounts`,
    `workload/ephemeral-storage-set Deployment/vision ${SERVER}/resources`,
  ),
  D31: inService(
    'settings of a pod on a container',
    `workload/security-context-level Deployment/vision ${SERVER}/securityContext/fsGroup`,
  ),
  D32: inService(
    'a user whom the image does not know',
    `triton/user-home Deployment/vision ${SERVER}/env`,
    `workload/user-and-group Deployment/vision ${SERVER}/securityContext/runAsUser`,
  ),
  D33: inService(
    'a read-only image without a /tmp',
    `triton/writable-tmp Deployment/vision ${SERVER}/volumeMounts`,
  ),
  D34: inService(
    'a pod that Pod Security restricted refuses, under an account of others and with its token',
    `workload/pod-security-restricted Deployment/vision ${POD}/securityContext`,
    `workload/own-service-account Deployment/vision ${POD}`,
    `workload/no-account-token Deployment/vision ${POD}`,
  ),
  D35: inService(
    'a network policy that leaves ports out and knows the caller by a label of its own',
    'network/service-ports-open NetworkPolicy/vision /spec/ingress',
    'network/namespace-by-name NetworkPolicy/vision /spec/ingress/0/from/0/namespaceSelector',
  ),
  D36: inService(
    'egress to everywhere, but not to the DNS',
    'network/egress-named NetworkPolicy/vision /spec/egress/0',
    'network/dns-open NetworkPolicy/vision /spec/egress',
  ),
  D37: inService(
    'a server that everybody in the mesh may call',
    'network/calls-authorized Deployment/vision /spec/template/metadata/labels',
  ),
  D38: inService(
    'pods that no node is chosen for, that stand together and are drained together',
    `workload/gpu-nodes-chosen Deployment/vision ${POD}`,
    `workload/pods-spread Deployment/vision ${POD}`,
    'workload/disruption-budget Deployment/vision /spec',
  ),
  D39: inService(
    'an old image by tag',
    `security/image-digest Deployment/vision ${SERVER}/image`,
    `triton/release-safe Deployment/vision ${SERVER}/image`,
  ),
  D40: inService(
    'a log line for each request, and configurations that complete themselves',
    `triton/verbose-log Deployment/vision ${SERVER}/args/1`,
    `triton/auto-complete-off Deployment/vision ${SERVER}/args`,
  ),
  D41: inService(
    'a port without a protocol, and an old API',
    'traffic/port-protocol Service/vision /spec/ports/2',
    'traffic/current-api VirtualService/vision /apiVersion',
  ),
  D44: inService(
    'a namespace that is nowhere defined',
    'workload/namespace-given Deployment/vision /metadata/namespace',
  ),
};
