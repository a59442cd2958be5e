/* Generated from src/schemas by generate.ts; do not edit. */
import type { ModelConfig } from '@fleetwright/triton-config';

/**
 * One step: exactly one of its fields.
 */
export type CanaryStep =
  | {
      setWeight: number;
    }
  | {
      /**
       * How long; analysis goes on meanwhile.
       */
      pause: {
        /**
         * A count and a unit: 20ms, 30s, 10m, 1h30m, 30d.
         */
        duration: string;
      };
    };

/**
 * One model service: what to serve and how well, without a word about a cluster.
 */
export interface ModelServiceFile {
  apiVersion: 'fleetwright.dev/v1alpha1';
  kind: 'ModelService';
  /**
   * Identity of the service.
   */
  metadata: {
    /**
     * The directory's name. Lower-case letters, digits and dashes, starting with a letter; at most 40 characters, so that the names of its objects and pods fit into 63.
     */
    name: string;
    /**
     * team routes alerts and reviews.
     */
    labels?: {
      [k: string]: string;
    };
    /**
     * What the service is for; prose.
     */
    description?: string;
  };
  spec: ServiceSpec;
}
/**
 * What the service is to be.
 */
export interface ServiceSpec {
  triton?: TritonServer;
  /**
   * Models of one server process.
   *
   * @minItems 1
   * @maxItems 64
   */
  models: Model[];
  /**
   * Triton model repository in a store, for clusters where Triton reads the bucket itself (modelDelivery.mode: remote).
   */
  modelRepository?: string;
  resources?: Resources;
  gpu?: GpuNeed;
  slo?: ServiceLevelObjectives;
  traffic?: Traffic;
  scaling?: Scaling;
  rollout?: RolloutStrategy;
  placement?: Placement;
  /**
   * retired: its overlays stay but hold nothing, so that Argo CD removes everything; then delete its folder. Absent: active.
   */
  lifecycle?: 'active' | 'retired';
  /**
   * JSON merge patches on spec, in order; the last match wins.
   *
   * @maxItems 64
   */
  overrides?: Override[];
}
/**
 * The server.
 */
export interface TritonServer {
  /**
   * NVIDIA's year.month of a Triton release, quoted: "26.07".
   */
  release?: string;
  /**
   * tritonserver's own flags without their dashes, e.g. http-thread-count: 16. Flags that Fleetwright derives are refused.
   */
  flags?: {
    [k: string]: string | number | boolean;
  };
}
/**
 * One Triton model: a directory of the model repository.
 */
export interface Model {
  /**
   * Triton's name of the model: directory, metric label and URL segment.
   */
  name: string;
  /**
   * The version directories that are delivered.
   *
   * @minItems 1
   * @maxItems 100
   */
  versions: ModelVersion[];
  config: ModelConfig;
  /**
   * vLLM's engine arguments by their own names; rendered as <version>/model.json. Backend vllm only.
   */
  engineArgs?: Record<string, unknown>;
  /**
   * GPU memory of one instance, measured.
   */
  gpuMemory?: string;
  /**
   * Host memory of one instance, measured.
   */
  hostMemory?: string;
  /**
   * Time to load the model from local disk, measured. Default: derived from its size.
   */
  loadTime?: string;
  /**
   * Time of model_warmup, measured. Default: 10s with model_warmup, else none.
   */
  warmUpTime?: string;
}
/**
 * One version directory.
 */
export interface ModelVersion {
  /**
   * Name of the version directory.
   */
  version: number;
  /**
   * The first whose builtFor fits the node pool is delivered. Without artifacts the version is a draft.
   *
   * @maxItems 32
   */
  artifacts?: Artifact[];
}
/**
 * One stored form of a model version: a directory in a model store.
 */
