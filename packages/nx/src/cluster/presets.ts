import type { ClusterSpec } from '@fleetwright/model-service';

/** Facts of a cluster to start from, and what a person must look at. */
export interface ClusterPreset {
  /** Example of a region; absent: the cluster is in none. */
  region?: string;
  facts(region: string): Omit<ClusterSpec, 'environment' | 'destination'>;
  /** Comment by pointer into the facts. */
  comments: Readonly<Record<string, string>>;
}

const VERSIONS = { kubernetes: '1.34', prometheusOperator: '0.85' };

// What a cloud's clusters have in common: the controllers are installed by the same charts everywhere.
const CONTROLLERS = {
  versions: { ...VERSIONS, istio: '1.31', argoRollouts: '1.9', keda: '2.21' },
  mesh: {
    mode: 'sidecar',
    cni: true,
    nativeSidecars: true,
    controlPlane: { namespace: 'istio-system', podLabels: { app: 'istiod' } },
  },
  rollouts: { enabled: true },
  modelDelivery: { mode: 'fetch' },
  autoscaling: { controller: 'keda' },
} as const satisfies Partial<ClusterSpec>;

const MONITORING: ClusterSpec['monitoring'] = {
  prometheus: {
    namespace: 'monitoring',
    serviceAccount: 'prometheus',
    address: 'http://prometheus.monitoring:9090',
  },
  monitorLabels: { release: 'kube-prometheus-stack' },
  dashboardLabels: { grafana_dashboard: '1' },
  scrapeInterval: '15s',
  dcgmExporter: true,
};

const CONTROLLER_COMMENTS = {
  '/versions': 'REPLACE: what runs there; a newer minor version may allow more.',
  '/mesh/nativeSidecars': 'Needs Istio 1.27 or later, or ENABLE_NATIVE_SIDECARS.',
  '/gateway': 'REPLACE: the ingress gateway that clients reach, and its hosts.',
  '/nodePools': 'REPLACE: the GPU node pools; the first that fits a service is taken.',
  '/nodePools/0/allocatable': 'Per node, after daemon sets: kubectl describe node.',
  '/modelStores': 'REPLACE: where the models are stored, as this cluster reaches it.',
  '/monitoring': 'REPLACE: the Prometheus that scrapes the services, and the labels it selects by.',
  '/network/nodeLocalDns': 'true where pods ask a DNS cache on their node.',
};

