import { push } from '../../bed/applications.ts';
import { expectEqual } from '../../bed/expect.ts';
import {
  listPods,
  startService,
  waitForHealthy,
  waitForRollout,
  waitForWeights,
  type Placement,
  type PodState,
} from '../../bed/services.ts';
import type { Case } from '../case.ts';

const placement: Placement = { cluster: 'staging', service: 'new-configuration' };

export const testCase: Case = {
  title: 'A change of the model configuration is a canary, and each version keeps its own configuration',
  async run(bed) {
    const old = await startService(bed, placement);
    const commit = await push(bed, 'new-configuration: larger batches', (workspace) =>
      workspace.editService('new-configuration', (spec) => ((spec.models[0]!.config.max_batch_size = 32), spec)),
    );
    await waitForWeights(bed, placement, [80, 20]);
    const { status } = await waitForRollout(bed, placement, {
      until: 'the canary runs',
      isReached: ({ currentPodHash }) => currentPodHash !== old,
    });
    expectEqual('batch sizes of the stable pods', batchSizes(await listPods(bed, placement, old)), ['16']);
    const canary = await listPods(bed, placement, status!.currentPodHash);
    expectEqual('batch sizes of the canary pods', batchSizes(canary), ['32']);
    await waitForHealthy(bed, placement, commit);
    const all = await listPods(bed, placement, status!.currentPodHash);
    expectEqual('batch sizes in the end', batchSizes(all), ['32']);
  },
};

function batchSizes(pods: readonly PodState[]): (string | undefined)[] {
  const sizes = pods.map(({ metadata }) => {
    const config = metadata.annotations?.['config.fleetwright.dev/text_classification'] ?? '';
    return /max_batch_size: (\d+)/.exec(config)?.[1];
  });
  return [...new Set(sizes)];
}