export interface Artifact {
  /**
   * store://<store>/<path>, where the cluster maps the store name to a bucket. The path must be immutable: a new artifact gets a new path.
   */
  storageUri: string;
  /**
   * SHA-256 of the sorted file list (docs/artifacts.md); the fetch step refuses anything else.
   */
  sha256?: string;
  /**
   * Digest of the OCI artifact that holds the same files, for clusters that mount image volumes.
   */
  imageDigest?: string;
  /**
   * Bytes to fetch: sizes the volume and the fetch budget.
   */
  size?: string;
  /**
   * What an engine was compiled for; absent for portable formats.
   */
  builtFor?: {
    /**
     * CUDA compute capability, quoted: "8.0".
     */
    computeCapability?: string;
    tensorrt?: string;
  };
}
/**
 * Kubernetes' ResourceRequirements of the server container, GPUs apart.
 */
export interface Resources {
  requests?: ResourceList;
  limits?: ResourceList;
}
/**
 * Amounts by resource; GPUs stand in spec.gpu.
 */
export interface ResourceList {
  /**
   * Kubernetes quantity, quoted when it is a bare number: "2", 500m, 4Gi.
   */
  cpu?: string;
  /**
   * Bytes as a Kubernetes quantity: 512Mi, 8Gi.
   */
  memory?: string;
  /**
   * Bytes as a Kubernetes quantity: 512Mi, 8Gi.
   */
  'ephemeral-storage'?: string;
}
/**
 * The GPU that one replica needs.
 */
export interface GpuNeed {
  /**
   * Whole devices per replica; 0 for a service that runs on CPUs.
   */
  count?: number;
  /**
   * Least memory of one device.
   */
  minMemory?: string;
  /**
   * CUDA compute capability, quoted: "8.0".
   */
  minComputeCapability?: string;
  /**
   * GPU feature discovery's nvidia.com/gpu.product.
   */
  product?: string;
  /**
   * Kinds of sharing the service accepts: none (whole devices, the default), mig (hardware partitions), time-slicing (no isolation).
   *
   * @minItems 1
   */
  sharing?: ('none' | 'mig' | 'time-slicing')[];
}
/**
 * Service level objectives: alerts, canary analysis, queue limits and time-outs follow from them.
 */
export interface ServiceLevelObjectives {
  /**
   * Window of the objectives.
   */
  window?: string;
  /**
   * Share of requests that are answered without a server error.
   */
  availability?: {
    target: number;
  };
  /**
   * Latency of the whole response.
   *
   * @maxItems 5
   */
  latency?: LatencyObjective[];
  /**
   * Latency of the first response of a stream.
   *
   * @maxItems 5
   */
  firstToken?: LatencyObjective[];
}
/**
 * A share of requests that must be faster than a threshold.
 */
export interface LatencyObjective {
  /**
   * Upper bound.
   */
  threshold: string;
  /**
   * Percentage of requests.
   */
  target: number;
}
/**
 * Who calls the service, how and how much.
 */
export interface Traffic {
  /**
   * Protocols that are exposed.
   *
   * @minItems 1
   */
  protocols?: ('http' | 'grpc')[];
  /**
   * Requests per second and cluster at the peak.
   */
  expectedRate?: number;
  /**
   * Responses are streams: no retries, and no total time-out below maxDuration.
   */
  streaming?: boolean;
  /**
   * Longest request or stream: exit time-out, grace period and drain follow from it.
   */
  maxDuration?: string;
  /**
   * Workloads of the cluster, apart from the gateway, that may call the service.
   *
   * @maxItems 64
   */
  callers?: Caller[];
}
/**
 * A calling workload, by its identity.
 */
export interface Caller {
  namespace: string;
  serviceAccount: string;
}
/**
 * How many replicas run; the HorizontalPodAutoscaler's words.
 */
export interface Scaling {
  minReplicas?: number;
  maxReplicas?: number;
  metric?: ScalingMetric;
}
/**
 * What drives the autoscaler.
 */
export interface ScalingMetric {
  /**
   * queueTime: mean time a request waits for a free instance. pendingRequests: waiting requests per replica.
   */
  type: 'queueTime' | 'pendingRequests';
  /**
   * A duration for queueTime, a count per replica for pendingRequests.
   */
  target: string | number;
}
/**
 * How a new version takes over; Argo Rollouts' words.
 */
export interface RolloutStrategy {
  canary?: Canary;
}
/**
 * Traffic moves in steps.
 */
