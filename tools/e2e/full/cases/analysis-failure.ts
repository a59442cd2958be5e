import { expectEqual, expectThat } from '../../bed/expect.ts';
import { waitForRollout, waitForWeights, type Placement } from '../../bed/services.ts';
import type { Case } from '../case.ts';
import { readAnalysis, startJudgedCanary } from '../judged-canary.ts';

const placement: Placement = { cluster: 'staging', service: 'judged-failing' };

export const testCase: Case = {
  title: 'A canary whose requests fail is aborted by its analysis, and the traffic returns',
  async run(bed) {
    const { old } = await startJudgedCanary(bed, placement, { gateway: { 200: 90, 503: 10 }, fast: 1 });
    const { status } = await waitForRollout(bed, placement, {
      until: 'the canary is aborted',
      isReached: ({ abort, phase }) => abort === true && phase === 'Degraded',
    });
    expectThat(
      status?.message?.includes('Metric "failed-requests" assessed Failed') === true,
      `${status?.message}`,
    );
    await waitForWeights(bed, placement, [100, 0]);
    expectEqual('stable version', status?.stableRS, old);
    expectEqual('analysis', (await readAnalysis(bed, placement)).phase, 'Failed');
  },
};
