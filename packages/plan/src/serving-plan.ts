import type { Labels, PortNumbers, ResourceNames } from '@fleetwright/kube';

/**
 * Everything resolved for one placement: builders read it and decide nothing. Values that come from a spec keep
 * the spec's names and places, so that a pointer into the plan is a pointer into the spec; the others are derived.
 * Durations are whole seconds and sizes canonical Kubernetes quantities unless a name says otherwise.
 */
export interface ServingPlan {
  service: ServicePlan;
  environment: { name: string; owners: string[] };
  cluster: ClusterPlan;
  /** `<cluster>.<service>`. */
  placement: string;
  namespace: string;
  names: ResourceNames;
  /** Labels of every resource. */
  labels: Labels;
  /** Labels that select the service's pods: a frozen contract. */
  selectorLabels: Labels;
  triton: TritonPlan;
  models: ModelPlan[];
  configuration: ConfigurationPlan;
  delivery: DeliveryPlan;
  identity: IdentityPlan;
  nodePool: NodePoolPlan;
  gpu: GpuPlan;
  resources: { requests: ResourceAmounts; limits: ResourceAmounts };
  volumes: VolumesPlan;
  budgets: BudgetsPlan;
  slo: SloPlan;
  traffic: TrafficPlan;
  /** Undefined: only callers inside the cluster reach the service. */
  gateway: GatewayPlan | undefined;
  mesh: MeshPlan;
  scaling: ScalingPlan;
  disruption: { maxUnavailable: number };
  rollout: RolloutPlan;
  flows: Flow[];
  monitoring: MonitoringPlan;
}

export interface ServicePlan {
  name: string;
  /** The spec that is rendered, relative to the workspace root: in apps/, or a release of the environment. */
  file: string;
  team: string | undefined;
  description: string | undefined;
}

export interface ClusterPlan {
  name: string;
  /** `major.minor` of what runs there; undefined for what does not. */
  versions: {
    kubernetes: string;
    prometheusOperator: string;
    istio?: string;
    argoRollouts?: string;
    keda?: string;
  };
}

export interface TritonPlan {
  /** NVIDIA's year.month. */
  release: string;
  variant: string;
  /** `repository:tag@digest`. */
  image: string;
  /** Arguments of tritonserver, in order. */
  args: string[];
  ports: PortNumbers;
  /** Environment of the server container: home, caches and library settings on writable mounts. */
  env: Record<string, string>;
}

export interface ModelPlan {
  name: string;
  backend: string;
  maxBatchSize: number;
  /** Whether the model sends any number of responses per request. */
  decoupled: boolean;
  /** Instances in one replica. */
  instances: number;
  /** The text of config.pbtxt. */
  configText: string;
  versions: ModelVersionPlan[];
}

export interface ModelVersionPlan {
  version: number;
  /** Undefined for a draft: the version directory stays empty until an artifact is given. */
  artifact: ArtifactPlan | undefined;
  /** The text of model.json, for backend vllm. */
  engineText: string | undefined;
}

export interface ArtifactPlan {
  /** Name of the store in the cluster's facts. */
  store: string;
  /** Path below the store's root. */
  path: string;
  /** Checksum of the sorted file list; undefined: what is fetched is not verified. */
  sha256: string | undefined;
  /** Digest of the OCI artifact that holds the same files, for image volumes. */
  imageDigest: string | undefined;
  /** Bytes. */
  size: number | undefined;
}

/** Model configuration as it travels with the pod template: one annotation per file, read through a volume. */
export interface ConfigurationPlan {
  files: ConfigurationFile[];
}

export interface ConfigurationFile {
  /** Annotation key on the pod template. */
  annotation: string;
  text: string;
  /** Path below the model repository, e.g. `vision/config.pbtxt` or `chat/1/model.json`. */
  path: string;
}

/** How the files of the models reach the pod. */
export type DeliveryPlan = FetchDelivery | ImageVolumeDelivery | PvcDelivery | RemoteDelivery;