export interface Canary {
  /**
   * Default: derived from the objectives and the expected rate.
   *
   * @minItems 1
   * @maxItems 50
   */
  steps?: CanaryStep[];
  /**
   * Scale the old version down as the new one grows: needs fewer GPUs, and an abort takes longer.
   */
  dynamicStableScale?: boolean;
  analysis?: CanaryAnalysis;
}
/**
 * How the canary is judged.
 */
export interface CanaryAnalysis {
  /**
   * Time between two measurements.
   */
  interval?: string;
  /**
   * Failed measurements that are tolerated.
   */
  failureLimit?: number;
  /**
   * Requests a window must hold to be judged at all.
   */
  minRequests?: number;
}
/**
 * Which clusters run the service; absent: every cluster of the environments that render it.
 */
export interface Placement {
  /**
   * Selects clusters by their labels.
   */
  clusterSelector?: {
    /**
     * Kubernetes labels.
     */
    matchLabels: {
      [k: string]: string;
    };
  };
  /**
   * Clusters by name.
   *
   * @minItems 1
   *
   * Items: Lower-case letters, digits and dashes, starting with a letter; at most 22 characters, so that <cluster>.<service> fits into a label.
   */
  clusters?: string[];
}
/**
 * A patch and where it applies.
 */
export interface Override {
  /**
   * Both must match where both are given.
   */
  match: {
    /**
     * Name of an environment.
     */
    environment?: string;
    /**
     * Lower-case letters, digits and dashes, starting with a letter; at most 22 characters, so that <cluster>.<service> fits into a label.
     */
    cluster?: string;
  };
  spec: SpecPatch;
}

/**
 * One environment: the platform team's defaults and bounds for every service in it.
 */
export interface EnvironmentFile {
  apiVersion: 'fleetwright.dev/v1alpha1';
  kind: 'Environment';
  /**
   * Identity.
   */
  metadata: {
    /**
     * The directory's name.
     */
    name: string;
  };
  spec: EnvironmentSpec;
}
/**
 * What holds in the environment.
 */
export interface EnvironmentSpec {
  /**
   * Environment whose services are promoted here: this one then runs the specs in its releases/, not those in apps/.
   */
  promotedFrom?: string;
  /**
   * Namespace of its services on every cluster.
   */
  namespace: string;
  /**
   * Owners as in CODEOWNERS.
   *
   * @minItems 1
   */
  owners?: string[];
  /**
   * Clusters in the order in which a promotion reaches them, one commit per wave.
   *
   * @minItems 1
   * @maxItems 32
   */
  waves?: string[][];
  /**
   * Spec values that a service may override.
   */
  defaults?: SpecPatch;
  policy?: EnvironmentPolicy;
  quota?: QuotaAmounts;
  limitRange?: LimitRangeDefaults;
  argocd?: ArgoCd;
  alerts?: AlertRouting;
  /**
   * Recorded exceptions: findings that are known and accepted until a day.
   *
   * @minItems 1
   * @maxItems 500
   */
  waivers?: Waiver[];
}
/**
 * Bounds that no service overrides; checked after everything is merged.
 */
export interface EnvironmentPolicy {
  /**
   * Least scaling.minReplicas.
   */
  minReplicas?: number;
  /**
   * The server.
   */
  triton?: {
    /**
     * Oldest release allowed.
     */
    minRelease?: string;
  };
  /**
   * Model artifacts.
   */
  artifacts?: {
    /**
     * Every version needs an artifact with a checksum.
     */
    verified?: boolean;
    /**
     * Stores that may be used.
     *
     * @minItems 1
     */
    stores?: string[];
  };
  /**
   * Rollouts.
   */
  rollout?: {
    /**
     * Largest weight of the first step, in percent.
     */
    maxFirstWeight?: number;
    /**
     * A canary must be judged by analysis.
     */
    requireAnalysis?: boolean;
  };
  /**
   * Whether Triton may complete a model configuration by itself; false demands explicit inputs and outputs.
   */
  autoComplete?: boolean;
}
/**
 * ResourceQuota's amounts for the namespace on each cluster, by its own words: requests.nvidia.com/gpu, requests.cpu, limits.memory, pods. An input, never derived from services.
 */
