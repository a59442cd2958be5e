import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dump, load } from 'js-yaml';
import { ROOT } from '../fleets.ts';

/** The bed's clusters; each is a namespace and a set of fake nodes of the one API server. */
export const CLUSTERS = {
  staging: { environment: 'staging', namespace: 'ml-staging', from: 'staging-us-east' },
  production: { environment: 'production', namespace: 'ml-production', from: 'prod-us-east' },
} as const;

/** Name of a cluster of the bed. */
export type ClusterName = keyof typeof CLUSTERS;

/** A set of equal fake nodes. */
export interface FakePool {
  cluster: string;
  name: string;
  nodes: number;
  gpus: number;
  labels: Record<string, string>;
  /** What a node offers besides, or instead of, what every fake node does. */
  allocatable?: Record<string, string>;
  /** Default: the one of GPU nodes. */
  taints?: readonly { key?: string; value?: string; effect: string }[];
}

/** What a bed runs: clusters, which are namespaces and nodes of the one API server, and the files that describe them. */
export interface BedFleet {
  /** At most two: Argo CD tells clusters apart by their addresses. */
  clusters: Readonly<Record<string, { environment: string; namespace: string }>>;
  pools: readonly FakePool[];
  /** Writes the hand-written files of the workspace, without services. */
  compose(folder: string, addresses: BedAddresses): void;
}

/** GPUs that a namespace of production may ask for. */
export const PRODUCTION_QUOTA = 8;

/** GPUs of the pool of which there is never enough. */
export const SCARCE_GPUS = 3;

/** Product of the pool of which there is never enough; services ask for it by name. */
export const SCARCE_PRODUCT = 'NVIDIA-L40S';

const CLUSTER_LABEL = 'bed.example.com/cluster';
const A100 = 'NVIDIA-A100-SXM4-80GB';

/** The fake nodes that make the facts of the bed's clusters true. */
export const POOLS: readonly FakePool[] = [
  pool('staging', { name: 'a100', nodes: 10, gpus: 8, product: A100 }),
  pool('staging', { name: 'scarce', nodes: 1, gpus: SCARCE_GPUS, product: SCARCE_PRODUCT }),
  pool('production', { name: 'a100', nodes: 2, gpus: 8, product: A100 }),
];

function pool(
  cluster: ClusterName,
  { name, nodes, gpus, product }: { name: string; nodes: number; gpus: number; product: string },
): FakePool {
  return {
    cluster,
    name,
    nodes,
    gpus,
    labels: { 'nvidia.com/gpu.product': product, [CLUSTER_LABEL]: cluster },
  };
}

/** Addresses that only a running bed knows. */
export interface BedAddresses {
  repository: string;
  prometheus: string;
}

/** A hand-written file of a workspace, as far as this tool changes it. */
interface InputFile {
  metadata: { name: string };
  spec: Record<string, unknown>;
}

/**
 * Writes the hand-written files of the bed's workspace: those of the reference fleet, with clusters whose addresses and
 * nodes are the bed's, and environments that do not make a test wait for minutes. There are no services yet.
 */
export function composeFleet(folder: string, addresses: BedAddresses): void {
  mkdirSync(join(folder, 'apps'), { recursive: true });
  for (const name of Object.keys(CLUSTERS) as ClusterName[]) {
    const { environment, namespace, from } = CLUSTERS[name];
    rewrite(`clusters/${from}/cluster.yaml`, join(folder, `clusters/${name}/cluster.yaml`), (file) => ({
      ...file,
      metadata: { ...file.metadata, name },
      spec: { ...file.spec, ...clusterFacts(name, { file, addresses }) },
    }));
    rewrite(
      `environments/${environment}/environment.yaml`,
      join(folder, `environments/${environment}/environment.yaml`),
      (file) => ({
        ...file,
        spec: { ...file.spec, ...environmentFacts(environment, { namespace, addresses }) },
      }),
    );
    const images = `environments/${environment}/images.yaml`;
    cpSync(join(ROOT, images), join(folder, images));
  }
}

function clusterFacts(
  name: ClusterName,
  { file, addresses }: { file: InputFile; addresses: BedAddresses },
): Record<string, unknown> {
  const { monitoring, nodePools, versions } = file.spec as {
    monitoring: { prometheus: object };
    nodePools: Record<string, unknown>[];
    versions: object;
  };
  const pools = POOLS.filter(({ cluster }) => cluster === name);
  return {
    destination: { name },
    versions: { ...versions, keda: '2.21' },
    autoscaling: { controller: 'keda' },
    nodePools: pools.map(({ name: pool, nodes, gpus, labels }) => ({
      ...nodePools[0],
      name: pool,
      nodeSelector: labels,
      nodes: { min: nodes, max: nodes },
      allocatable: { 'nvidia.com/gpu': gpus, cpu: '94', memory: '900Gi', 'ephemeral-storage': '800Gi' },
    })),
    monitoring: { ...monitoring, prometheus: { ...monitoring.prometheus, address: addresses.prometheus } },
  };
}

function environmentFacts(
  name: string,
  { namespace, addresses }: { namespace: string; addresses: BedAddresses },
): Record<string, unknown> {
  return {
    namespace,
    waves: undefined,
    defaults: {
      scaling: { minReplicas: 2, maxReplicas: 4 },
      rollout: {
        canary: {
          steps: [
            { setWeight: 20 },
            { pause: { duration: '8s' } },
            { setWeight: 50 },
            { pause: { duration: '8s' } },
          ],
          analysis: { interval: '4s' },
        },
      },
    },
    quota: name === 'production' ? { 'requests.nvidia.com/gpu': String(PRODUCTION_QUOTA) } : undefined,
    argocd: {
      repoURL: addresses.repository,
      targetRevision: 'refs/heads/main',
      automated: { prune: true, selfHeal: true },
    },
  };
}

function rewrite(from: string, to: string, change: (file: InputFile) => InputFile): void {
  mkdirSync(dirname(to), { recursive: true });
  const file = change(load(readFileSync(join(ROOT, from), 'utf8')) as InputFile);
  writeFileSync(to, dump(file, { skipInvalid: true, noRefs: true, lineWidth: 110 }));
}

/** The fleet of the full tier. */
export const REFERENCE_FLEET: BedFleet = { clusters: CLUSTERS, pools: POOLS, compose: composeFleet };
