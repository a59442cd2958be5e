import { ARGOCD_NAMESPACE, type Bed } from '../../bed/bed.ts';
import { applicationOf, push } from '../../bed/applications.ts';
import { KINDS, type KindName } from '../../bed/cluster-client.ts';
import { expectEqual, expectThat, waitFor } from '../../bed/expect.ts';
import { namespaceOf, startService, type Placement } from '../../bed/services.ts';
import type { Case } from '../case.ts';

const leaving: Placement = { cluster: 'staging', service: 'retired' };
const removed: Placement = { cluster: 'staging', service: 'removed' };

/** Kinds whose objects are of no service. */
const FOREIGN: KindName[] = ['Application', 'ApplicationSet', 'Node'];

/** Kinds of which services have objects, those that controllers make among them. */
const OWNED = (Object.keys(KINDS) as KindName[]).filter((kind) => !FOREIGN.includes(kind));

/** What is rendered for a service, its two pods, their ReplicaSet and the autoscaler. */
const FEWEST_OBJECTS = 22;

export const testCase: Case = {
  title: 'Retiring a service deletes exactly its own objects; removing its files without that deletes none',
  async run(bed) {
    await Promise.all([startService(bed, leaving), startService(bed, removed)]);
    const others = await listObjects(bed, removed);
    expectThat(others.length >= FEWEST_OBJECTS, `the other service has only ${others.join(', ')}`);

    await push(bed, 'retired: retired', (workspace) =>
      workspace.editService('retired', (spec) => ({ ...spec, lifecycle: 'retired' })),
    );
    await waitForObjects(bed, leaving, 0);
    await push(bed, 'retired: files deleted', (workspace) => workspace.remove('apps/retired'));
    await waitForNoApplication(bed, leaving);

    await push(bed, 'removed: files deleted', (workspace) => workspace.remove('apps/removed'));
    await waitForNoApplication(bed, removed);
    expectEqual('objects of the service whose files are gone', await listObjects(bed, removed), others);
  },
};

async function waitForObjects(bed: Bed, placement: Placement, count: number): Promise<void> {
  await waitFor({
    until: `${placement.service} has ${count} objects`,
    seconds: 90,
    look: () => listObjects(bed, placement),
    isReached: (found) => found.length === count,
  });
}

async function waitForNoApplication({ cluster }: Bed, { cluster: on, service }: Placement): Promise<void> {
  await waitFor({
    until: `the Application of ${service} is gone`,
    seconds: 60,
    look: () =>
      cluster.find({ kind: 'Application', namespace: ARGOCD_NAMESPACE, name: applicationOf(on, service) }),
    isReached: (found) => found === undefined,
    describe: () => 'it is there',
  });
}

async function listObjects({ cluster }: Bed, placement: Placement): Promise<string[]> {
  const kinds = OWNED.map(async (kind) => {
    const objects = await cluster.list<{ metadata: { name: string; uid: string } }>(
      kind,
      namespaceOf(placement),
    );
    return objects
      .filter(({ metadata }) => new RegExp(`^(keda-hpa-)?${placement.service}(-|$)`).test(metadata.name))
      .map(({ metadata }) => `${KINDS[kind].plural}/${metadata.name} ${metadata.uid}`);
  });
  return (await Promise.all(kinds)).flat().sort();
}