export interface QuotaAmounts {
  [k: string]: number | string;
}
/**
 * What a container of the namespace gets that states nothing itself.
 */
export interface LimitRangeDefaults {
  /**
   * Requests.
   */
  defaultRequest?: {
    /**
     * Kubernetes quantity, quoted when it is a bare number: "2", 500m, 4Gi.
     */
    cpu?: string;
    /**
     * Bytes as a Kubernetes quantity: 512Mi, 8Gi.
     */
    memory?: string;
    /**
     * Bytes as a Kubernetes quantity: 512Mi, 8Gi.
     */
    'ephemeral-storage'?: string;
  };
  /**
   * Limits. A CPU limit would also throttle the model servers, which state none.
   */
  default?: {
    /**
     * Kubernetes quantity, quoted when it is a bare number: "2", 500m, 4Gi.
     */
    cpu?: string;
    /**
     * Bytes as a Kubernetes quantity: 512Mi, 8Gi.
     */
    memory?: string;
    /**
     * Bytes as a Kubernetes quantity: 512Mi, 8Gi.
     */
    'ephemeral-storage'?: string;
  };
}
/**
 * How Argo CD synchronises the environment; absent: nothing is rendered for it.
 */
export interface ArgoCd {
  /**
   * Address of the repository that holds the workspace, as Argo CD reads it; no credentials.
   */
  repoURL: string;
  /**
   * Branch, fully qualified so that Argo CD need not guess.
   */
  targetRevision: string;
  /**
   * Namespace of Argo CD; absent: argocd.
   */
  namespace?: string;
  /**
   * AppProject of the services; absent: the environment's name. That of the platform has the suffix -platform.
   */
  project?: string;
  automated?: AutomatedSync;
  /**
   * When to synchronise.
   *
   * @maxItems 32
   */
  syncWindows?: SyncWindow[];
  /**
   * Whom Argo CD's notifications tell.
   */
  notifications?: {
    /**
     * Slack channel, without #.
     */
    slack?: string;
  };
  /**
   * applicationset (the default): one ApplicationSet finds the placements in git. applications: they are written out, so that a pull request shows each.
   */
  applications?: 'applicationset' | 'applications';
}
/**
 * Synchronise without being told; absent: people do it.
 */
export interface AutomatedSync {
  /**
   * Delete what is no longer rendered; a retired service needs it. Absent: true.
   */
  prune?: boolean;
  /**
   * Undo changes made in the cluster. Absent: true.
   */
  selfHeal?: boolean;
}
/**
 * A time in which synchronisation is allowed or denied; deny wins.
 */
export interface SyncWindow {
  kind: 'allow' | 'deny';
  /**
   * Its beginning, as cron writes it: minute, hour, day of the month, month, day of the week.
   */
  schedule: string;
  /**
   * Its length in hours and minutes: 60h, 1h30m, 45m.
   */
  duration: string;
  /**
   * Time zone of the schedule, e.g. Europe/Berlin; absent: UTC.
   */
  timeZone?: string;
  /**
   * Whether people may synchronise by hand meanwhile.
   */
  manualSync?: boolean;
}
/**
 * Where alerts go.
 */
export interface AlertRouting {
  /**
   * Severity label of alerts that wake somebody.
   */
  severity?: string;
  /**
   * Further labels of every alert, for routing.
   */
  labels?: {
    [k: string]: string;
  };
  /**
   * Base address of the runbooks; the alert name is appended.
   */
  runbookUrl?: string;
}
/**
 * One exception.
 */
export interface Waiver {
  /**
   * The rule, as findings name it.
   */
  rule: string;
  /**
   * Only findings of this service.
   */
  service?: string;
  /**
   * Only findings on this cluster.
   */
  cluster?: string;
  /**
   * Why it is accepted.
   */
  reason: string;
  /**
   * Who answers for it, as in CODEOWNERS.
   */
  owner: string;
  /**
   * The last day on which it holds, such as 2027-03-31.
   */
  expires: string;
}

/**
 * The service mesh.
 */
