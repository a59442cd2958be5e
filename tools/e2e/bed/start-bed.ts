import { join } from 'node:path';
import type { Admission } from '../admission.ts';
import { installCrds } from '../install-crds.ts';
import type { Resource } from '../resource.ts';
import { openAuditLog } from './audit-log.ts';
import type { Bed } from './bed.ts';
import type { BedParts } from './build-bed.ts';
import { openCluster } from './cluster-client.ts';
import { REFERENCE_FLEET, type BedFleet } from './compose-fleet.ts';
import { openFleetRepository, type FleetRepository } from './fleet-repository.ts';
import { recordGpus } from './gpu-recorder.ts';
import { ACCOUNTS, argocdSettings, clusterSecrets, managerRoles, namespaceOf } from './installation.ts';
import { startMetricStub } from './metric-stub.ts';
import { startPrometheus } from './prometheus.ts';
import { rootApplications } from './root-applications.ts';
import { makeAll, startCluster, type Cluster } from './start-cluster.ts';
import { startArgocd, startRollouts } from './start-controllers.ts';

const CLUSTER_KINDS = ['ClusterRole', 'ClusterRoleBinding', 'CustomResourceDefinition'];

/** Starts a fleet without services: everything but the services is there and synced by Argo CD. */
export async function startBed(parts: BedParts, layout: BedFleet = REFERENCE_FLEET): Promise<Bed> {
  const cluster = await startCluster(parts, layout.pools);
  try {
    return await fillBed(cluster, parts, layout);
  } catch (error) {
    cluster.stop();
    throw error;
  }
}

async function fillBed({ plane, admission, stop }: Cluster, parts: BedParts, layout: BedFleet): Promise<Bed> {
  await install(admission, ACCOUNTS.applicationController.namespace, parts.installations.argoCd);
  await install(admission, ACCOUNTS.rollouts.namespace, parts.installations.argoRollouts);
  await makeAll(admission, managerRoles());
  await makeAll(admission, [
    ...argocdSettings(),
    ...(await clusterSecrets(plane, Object.keys(layout.clusters))),
  ]);
  await startRollouts(plane, parts);
  const metrics = await startMetricStub();
  const prometheus = await startPrometheus(plane.group, metrics.port);
  const fleet = await openFleet(plane.group.state, prometheus, layout);
  await startArgocd(plane, parts);
  await makeAll(admission, rootApplications(fleet.url, layout.clusters));
  return {
    parts,
    plane,
    api: plane.api,
    cluster: openCluster(plane.api),
    fleet,
    metrics,
    prometheus,
    audit: openAuditLog(plane.group.state),
    gpus: recordGpus(plane.api),
    stop: () => (metrics.close(), stop()),
  };
}

/** Makes what a project's installation file holds, in its namespace. */
async function install(
  admission: Admission,
  namespace: string,
  resources: readonly Resource[],
): Promise<void> {
  const isDefinition = ({ kind }: Resource): boolean => kind === 'CustomResourceDefinition';
  await installCrds(admission, resources.filter(isDefinition));
  const others = resources.filter((resource) => !isDefinition(resource));
  await makeAll(admission, [
    namespaceOf(namespace),
    ...others.map((resource) =>
      CLUSTER_KINDS.includes(resource.kind)
        ? resource
        : { ...resource, metadata: { namespace, ...resource.metadata } },
    ),
  ]);
}

async function openFleet(state: string, prometheus: string, layout: BedFleet): Promise<FleetRepository> {
  const workspace = join(state, 'workspace');
  const bare = join(state, 'fleet.git');
  layout.compose(workspace, { repository: `file://${bare}`, prometheus });
  const fleet = openFleetRepository(workspace, bare);
  await fleet.push('environments and clusters', () => undefined);
  return fleet;
}