/** Init containers copy the configuration and fetch each version directory into an emptyDir. */
export interface FetchDelivery {
  mode: 'fetch';
  /** One per store, in order of first use; empty when all models are drafts. */
  fetchers: FetcherPlan[];
}

export interface FetcherPlan {
  /** Name of the store; names the init container. */
  store: string;
  /** `repository:tag@digest` of rclone. */
  image: string;
  /** rclone's configuration of the remote `store`, as RCLONE_CONFIG_STORE_* variables. */
  env: Record<string, string>;
  /** What is fetched, in model and version order. */
  items: FetchItem[];
}

export interface FetchItem {
  /** rclone source, e.g. `store:bucket/prefix/path`. */
  source: string;
  /** Directory below the model repository, e.g. `vision/1`. */
  directory: string;
  sha256: string | undefined;
}

/** The kubelet mounts each version as an OCI image; an init container links it into the model repository. */
export interface ImageVolumeDelivery {
  mode: 'image-volume';
  images: MountedImage[];
}

export interface MountedImage {
  /** `repository@digest`. */
  reference: string;
  /** Directory below the model repository, e.g. `vision/1`. */
  directory: string;
}

/** Versions lie on claims; an init container verifies and links them into the model repository. */
export interface PvcDelivery {
  mode: 'pvc';
  /** One per store, in order of first use; empty when all models are drafts. */
  claims: MountedClaim[];
}

export interface MountedClaim {
  /** Name of the store. */
  store: string;
  claimName: string;
  items: LinkedItem[];
}

export interface LinkedItem {
  /** Directory below the claim's root. */
  path: string;
  /** Directory below the model repository, e.g. `vision/1`. */
  directory: string;
  sha256: string | undefined;
}

/** Triton reads a repository in a bucket itself, configuration included: nothing travels with the pod. */
export interface RemoteDelivery {
  mode: 'remote';
  /** As Triton spells it, e.g. `s3://bucket/prefix`. */
  repository: string;
  /** Region and account of the bucket, as Triton's environment variables. */
  env: Record<string, string>;
}

export interface IdentityPlan {
  provider: string;
  serviceAccountAnnotations: Record<string, string>;
  /** Labels of the ServiceAccount and of the pods, as some providers demand. */
  labels: Labels;
}

export interface NodePoolPlan {
  name: string;
  nodeSelector: Labels;
  tolerations: Toleration[];
  priorityClassName: string | undefined;
  /** Names of Secrets in the namespace. */
  imagePullSecrets: string[];
}