export type Mesh =
  | {
      /**
       * Istio with a proxy in every pod.
       */
      mode: 'sidecar';
      /**
       * istio-cni redirects traffic; without it pods need NET_ADMIN, which Pod Security restricted refuses.
       */
      cni: boolean;
      /**
       * The proxy runs as a native sidecar, so that init containers have the network.
       */
      nativeSidecars: boolean;
      /**
       * istio.io/rev of the control plane; absent: the default revision.
       */
      revision?: string;
      /**
       * Trust domain of its identities; absent: cluster.local.
       */
      trustDomain?: string;
      /**
       * Where istiod runs.
       */
      controlPlane: {
        namespace: string;
        /**
         * Kubernetes labels.
         */
        podLabels: {
          [k: string]: string;
        };
      };
      /**
       * What the proxy of one pod requests.
       */
      proxyResources?: {
        /**
         * Kubernetes quantity, quoted when it is a bare number: "2", 500m, 4Gi.
         */
        cpu?: string;
        /**
         * Bytes as a Kubernetes quantity: 512Mi, 8Gi.
         */
        memory?: string;
      };
    }
  | {
      /**
       * Istio's ambient mode: a proxy per node, and waypoints where HTTP is to be understood.
       */
      mode: 'ambient';
      /**
       * Trust domain of its identities; absent: cluster.local.
       */
      trustDomain?: string;
      /**
       * The waypoint of the namespace of the services; absent: there is none, and policies stay below HTTP.
       */
      waypoint?: {
        name: string;
        serviceAccount: string;
      };
    }
  | {
      /**
       * No mesh: pods speak plain text, and NetworkPolicy alone protects them.
       */
      mode: 'none';
    };

/**
 * Facts of one cluster. They are read, never merged with anything.
 */
export interface ClusterFile {
  apiVersion: 'fleetwright.dev/v1alpha1';
  kind: 'Cluster';
  /**
   * Identity.
   */
  metadata: {
    /**
     * The directory's name.
     */
    name: string;
    /**
     * Labels that placement.clusterSelector matches.
     */
    labels?: {
      [k: string]: string;
    };
  };
  spec: ClusterSpec;
}
/**
 * Facts.
 */
