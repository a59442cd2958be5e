import type { ObjectPlace } from './cluster-client.ts';
import type { Resource } from '../resource.ts';
import {
  applicationOf,
  describeApplication,
  push,
  readApplication,
  type ApplicationState,
} from './applications.ts';
import type { Bed } from './bed.ts';
import { CLUSTERS, type ClusterName } from './compose-fleet.ts';
import { expectThat, waitFor } from './expect.ts';

/** A service on a cluster of the bed. */
export interface Placement {
  cluster: string;
  service: string;
  /** Where the bed runs another fleet than the full tier's. */
  namespace?: string;
}

/** What is read of a Rollout. */
export interface RolloutState {
  metadata: { uid: string; generation: number };
  spec: { template: { metadata: { annotations: Record<string, string> } } };
  status?: {
    phase?: string;
    message?: string;
    abort?: boolean;
    currentPodHash?: string;
    stableRS?: string;
    currentStepIndex?: number;
    observedGeneration?: string;
    pauseConditions?: { reason: string }[];
    readyReplicas?: number;
    replicas?: number;
    conditions?: { type: string; status: string; reason?: string; message?: string }[];
  };
}

/** Label by which the Rollouts controller tells versions apart. */
export const HASH_LABEL = 'rollouts-pod-template-hash';

const SYNC_SECONDS = 90;
const HEALTHY_SECONDS = 120;

/** Namespace of a placement. */
export function namespaceOf({ cluster, namespace }: Placement): string {
  return namespace ?? CLUSTERS[cluster as ClusterName].namespace;
}

/** Where an object of a placement is. */
export function placeOf(placement: Placement, kind: ObjectPlace['kind'], suffix = ''): ObjectPlace {
  return { kind, namespace: namespaceOf(placement), name: placement.service + suffix };
}

/** Waits until Argo CD has applied a commit. */
export async function waitForSync(bed: Bed, placement: Placement, commit: string): Promise<ApplicationState> {
  const found = await waitForApplication(bed, placement, {
    until: `${nameOf(placement)} is synced to ${commit.slice(0, 7)}`,
    seconds: SYNC_SECONDS,
    isReached: ({ status }) => {
      const revision = status?.sync?.revision;
      const isThere = revision !== undefined && bed.fleet.isPartOf(commit, revision);
      return isThere && status?.sync?.status === 'Synced' && status.operationState?.phase === 'Succeeded';
    },
  });
  return found;
}

/** Waits until Argo CD has applied a commit and calls everything of it healthy. */
export async function waitForHealthy(bed: Bed, placement: Placement, commit: string): Promise<void> {
  await waitForSync(bed, placement, commit);
  await waitForApplication(bed, placement, {
    until: `${nameOf(placement)} is Synced and Healthy`,
    seconds: HEALTHY_SECONDS,
    isReached: ({ status }) => status?.sync?.status === 'Synced' && status.health?.status === 'Healthy',
  });
}

/** Waits for a state of a placement's Application. */
export async function waitForApplication(
  bed: Bed,
  { cluster, service }: Placement,
  wait: { until: string; seconds: number; isReached: (application: ApplicationState) => boolean },
): Promise<ApplicationState> {
  const found = await waitFor({
    ...wait,
    look: () => readApplication(bed, applicationOf(cluster, service)),
    isReached: (application) => application !== undefined && wait.isReached(application),
    describe: describeApplication,
  });
  return found!;
}

function nameOf({ cluster, service }: Placement): string {
  return applicationOf(cluster, service);
}

/** The Rollout of a placement. */
export async function readRollout({ cluster }: Bed, placement: Placement): Promise<RolloutState> {
  const rollout = await cluster.find<RolloutState>(placeOf(placement, 'Rollout'));
  expectThat(rollout !== undefined, `there is no Rollout ${placement.service}`);
  return rollout;
}