export interface Toleration {
  key?: string;
  operator?: 'Exists' | 'Equal';
  value?: string;
  effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/** The devices of one replica. */
export type GpuPlan = PluginGpus | ClaimedGpus | NoGpu;

/** Devices or slices of the device plugin, counted by an extended resource. */
export interface PluginGpus {
  /** `whole` devices; `mig`: partitions; `time-slice`: turns on a device without isolation. */
  kind: 'whole' | 'mig' | 'time-slice';
  /** Extended resource, e.g. nvidia.com/gpu. */
  resource: string;
  count: number;
}

/** Devices of a class, by dynamic resource allocation. */
export interface ClaimedGpus {
  kind: 'claim';
  deviceClass: string;
  count: number;
}

export interface NoGpu {
  kind: 'none';
}

export interface ResourceAmounts {
  cpu?: string;
  memory: string;
  'ephemeral-storage': string;
}

export interface VolumesPlan {
  /** emptyDir of the model repository; undefined where Triton reads a remote one. */
  models: { sizeLimit: string } | undefined;
  /** emptyDir at /tmp and home; a remote repository is copied there. */
  scratch: { sizeLimit: string };
  /** Memory emptyDir at /dev/shm; counts against the memory limit. */
  sharedMemory: { sizeLimit: string };
}

/** Whole seconds. Sources and formulas are in the origins. */
export interface BudgetsPlan {
  imagePull: number;
  fetch: number;
  load: number;
  warmUp: number;
  /** Until a new node is ready; 0 when the pool does not grow. */
  nodeProvisioning: number;
  startupProbe: { periodSeconds: number; failureThreshold: number };
  minReadySeconds: number;
  progressDeadlineSeconds: number;
  preStopSeconds: number;
  /** Triton's --exit-timeout-secs. */
  exitTimeoutSeconds: number;
  terminationGracePeriodSeconds: number;
  /** How long the old pods stay after a promotion. */
  scaleDownDelaySeconds: number;
}

export interface SloPlan {
  /** As written, e.g. `30d`. */
  window: string;
  windowSeconds: number;
  /** Percentage, e.g. 99.9. */
  availability: { target: number };
  /** Objectives of the whole response, ascending by threshold. */
  latency: LatencyObjective[];
  /** Objectives of a stream's first response, ascending by threshold. */
  firstToken: LatencyObjective[];
  /** Where quantiles of the latency are read. */
  latencySource: LatencySource;
}

export interface LatencyObjective {
  thresholdMs: number;
  /** Percentage of requests, e.g. 99. */
  target: number;
  /** Where it is measured. */
  source: LatencySource;
}

/**
 * Triton's first-response histogram where the release has it for the models; otherwise the gateway's request
 * duration, whose fixed buckets only bracket the objective; `none` without either: then there are no objectives.
 */
export type LatencySource = 'triton-first-response' | 'gateway' | 'none';

export interface TrafficPlan {
  protocols: ('http' | 'grpc')[];
  /** Host at the gateway, e.g. `vision.ml.example.com`; undefined without one. */
  host: string | undefined;
  /** Requests per second and cluster at the peak; undefined: not stated. */
  expectedRate: number | undefined;
  streaming: boolean;
  /** Total time-out of a request at the gateway; undefined: none (streams). */
  timeoutSeconds: number | undefined;
  /** Retries of requests that surely did no work. */
  retries: { attempts: number; retryOn: string } | undefined;
  /** Limits of the connection pool, per Service and client proxy. */
  connections: { maxPendingRequests: number; maxRequests: number; connectTimeoutSeconds: number };
  /** Undefined for a single replica, which must never be ejected. */
  outlierDetection:
    | {
        consecutiveErrors: number;
        intervalSeconds: number;
        baseEjectionSeconds: number;
        maxEjectionPercent: number;
      }
    | undefined;
  callers: { namespace: string; serviceAccount: string }[];
}

export interface GatewayPlan {
  /** `<namespace>/<name>`, as in VirtualService.gateways. */
  name: string;
  /** Its namespace. */
  namespace: string;
  /** SPIFFE principal without scheme, as AuthorizationPolicy reads it; undefined without a mesh. */
  principal: string | undefined;
  /** Value of the job label of its istio_requests_total. */
  prometheusJob: string;
}

export type MeshPlan = SidecarMesh | AmbientMesh | NoMesh;

export interface SidecarMesh {
  mode: 'sidecar';
  /** Label that asks for injection: key and value. */
  injectionLabel: Labels;
  /** Annotations of the pod: proxy resources, drain, what bypasses the proxy. */
  podAnnotations: Record<string, string>;
  trustDomain: string;
}

/** A proxy per node carries the traffic; HTTP is understood by a waypoint alone, where there is one. */
export interface AmbientMesh {
  mode: 'ambient';
  /** Label of the pods that puts them into the mesh. */
  podLabels: Labels;
  trustDomain: string;
  waypoint: { name: string; principal: string } | undefined;
}

export interface NoMesh {
  mode: 'none';
}

export type ScalingPlan = KedaScaling | HpaScaling | FixedScaling;

/** Replicas follow a metric. */
export interface MetricScaling {
  minReplicas: number;
  maxReplicas: number;
  metric: QueueTimeMetric | PendingRequestsMetric;
  scaleUpStabilizationSeconds: number;
  scaleDownStabilizationSeconds: number;
}

/** KEDA asks Prometheus itself. */
export interface KedaScaling extends MetricScaling {
  controller: 'keda';
  prometheusAddress: string;
  pollingIntervalSeconds: number;
}

/** A HorizontalPodAutoscaler reads external metrics, which the cluster's Prometheus adapter serves. */
export interface HpaScaling extends MetricScaling {
  controller: 'hpa';
}

/** Nothing scales: the workload states its replicas. */
export interface FixedScaling {
  controller: 'none';
  minReplicas: number;
  maxReplicas: number;
}

/** Mean time in the queue: a ratio, so the autoscaler compares the value itself. */
export interface QueueTimeMetric {
  type: 'queueTime';
  targetMs: number;
}

/** Waiting requests: a count, so the autoscaler compares the average per replica. */
export interface PendingRequestsMetric {
  type: 'pendingRequests';
  target: number;
}

/** How a new version takes over; decides the kind of the workload. */
export type RolloutPlan = CanaryRollout | RollingUpdate;

/** A Deployment replaces its pods one by one. */
export interface RollingUpdate {
  strategy: 'rolling-update';
  /** 0 where the pool has no room for one more replica. */
  maxSurge: number;
  maxUnavailable: number;
}

/** An Argo Rollout moves traffic in steps. */

export interface CanaryRollout {
  strategy: 'canary';
  canary: {
    steps: CanaryStep[];
    dynamicStableScale: boolean;
    analysis: AnalysisPlan;
  };
}

export type CanaryStep = { setWeight: number } | { pause: { durationSeconds: number } };

export interface AnalysisPlan {
  intervalSeconds: number;
  failureLimit: number;
  /** Requests a window must hold to be judged. */
  minRequests: number;
  /** Range of the queries. */
  windowSeconds: number;
  /** First measurement after the first step's traffic has filled one window. */
  initialDelaySeconds: number;
}

/** One permitted conversation with the service's pods: the only input of the network builders. */
export interface Flow {
  /**
   * Stable id: `gateway`, `caller:<namespace>/<serviceAccount>`, `waypoint`, `prometheus`, `probes`, `dns`, `dns:node`,
   * `istiod`, `store:<name>`, `identity`.
   */
  id: string;
  direction: 'ingress' | 'egress';
  peer: FlowPeer;
  ports: FlowPort[];
  /** Why it exists, as a sentence part: `Prometheus scrapes metrics`. */
  reason: string;
  /** Plain text, so the peer has no mesh identity. */
  plaintext: boolean;
  /** Never passes the mesh's proxy, so that no policy of the mesh need admit it. */
  bypassesMesh?: boolean;
}

export type FlowPeer = WorkloadPeer | NetworkPeer;

export interface WorkloadPeer {
  kind: 'workload';
  namespace: string;
  /** Empty: every pod of the namespace. */
  podLabels: Labels;
  /** Mesh identity, where it has one. */
  principal: string | undefined;
}

export interface NetworkPeer {
  kind: 'network';
  cidr: string;
}

export interface FlowPort {
  protocol: 'TCP' | 'UDP';
  port: number;
  /** Carries the other ports' traffic, encrypted: only the network sees it, policies of the mesh see what is inside. */
  tunnel?: boolean;
}

export interface MonitoringPlan {
  prometheus: { namespace: string; address: string };
  /** Labels by which this Prometheus selects monitors and rules. */
  monitorLabels: Labels;
  /** Labels by which Grafana finds dashboards; empty: no dashboard is rendered. */
  dashboardLabels: Labels;
  scrapeIntervalSeconds: number;
  gpuMetrics: GpuMetrics;
  alerts: { severity: string; labels: Labels; runbookUrl: string | undefined };
}

/**
 * Where the figures of the devices come from: DCGM exporter where it runs, else Triton. `dcgm-profiling`: partitions,
 * for which DCGM counts no utilization, but the activity of their engines.
 */
export type GpuMetrics = 'dcgm' | 'dcgm-profiling' | 'triton' | 'none';

/** Where the model repository is mounted in every container of the pod. */
export const MODEL_REPOSITORY = '/models';
