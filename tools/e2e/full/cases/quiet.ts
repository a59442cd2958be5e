import { setTimeout } from 'node:timers/promises';
import { describeApplication, refreshHard, type ApplicationState } from '../../bed/applications.ts';
import { ARGOCD_NAMESPACE, type Bed } from '../../bed/bed.ts';
import { CLUSTERS } from '../../bed/compose-fleet.ts';
import { expectEqual } from '../../bed/expect.ts';
import { findReverts } from '../../bed/find-reverts.ts';
import { ACCOUNTS, userOf } from '../../bed/installation.ts';
import type { Case } from '../case.ts';

const MINUTES = 2;

export const testCase: Case = {
  title:
    'Two minutes and a hard refresh after the last commit nothing differs, and nobody has fought over anything',
  group: 'last',
  async run(bed) {
    const applications = await list(bed);
    for (const { metadata } of applications) await refreshHard(bed, metadata.name);
    const since = Date.now();
    await setTimeout(MINUTES * 60_000);
    const differing = (await list(bed)).filter(({ status }) => status?.sync?.status !== 'Synced');
    expectEqual(
      'Applications that are not Synced',
      differing.map((application) => `${application.metadata.name}: ${describeApplication(application)}`),
      [],
    );
    for (const { namespace } of Object.values(CLUSTERS)) {
      const changes = bed.audit.changes({ namespace });
      const syncs = changes.filter(({ at, user }) => at >= since && user === userOf(ACCOUNTS.manager));
      expectEqual(
        `changes of Argo CD in ${namespace}`,
        syncs.map(({ object }) => object),
        [],
      );
      expectEqual(`fights in ${namespace}`, findReverts(changes), []);
    }
  },
};

async function list({ cluster }: Bed): Promise<ApplicationState[]> {
  return cluster.list<ApplicationState>('Application', ARGOCD_NAMESPACE);
}
