import type { Bed } from '../../bed/bed.ts';
import { push } from '../../bed/applications.ts';
import { expectEqual, expectThat, waitFor } from '../../bed/expect.ts';
import {
  listPods,
  placeOf,
  readRollout,
  readSelectedHash,
  startService,
  waitForHealthy,
  waitForRollout,
  waitForSync,
  waitForWeights,
  type Placement,
} from '../../bed/services.ts';
import type { Case } from '../case.ts';

const placement: Placement = { cluster: 'staging', service: 'aborted' };
const CONFIGURATION = 'config.fleetwright.dev/text_classification';

export const testCase: Case = {
  title:
    'An abort gives the traffic back, and a stable pod that is lost during a canary comes back with the old configuration',
  async run(bed) {
    const old = await startService(bed, placement);
    const commit = await push(bed, 'aborted: larger batches', (workspace) =>
      workspace.editService('aborted', (spec) => ((spec.models[0]!.config.max_batch_size = 32), spec)),
    );
    await waitForWeights(bed, placement, [80, 20]);
    await waitForSync(bed, placement, commit);
    await loseStablePod(bed, old);

    await bed.cluster.patch(
      { ...placeOf(placement, 'Rollout'), subresource: 'status' },
      { status: { abort: true } },
    );
    await waitForWeights(bed, placement, [100, 0]);
    await waitForRollout(bed, placement, {
      until: 'the Rollout is Degraded, since it is not what git says',
      isReached: ({ phase, abort }) => phase === 'Degraded' && abort === true,
    });
    expectEqual('hash of the stable Service', await readSelectedHash(bed, placement, ''), old);
    expectEqual('stable version', (await readRollout(bed, placement)).status?.stableRS, old);

    const back = await push(bed, 'aborted: batches as before', (workspace) =>
      workspace.editService('aborted', (spec) => ((spec.models[0]!.config.max_batch_size = 16), spec)),
    );
    await waitForHealthy(bed, placement, back);
    expectEqual('stable version in the end', (await readRollout(bed, placement)).status?.stableRS, old);
  },
};

async function loseStablePod(bed: Bed, hash: string): Promise<void> {
  const [lost] = await listPods(bed, placement, hash);
  expectThat(lost !== undefined, 'there is no stable pod');
  await bed.cluster.remove({ kind: 'Pod', namespace: lost.metadata.namespace, name: lost.metadata.name });
  const pods = await waitFor({
    until: 'two stable pods run again',
    seconds: 60,
    look: () => listPods(bed, placement, hash),
    isReached: (found) =>
      found.every(
        ({ metadata, status }) => metadata.uid !== lost.metadata.uid && status.phase === 'Running',
      ) && found.length === 2,
    describe: (found) => found.map(({ metadata, status }) => `${metadata.name} ${status.phase}`).join(', '),
  });
  for (const { metadata } of pods) {
    expectThat(
      metadata.annotations?.[CONFIGURATION]?.includes('max_batch_size: 16') === true,
      `stable pod ${metadata.name} has another configuration than the stable version`,
    );
  }
}