export interface ClusterSpec {
  /**
   * Its one environment.
   */
  environment: string;
  /**
   * Argo CD's cluster.
   */
  destination: {
    name: string;
  };
  /**
   * What runs there.
   */
  versions: {
    /**
     * Major and minor version, quoted: "1.34".
     */
    kubernetes: string;
    /**
     * Major and minor version, quoted: "1.34".
     */
    istio?: string;
    /**
     * Major and minor version, quoted: "1.34".
     */
    argoRollouts?: string;
    /**
     * Major and minor version, quoted: "1.34".
     */
    prometheusOperator: string;
    /**
     * Major and minor version, quoted: "1.34".
     */
    keda?: string;
  };
  mesh: Mesh;
  /**
   * Argo Rollouts.
   */
  rollouts: {
    /**
     * Its controller runs in the cluster; otherwise services are plain Deployments.
     */
    enabled: boolean;
  };
  gateway?: Gateway;
  /**
   * The first that fits a service is taken.
   *
   * @minItems 1
   * @maxItems 64
   */
  nodePools: NodePool[];
  /**
   * Model stores by name.
   */
  modelStores: {
    [k: string]: ModelStore;
  };
  /**
   * How models reach a pod.
   */
  modelDelivery:
    | {
        /**
         * An init container copies them from a bucket to a local volume and verifies them.
         */
        mode: 'fetch';
      }
    | {
        /**
         * The kubelet mounts them as OCI images, by digest; Kubernetes 1.33 or later.
         */
        mode: 'image-volume';
      }
    | {
        /**
         * They lie on a claim that pods mount read-only; an init container verifies them.
         */
        mode: 'pvc';
      }
    | {
        /**
         * Triton reads the repository in the bucket itself; nothing is verified.
         */
        mode: 'remote';
      };
  /**
   * How pods get credentials for the stores.
   */
  identity: {
    /**
     * The cloud provider's workload identity; none where stores need no credentials.
     */
    provider: 'irsa' | 'gke-workload-identity' | 'azure-workload-identity' | 'pod-identity' | 'none';
    /**
     * Annotations of the ServiceAccount; ${service} stands for the service name.
     */
    annotations?: {
      [k: string]: string;
    };
    /**
     * Labels of the ServiceAccount and its pods.
     */
    labels?: {
      [k: string]: string;
    };
    /**
     * Where its traffic goes; a NetworkPolicy lets nothing else out.
     *
     * @minItems 1
     * @maxItems 32
     */
    egress?: NetworkAndPort[];
  };
  /**
   * Prometheus and Grafana.
   */
  monitoring: {
    /**
     * The Prometheus that scrapes the services.
     */
    prometheus: {
      namespace: string;
      serviceAccount: string;
      /**
       * Labels of its pods; absent: every pod of its namespace.
       */
      podLabels?: {
        [k: string]: string;
      };
      /**
       * Its query address.
       */
      address: string;
    };
    /**
     * Labels that its serviceMonitorSelector and ruleSelector select.
     */
    monitorLabels: {
      [k: string]: string;
    };
    /**
     * Labels by which Grafana's sidecar finds dashboards.
     */
    dashboardLabels?: {
      [k: string]: string;
    };
    /**
     * A count and a unit: 20ms, 30s, 10m, 1h30m, 30d.
     */
    scrapeInterval?: string;
    /**
     * NVIDIA's DCGM exporter runs on the GPU nodes.
     */
    dcgmExporter?: boolean;
  };
  /**
   * What scales workloads.
   */
  autoscaling:
    | {
        /**
         * KEDA asks Prometheus.
         */
        controller: 'keda';
      }
    | {
        /**
         * A HorizontalPodAutoscaler asks the Prometheus adapter, which needs the rules of the platform overlay.
         */
        controller: 'hpa';
      }
    | {
        /**
         * Nothing: services run minReplicas.
         */
        controller: 'none';
      };
  /**
   * How NetworkPolicies must be written.
   */
  network: {
    /**
     * networking.k8s.io/v1.
     */
    policy: 'kubernetes';
    /**
     * The cluster DNS.
     */
    dns: {
      namespace: string;
      /**
       * Kubernetes labels.
       */
      podLabels: {
        [k: string]: string;
      };
    };
    /**
     * Pods ask a DNS cache on their node (169.254.20.10).
     */
    nodeLocalDns?: boolean;
  };
  /**
   * PriorityClass of inference pods.
   */
  priorityClassName?: string;
  /**
   * Secrets in the namespace of the services with which the kubelet pulls images.
   *
   * @maxItems 8
   */
  imagePullSecrets?: string[];
}
/**
 * The ingress gateway through which clients call.
 */
export interface Gateway {
  /**
   * <namespace>/<name>, as in VirtualService.gateways.
   */
  name: string;
  /**
   * <namespace>/<name> of its ServiceAccount.
   */
  serviceAccount: string;
  /**
   * Labels of its pods; absent: every pod of its namespace.
   */
  podLabels?: {
    [k: string]: string;
  };
  /**
   * Hosts of its server; the first wildcard is the domain of the services.
   *
   * @minItems 1
   */
  hosts: string[];
  /**
   * job label of its istio_requests_total.
   */
  prometheusJob: string;
}
/**
 * Nodes that are alike.
 */
export interface NodePool {
  name: string;
  /**
   * GPU feature discovery's labels, verbatim.
   */
  nodeSelector: {
    [k: string]: string;
  };
  /**
   * Kubernetes' tolerations, verbatim.
   *
   * @maxItems 32
   */
  tolerations?: Toleration[];
  /**
   * How many there are.
   */
  nodes: {
    min: number;
    max: number;
    /**
     * Time until a new node is ready.
     */
    provisioning?: string;
  };
  /**
   * Per node, after daemon sets.
   */
  allocatable: {
    /**
     * Kubernetes quantity, quoted when it is a bare number: "2", 500m, 4Gi.
     */
    cpu: string;
    /**
     * Bytes as a Kubernetes quantity: 512Mi, 8Gi.
     */
    memory: string;
    /**
     * Bytes as a Kubernetes quantity: 512Mi, 8Gi.
     */
    'ephemeral-storage'?: string;
    [k: string]: number | string | undefined;
  };
  gpu?: NodeGpu;
}
/**
 * A toleration.
 */
