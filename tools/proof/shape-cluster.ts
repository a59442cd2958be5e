import type { Shape } from './overlays.ts';

const EGRESS = [{ cidr: '10.20.0.0/16', port: 443 }];

const MESHES = {
  sidecar: {
    mode: 'sidecar',
    cni: true,
    nativeSidecars: true,
    controlPlane: { namespace: 'istio-system', podLabels: { app: 'istiod' } },
  },
  ambient: { mode: 'ambient' },
  waypoint: { mode: 'ambient', waypoint: { name: 'waypoint', serviceAccount: 'waypoint' } },
  none: { mode: 'none' },
};

const GATEWAY = {
  name: 'istio-ingress/public',
  serviceAccount: 'istio-ingress/public-gateway',
  hosts: ['*.ml.example.com'],
  prometheusJob: 'istio-ingress',
};

const STORES = {
  fetch: { uri: 's3://acme-models', region: 'us-east-1', egress: EGRESS },
  'image-volume': { uri: 'oci://registry.example.com/models' },
  pvc: { uri: 'pvc://models' },
  remote: { uri: 's3://acme-models', region: 'us-east-1', egress: EGRESS },
};

/** What a cluster decides about a shape. */
export type ClusterShape = Omit<Shape, 'hasCallers'>;

/** The text of a cluster of a shape, of the environment production. It has room for every service of the tests. */
export function shapeCluster(name: string, shape: ClusterShape): string {
  const spec = {
    environment: 'production',
    destination: { name },
    versions: {
      kubernetes: shape.kubernetes,
      istio: '1.31',
      argoRollouts: '1.9',
      prometheusOperator: '0.85',
      keda: '2.21',
    },
    mesh: MESHES[shape.mesh],
    rollouts: { enabled: shape.hasRollouts },
    gateway: shape.hasGateway ? GATEWAY : undefined,
    nodePools: [
      {
        name: 'a100',
        nodeSelector: { 'nvidia.com/gpu.product': 'NVIDIA-A100-SXM4-80GB' },
        nodes: { min: 1, max: 8 },
        allocatable: { 'nvidia.com/gpu': 8, cpu: '94', memory: '900Gi' },
        gpu: { resource: 'nvidia.com/gpu', memory: '80Gi', computeCapability: '8.0', sharing: 'none' },
      },
    ],
    modelStores: { models: STORES[shape.delivery] },
    modelDelivery: { mode: shape.delivery },
    identity: { provider: 'none' },
    monitoring: {
      prometheus: {
        namespace: 'monitoring',
        serviceAccount: 'prometheus',
        address: 'http://prometheus.monitoring:9090',
      },
      monitorLabels: { release: 'kube-prometheus-stack' },
    },
    autoscaling: { controller: shape.autoscaling },
    network: {
      policy: 'kubernetes',
      dns: { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' } },
    },
  };
  const file = { apiVersion: 'fleetwright.dev/v1alpha1', kind: 'Cluster', metadata: { name }, spec };
  return JSON.stringify(file, null, 1);
}
