import { openAdmission, type Admission } from '../admission.ts';
import { CannotRun } from '../cannot-run.ts';
import { installCrds } from '../install-crds.ts';
import { nameOf, type Resource } from '../resource.ts';
import { startControlPlane, type ControlPlane } from '../start-control-plane.ts';
import { writeAuditPolicy } from './audit-log.ts';
import type { BedParts } from './build-bed.ts';
import type { FakePool } from './compose-fleet.ts';
import { fakeNodes } from './fake-nodes.ts';
import { connectAs, giveKubeconfig } from './identities.ts';
import { ACCOUNTS, metricsService, rolesOfCluster } from './installation.ts';
import { startKedaStandIn } from './keda-stand-in.ts';
import { startKwok, startScheduler } from './start-controllers.ts';

/** A cluster with fake GPU nodes, on which neither Argo CD nor Argo Rollouts is installed. */
export interface Cluster {
  plane: ControlPlane;
  admission: Admission;
  stop: () => void;
}

const ARGO_GROUP = '.argoproj.io';

/** Starts a cluster and what the guide takes for given: a scheduler, nodes, KEDA, the kinds of Istio and of Prometheus. */
export async function startCluster(parts: BedParts, pools: readonly FakePool[]): Promise<Cluster> {
  const plane = await startControlPlane({
    binary: parts.binary,
    controllers: ['*'],
    apiServerFlags: writeAuditPolicy,
    controllerManagerFlags: ['--horizontal-pod-autoscaler-sync-period=2s'],
  });
  try {
    const admission = openAdmission(plane.api);
    await installCrds(
      admission,
      parts.crds.filter((crd) => !isOfArgo(crd)),
    );
    await makeAll(admission, [...rolesOfCluster(parts.kwokRole), ...fakeNodes(pools)]);
    await giveKubeconfig(plane, ACCOUNTS.kwok);
    startScheduler(plane, parts);
    startKwok(plane, parts);
    const keda = await startKedaStandIn(await connectAs(plane, ACCOUNTS.keda), plane.group.state);
    await makeAll(admission, metricsService(keda.port));
    return { plane, admission, stop: () => (keda.stop(), plane.stop()) };
  } catch (error) {
    plane.stop();
    throw error;
  }
}

function isOfArgo({ metadata }: Resource): boolean {
  return metadata.name?.endsWith(ARGO_GROUP) === true;
}

/** Makes resources one after another; a refusal means that the bed cannot run. */
export async function makeAll(admission: Admission, resources: readonly Resource[]): Promise<void> {
  for (const resource of resources) {
    const message = await admission.put(resource);
    if (message !== undefined) throw new CannotRun(`${nameOf(resource)} was refused: ${message}`);
  }
}
