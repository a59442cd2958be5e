import type { Bed } from '../../bed/bed.ts';
import { push } from '../../bed/applications.ts';
import { expectEqual, expectThat } from '../../bed/expect.ts';
import { findReverts } from '../../bed/find-reverts.ts';
import { ACCOUNTS, userOf } from '../../bed/installation.ts';
import {
  namespaceOf,
  nextArtifact,
  readSelectedHash,
  startService,
  waitForHealthy,
  waitForRollout,
  waitForWeights,
  weightsOf,
  type Placement,
  type VirtualServiceState,
} from '../../bed/services.ts';
import type { Case } from '../case.ts';

const placement: Placement = { cluster: 'staging', service: 'new-version' };

export const testCase: Case = {
  title:
    'A new model version is a canary: weights and Services follow its steps, and nobody fights over them',
  async run(bed) {
    const old = await startService(bed, placement);
    const since = Date.now();
    const commit = await push(bed, 'new-version: next artifact', (workspace) =>
      workspace.editService('new-version', (spec) => (nextArtifact(spec), spec)),
    );
    for (const weights of [
      [80, 20],
      [50, 50],
    ] as [number, number][]) {
      await waitForWeights(bed, placement, weights);
      await expectServicesSplit(bed, old);
    }
    await waitForWeights(bed, placement, [100, 0]);
    await waitForHealthy(bed, placement, commit);
    const canary = await readSelectedHash(bed, placement, '');
    expectThat(canary !== undefined && canary !== old, `the stable Service still selects ${canary}`);
    expectEqual('hash of the canary Service', await readSelectedHash(bed, placement, '-canary'), canary);
    expectOnlyRolloutsMovedTraffic(bed, since);
  },
};

async function expectServicesSplit(bed: Bed, old: string): Promise<void> {
  const { status } = await waitForRollout(bed, placement, {
    until: 'the canary runs',
    isReached: ({ currentPodHash, stableRS }) => currentPodHash !== stableRS,
  });
  expectEqual('hash of the stable Service', await readSelectedHash(bed, placement, ''), old);
  expectEqual(
    'hash of the canary Service',
    await readSelectedHash(bed, placement, '-canary'),
    status?.currentPodHash,
  );
}

/** The record of the API server shows what a look now and then could miss. */
function expectOnlyRolloutsMovedTraffic(bed: Bed, since: number): void {
  const changes = bed.audit
    .changes({ namespace: namespaceOf(placement), since })
    .filter(({ object }) => /\/new-version(-|$)/.test(object));
  const moved = changes.filter(({ object }) => object.startsWith('virtualservices/'));
  const percentages = moved.map(({ spec }) => weightsOf(spec as VirtualServiceState['spec']).http?.[1]);
  const steps = percentages.filter((weight, index) => weight !== percentages[index - 1]);
  expectEqual('weights of the canary, in order', steps, [20, 50, 100, 0]);
  const traffic = changes.filter(({ object }) => /^(virtualservices|services)\//.test(object));
  const users = [...new Set(traffic.map(({ user }) => user))];
  expectEqual('users that changed the VirtualService and the Services', users, [userOf(ACCOUNTS.rollouts)]);
  expectEqual('fights', findReverts(changes), []);
}