export interface Toleration {
  key?: string;
  operator?: 'Exists' | 'Equal';
  value?: string;
  effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}
/**
 * The devices of a node.
 */
export interface NodeGpu {
  /**
   * Extended resource, e.g. nvidia.com/gpu.
   */
  resource?: string;
  /**
   * Memory of one device.
   */
  memory: string;
  /**
   * CUDA compute capability, quoted: "8.0".
   */
  computeCapability: string;
  /**
   * NVIDIA driver.
   */
  driver?: string;
  /**
   * none: a pod gets whole devices. mig: hardware partitions, memory is that of one. time-slicing: pods take turns on a device without isolation.
   */
  sharing: 'none' | 'mig' | 'time-slicing';
  /**
   * time-slicing: pods per device.
   */
  replicas?: number;
  /**
   * deviceClass: devices per node.
   */
  devices?: number;
  /**
   * DeviceClass of dynamic resource allocation; absent: devices come from the device plugin by their resource.
   */
  deviceClass?: string;
}
/**
 * A model store as this cluster reaches it.
 */
export interface ModelStore {
  /**
   * s3://<bucket>[/<prefix>], gs://<bucket>[/<prefix>], azureblob://<container>[/<prefix>], oci://<registry>/<repository> or pvc://<claim>[/<prefix>]; no credentials.
   */
  uri: string;
  region?: string;
  /**
   * Address of an S3-compatible store; absent: the cloud provider.
   */
  endpoint?: string;
  /**
   * Azure storage account.
   */
  account?: string;
  /**
   * Bytes per second that one pod gets.
   */
  bandwidth?: string;
  /**
   * Where traffic to the store goes; a NetworkPolicy lets nothing else out.
   *
   * @minItems 1
   * @maxItems 32
   */
  egress?: NetworkAndPort[];
}
/**
 * A network and a port.
 */
export interface NetworkAndPort {
  /**
   * IPv4 or IPv6 network in CIDR notation, narrower than the whole address space.
   */
  cidr: string;
  port: number;
}

/**
 * The digest of every image that an environment may run.
 */
export interface ImageLockFile {
  apiVersion: 'fleetwright.dev/v1alpha1';
  kind: 'ImageLock';
  /**
   * Identity.
   */
  metadata: {
    /**
     * The environment's name.
     */
    name: string;
  };
  /**
   * The lock.
   */
  spec: {
    /**
     * One entry per repository and tag.
     *
     * @minItems 1
     * @maxItems 1000
     */
    images: LockedImage[];
  };
}
/**
 * A tag and the digest it stands for.
 */
export interface LockedImage {
  /**
   * Image repository without tag.
   */
  repository: string;
  tag: string;
  digest: string;
  /**
   * Repository from which clusters pull instead; the digest stays the same.
   */
  mirror?: string;
  /**
   * The digest stands in for a real one: the image cannot be pulled.
   */
  sample?: boolean;
}

/**
 * What holds for the whole workspace. The file may be absent.
 */
export interface WorkspaceFile {
  apiVersion: 'fleetwright.dev/v1alpha1';
  kind: 'Workspace';
  /**
   * The workspace.
   */
  spec: {
    validation?: WorkspaceValidation;
  };
}
/**
 * How manifests are validated.
 */
export interface WorkspaceValidation {
  /**
   * Judges that must have run: where one is not built, the check is incomplete and exits 2. Others are used when they are there, and named when they are not.
   *
   * @maxItems 8
   */
  judges?: (
    | 'kubeconform'
    | 'kubernetes'
    | 'pod-security'
    | 'crd'
    | 'argo-rollouts'
    | 'istio'
    | 'istio-analysis'
    | 'prometheus'
  )[];
}

/** A JSON merge patch (RFC 7396): every field is optional, null removes it, a list is replaced whole. */
export type MergePatch<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T]?: MergePatch<T[K]> | null }
    : T;

/** A patch on a service's spec: an environment's defaults or an override. */
export type SpecPatch = MergePatch<Omit<ServiceSpec, 'lifecycle' | 'overrides' | 'placement'>>;
