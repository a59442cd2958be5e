import { push } from '../../bed/applications.ts';
import type { Bed } from '../../bed/bed.ts';
import { expectEqual, waitFor } from '../../bed/expect.ts';
import {
  listPods,
  namespaceOf,
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
      workspace.editService(
        'new-configuration',
        (spec) => ((spec.models[0]!.config.max_batch_size = 32), spec),
      ),
    );
    await waitForWeights(bed, placement, [80, 20]);
    const { status } = await waitForRollout(bed, placement, {
      until: 'the canary runs',
      isReached: ({ currentPodHash }) => currentPodHash !== old,
    });
    expectEqual('batch sizes of the stable pods', batchSizes(await listPods(bed, placement, old)), ['16']);
    const canary = await listPods(bed, placement, status!.currentPodHash);
    expectEqual('batch sizes of the canary pods', batchSizes(canary), ['32']);
    await expectEndpoints(bed, { '': 2, '-canary': 1, '-metrics': 3 });
    await waitForHealthy(bed, placement, commit);
    const all = await listPods(bed, placement, status!.currentPodHash);
    expectEqual('batch sizes in the end', batchSizes(all), ['32']);
  },
};

/** Clients reach one version through each Service; Prometheus scrapes every pod once. */
async function expectEndpoints(bed: Bed, expected: Record<string, number>): Promise<void> {
  for (const [suffix, count] of Object.entries(expected)) {
    const selector = `kubernetes.io/service-name=${placement.service}${suffix}`;
    await waitFor({
      until: `Service ${placement.service}${suffix} leads to ${count} pods`,
      seconds: 20,
      look: () =>
        bed.cluster.list<{ endpoints?: unknown[] }>('EndpointSlice', namespaceOf(placement), selector),
      isReached: (slices) => slices.flatMap(({ endpoints }) => endpoints ?? []).length === count,
      describe: JSON.stringify,
    });
  }
}

function batchSizes(pods: readonly PodState[]): (string | undefined)[] {
  const sizes = pods.map(({ metadata }) => {
    const config = metadata.annotations?.['config.fleetwright.dev/text_classification'] ?? '';
    return /max_batch_size: (\d+)/.exec(config)?.[1];
  });
  return [...new Set(sizes)];
}