const GPU_TOLERATION = { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' } as const;

function dns(nodeLocalDns: boolean): ClusterSpec['network'] {
  return {
    policy: 'kubernetes',
    dns: { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' } },
    nodeLocalDns,
  };
}

function gateway(region: string): ClusterSpec['gateway'] {
  return {
    name: 'istio-ingress/public',
    serviceAccount: 'istio-ingress/public-gateway',
    hosts: [`*.${region}.ml.example.com`],
    prometheusJob: 'istio-ingress',
  };
}

const gke: ClusterPreset = {
  region: 'europe-west4',
  facts: (region) => ({
    ...CONTROLLERS,
    gateway: gateway(region),
    nodePools: [
      {
        name: 'l4',
        nodeSelector: { 'cloud.google.com/gke-accelerator': 'nvidia-l4' },
        tolerations: [GPU_TOLERATION],
        nodes: { min: 2, max: 6, provisioning: '5m' },
        allocatable: { 'nvidia.com/gpu': 1, cpu: '15', memory: '54Gi', 'ephemeral-storage': '300Gi' },
        gpu: { resource: 'nvidia.com/gpu', memory: '24Gi', computeCapability: '8.9', sharing: 'none' },
      },
    ],
    modelStores: {
      models: {
        uri: `gs://ml-models-${region}`,
        bandwidth: '400Mi',
        egress: [{ cidr: '199.36.153.8/30', port: 443 }],
      },
    },
    identity: {
      provider: 'gke-workload-identity',
      annotations: { 'iam.gke.io/gcp-service-account': '${service}@my-project.iam.gserviceaccount.com' },
      egress: [
        { cidr: '169.254.169.252/32', port: 988 },
        { cidr: '199.36.153.8/30', port: 443 },
      ],
    },
    monitoring: MONITORING,
    network: dns(true),
  }),
  comments: {
    ...CONTROLLER_COMMENTS,
    '/modelStores/models/egress': 'private.googleapis.com, by Private Google Access.',
    '/identity/annotations': 'REPLACE: the project of the service accounts.',
    '/identity/egress': 'The metadata server of the node, and private.googleapis.com.',
  },
};

const eks: ClusterPreset = {
  region: 'eu-west-1',
  facts: (region) => ({
    ...CONTROLLERS,
    gateway: gateway(region),
    nodePools: [
      {
        name: 'l40s',
        nodeSelector: { 'nvidia.com/gpu.product': 'NVIDIA-L40S' },
        tolerations: [GPU_TOLERATION],
        nodes: { min: 2, max: 6, provisioning: '6m' },
        allocatable: { 'nvidia.com/gpu': 4, cpu: '62', memory: '480Gi', 'ephemeral-storage': '800Gi' },
        gpu: { resource: 'nvidia.com/gpu', memory: '48Gi', computeCapability: '8.9', sharing: 'none' },
      },
    ],
    modelStores: {
      models: {
        uri: `s3://ml-models-${region}`,
        region,
        bandwidth: '400Mi',
        egress: [{ cidr: '10.0.0.0/16', port: 443 }],
      },
    },
    identity: {
      provider: 'irsa',
      annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/triton-${service}' },
      egress: [{ cidr: '10.0.0.0/16', port: 443 }],
    },
    monitoring: MONITORING,
    network: dns(false),
  }),
  comments: {
    ...CONTROLLER_COMMENTS,
    '/modelStores/models/egress': 'REPLACE: the network of the interface endpoint for S3.',
    '/identity/annotations': 'REPLACE: the account of the roles.',
    '/identity/egress': 'REPLACE: the network of the interface endpoint for STS.',
  },
};

const aks: ClusterPreset = {
  region: 'westeurope',
  facts: (region) => ({
    ...CONTROLLERS,
    gateway: gateway(region),
    nodePools: [
      {
        name: 'a100',
        nodeSelector: { 'nvidia.com/gpu.product': 'NVIDIA-A100-80GB-PCIe' },
        tolerations: [GPU_TOLERATION],
        nodes: { min: 2, max: 6, provisioning: '8m' },
        allocatable: { 'nvidia.com/gpu': 1, cpu: '23', memory: '200Gi', 'ephemeral-storage': '200Gi' },
        gpu: { resource: 'nvidia.com/gpu', memory: '80Gi', computeCapability: '8.0', sharing: 'none' },
      },
    ],
    modelStores: {
      models: {
        uri: 'azureblob://models',
        account: 'mymodels',
        bandwidth: '400Mi',
        egress: [{ cidr: '10.0.0.0/16', port: 443 }],
      },
    },
    identity: {
      provider: 'azure-workload-identity',
      annotations: { 'azure.workload.identity/client-id': '00000000-0000-0000-0000-000000000000' },
      labels: { 'azure.workload.identity/use': 'true' },
      egress: [{ cidr: '20.190.128.0/18', port: 443 }],
    },
    monitoring: MONITORING,
    network: dns(false),
  }),
  comments: {
    ...CONTROLLER_COMMENTS,
    '/modelStores/models/egress': 'REPLACE: the network of the private endpoint of the storage account.',
    '/identity/annotations': 'REPLACE: the client of the managed identity.',
    '/identity/egress': 'Microsoft Entra ID; REPLACE it where it is reached in another way.',
  },
};

// A container of the laptop is the node; models are copied into a volume of it.
const kind: ClusterPreset = {
  facts: () => ({
    versions: VERSIONS,
    mesh: { mode: 'none' },
    rollouts: { enabled: false },
    nodePools: [
      {
        name: 'laptop',
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        nodes: { min: 1, max: 1 },
        allocatable: { cpu: '6', memory: '12Gi', 'ephemeral-storage': '50Gi' },
      },
    ],
    modelStores: { models: { uri: 'pvc://models' } },
    modelDelivery: { mode: 'pvc' },
    identity: { provider: 'none' },
    monitoring: { ...MONITORING, dcgmExporter: false },
    autoscaling: { controller: 'none' },
    network: dns(false),
  }),
  comments: {
    '/nodePools': 'REPLACE: what the laptop gives. Without GPUs only services that need none fit.',
    '/modelStores': 'A claim of the namespace of the services that holds the models.',
  },
};

const edge: ClusterPreset = {
  facts: () => ({
    versions: VERSIONS,
    mesh: { mode: 'none' },
    rollouts: { enabled: false },
    nodePools: [
      {
        name: 'gpu',
        nodeSelector: { 'nvidia.com/gpu.product': 'NVIDIA-L4' },
        nodes: { min: 1, max: 1 },
        allocatable: { 'nvidia.com/gpu': 1, cpu: '14', memory: '56Gi', 'ephemeral-storage': '300Gi' },
        gpu: { resource: 'nvidia.com/gpu', memory: '24Gi', computeCapability: '8.9', sharing: 'none' },
      },
    ],
    modelStores: { models: { uri: 'pvc://models' } },
    modelDelivery: { mode: 'pvc' },
    identity: { provider: 'none' },
    monitoring: MONITORING,
    autoscaling: { controller: 'none' },
    network: dns(false),
  }),
  comments: {
    '/versions': 'REPLACE: what runs there.',
    '/nodePools': 'REPLACE: the one node with its GPU.',
    '/modelStores': 'REPLACE: a claim of the namespace of the services that holds the models.',
    '/monitoring': 'REPLACE: the Prometheus that scrapes the services, and the labels it selects by.',
  },
};

/** Clusters to start from, by the name of the option. */
export const CLUSTER_PRESETS: Readonly<Record<string, ClusterPreset>> = { gke, eks, aks, kind, edge };