/** Waits for a state of a placement's Rollout. */
export async function waitForRollout(
  bed: Bed,
  placement: Placement,
  wait: {
    until: string;
    seconds?: number;
    isReached: (status: NonNullable<RolloutState['status']>) => boolean;
  },
): Promise<RolloutState> {
  return waitFor({
    until: wait.until,
    seconds: wait.seconds ?? HEALTHY_SECONDS,
    look: () => readRollout(bed, placement),
    isReached: ({ status, metadata }) =>
      status !== undefined &&
      status.observedGeneration === String(metadata.generation) &&
      wait.isReached(status),
    describe: ({ status }) =>
      JSON.stringify({ ...status, conditions: status?.conditions?.map(({ message }) => message) }),
  });
}

/** Percentages of stable and canary, by route of the VirtualService. */
export async function readWeights({ cluster }: Bed, placement: Placement): Promise<Record<string, number[]>> {
  const found = await cluster.find<VirtualServiceState>(placeOf(placement, 'VirtualService'));
  return weightsOf(found?.spec);
}

/** What is read of a VirtualService. */
export interface VirtualServiceState {
  spec: { http: { name: string; timeout?: string; route: { weight: number }[] }[] };
}

/** Percentages of a VirtualService by route. */
export function weightsOf(spec: VirtualServiceState['spec'] | undefined): Record<string, number[]> {
  return Object.fromEntries(
    (spec?.http ?? []).map(({ name, route }) => [name, route.map(({ weight }) => weight)]),
  );
}

/** Waits until every route of a placement has these percentages. */
export async function waitForWeights(
  bed: Bed,
  placement: Placement,
  weights: [number, number],
): Promise<void> {
  await waitFor({
    until: `${placement.service} sends ${weights.join('/')} to stable and canary`,
    seconds: HEALTHY_SECONDS,
    look: () => readWeights(bed, placement),
    isReached: (found) =>
      Object.keys(found).length > 0 && Object.values(found).every((pair) => String(pair) === String(weights)),
    describe: JSON.stringify,
  });
}

/** Hash of the version that a Service selects. */
export async function readSelectedHash(
  { cluster }: Bed,
  placement: Placement,
  suffix: string,
): Promise<string | undefined> {
  const service = await cluster.find<{ spec: { selector: Record<string, string> } }>(
    placeOf(placement, 'Service', suffix),
  );
  return service?.spec.selector[HASH_LABEL];
}

/** What is read of a pod. */
export interface PodState extends Resource {
  metadata: Resource['metadata'] & { name: string; uid: string; deletionTimestamp?: string };
  status: {
    phase: string;
    conditions?: { type: string; status: string; reason?: string; message?: string }[];
  };
}

/** Pods of a placement, or of one of its versions. */
export async function listPods({ cluster }: Bed, placement: Placement, hash?: string): Promise<PodState[]> {
  const selector = `fleetwright.dev/service=${placement.service}${hash === undefined ? '' : `,${HASH_LABEL}=${hash}`}`;
  return cluster.list<PodState>('Pod', namespaceOf(placement), selector);
}

/** Adds a service and waits until it runs; gives the hash of its version. */
export async function startService(
  bed: Bed,
  placement: Placement,
  options: {
    clusters?: readonly string[];
    spec?: Record<string, unknown>;
    patches?: Record<string, unknown>;
  } = {},
): Promise<string> {
  const { cluster, service } = placement;
  const commit = await push(bed, `${service}: added`, (workspace) => {
    workspace.addService(service, { clusters: options.clusters ?? [cluster], spec: options.spec });
    for (const [file, patch] of Object.entries(options.patches ?? {})) {
      workspace.write(`clusters/${cluster}/${service}/patches/${file}.yaml`, JSON.stringify(patch));
    }
  });
  await waitForHealthy(bed, placement, commit);
  const { status } = await readRollout(bed, placement);
  return status!.stableRS!;
}

/** Another artifact for the model: what a new version is. */
export function nextArtifact(spec: {
  models: { versions: { artifacts: { storageUri: string }[] }[] }[];
}): void {
  for (const model of spec.models) {
    for (const version of model.versions) {
      for (const artifact of version.artifacts) artifact.storageUri = `${artifact.storageUri}-next`;
    }
  }
}
