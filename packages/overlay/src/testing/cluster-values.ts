import fc from 'fast-check';
import { valuesOf, type SchemaNode } from './schema-values.ts';

type Json = Record<string, unknown>;

const EGRESS = [{ cidr: '10.20.0.0/16', port: 443 }];

const MESHES: readonly Json[] = [
  ...[true, false].map((nativeSidecars) => ({
    mode: 'sidecar',
    cni: true,
    nativeSidecars,
    controlPlane: { namespace: 'istio-system', podLabels: { app: 'istiod' } },
  })),
  { mode: 'ambient' },
  {
    mode: 'ambient',
    trustDomain: 'acme.example',
    waypoint: { name: 'waypoint', serviceAccount: 'waypoint' },
  },
  { mode: 'none' },
];

const GATEWAY = {
  name: 'istio-ingress/public',
  serviceAccount: 'istio-ingress/public-gateway',
  hosts: ['*.ml.example.com'],
  prometheusJob: 'istio-ingress',
};

/** Every way of delivery with a store that it can read. */
const DELIVERIES: readonly { mode: string; store: Json }[] = [
  { mode: 'fetch', store: { uri: 's3://acme-models', region: 'us-east-1', egress: EGRESS } },
  { mode: 'fetch', store: { uri: 'gs://acme-models/prefix', egress: EGRESS } },
  { mode: 'fetch', store: { uri: 'azureblob://models', account: 'acme', egress: EGRESS } },
  { mode: 'image-volume', store: { uri: 'oci://registry.example.com/models' } },
  { mode: 'pvc', store: { uri: 'pvc://models/production' } },
  {
    mode: 'remote',
    store: { uri: 's3://acme-models', endpoint: 'https://minio.example.com', egress: EGRESS },
  },
];

const NODE = { cpu: '64', memory: '900Gi' };
const NODES = { min: 1, max: 8, provisioning: '6m' };

/** A pool for each way of giving devices. */
const POOLS: readonly Json[] = [
  pool('whole', { 'nvidia.com/gpu': 8 }, { resource: 'nvidia.com/gpu', memory: '80Gi', sharing: 'none' }),
  pool(
    'slices',
    { 'nvidia.com/mig-1g.10gb': 56 },
    { resource: 'nvidia.com/mig-1g.10gb', memory: '10Gi', sharing: 'mig' },
  ),
  pool(
    'turns',
    { 'nvidia.com/gpu': 4 },
    { resource: 'nvidia.com/gpu', memory: '24Gi', sharing: 'time-slicing', replicas: 4 },
  ),
  pool('claims', {}, { deviceClass: 'gpu.nvidia.com', devices: 4, memory: '48Gi', sharing: 'none' }),
  { name: 'cpu', nodeSelector: { pool: 'cpu' }, nodes: NODES, allocatable: NODE },
];

function pool(name: string, devices: Json, gpu: Json): Json {
  return {
    name,
    nodeSelector: { pool: name },
    nodes: NODES,
    allocatable: { ...NODE, ...devices },
    gpu: { computeCapability: '8.0', ...gpu },
  };
}

/** Clusters as there are: every member of every union, in any combination. */
const usualFacts: fc.Arbitrary<Json> = fc
  .record({
    kubernetes: fc.constantFrom('1.31', '1.32', '1.33', '1.34', '1.35'),
    mesh: fc.constantFrom(...MESHES),
    enabled: fc.boolean(),
    gateway: fc.constantFrom(GATEWAY, undefined),
    // The first that fits is taken, and most often one does.
    pools: fc.oneof(
      { arbitrary: fc.shuffledSubarray([...POOLS], { minLength: POOLS.length }), weight: 4 },
      { arbitrary: fc.shuffledSubarray([...POOLS], { minLength: 1 }), weight: 1 },
    ),
    delivery: fc.constantFrom(...DELIVERIES),
    controller: fc.constantFrom('keda', 'hpa', 'none'),
    dcgmExporter: fc.boolean(),
    nodeLocalDns: fc.boolean(),
  })
  .map((facts) => ({
    environment: 'production',
    destination: { name: 'east' },
    versions: {
      kubernetes: facts.kubernetes,
      istio: '1.31',
      argoRollouts: '1.9',
      prometheusOperator: '0.85',
      keda: '2.21',
    },
    mesh: facts.mesh,
    rollouts: { enabled: facts.enabled },
    gateway: facts.gateway,
    nodePools: facts.pools,
    modelStores: { models: facts.delivery.store },
    modelDelivery: { mode: facts.delivery.mode },
    identity: { provider: 'none' },
    monitoring: {
      prometheus: {
        namespace: 'monitoring',
        serviceAccount: 'prometheus',
        address: 'http://prometheus.monitoring:9090',
      },
      monitorLabels: { release: 'kube-prometheus-stack' },
      dcgmExporter: facts.dcgmExporter,
    },
    autoscaling: { controller: facts.controller },
    network: {
      policy: 'kubernetes',
      dns: { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' } },
      nodeLocalDns: facts.nodeLocalDns,
    },
  }));

/** Files of a cluster: usual ones, and usual ones with any value that the schema admits in the place of one fact. */
export function clusterValues(schema: SchemaNode): fc.Arbitrary<Json> {
  const facts = Object.entries(schema.properties!.spec!.properties!);
  const mixed = fc
    .constantFrom(...facts)
    .chain(([fact, factSchema]) =>
      fc
        .tuple(usualFacts, valuesOf(factSchema, schema))
        .map(([usual, value]) => ({ ...usual, [fact]: value })),
    );
  return fc.oneof({ arbitrary: usualFacts, weight: 4 }, { arbitrary: mixed, weight: 1 }).map((spec) => ({
    apiVersion: 'fleetwright.dev/v1alpha1',
    kind: 'Cluster',
    metadata: { name: 'east' },
    spec,
  }));
}
