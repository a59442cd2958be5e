import { expectEqual, expectThat } from '../../bed/expect.ts';
import { waitForRollout, type Placement } from '../../bed/services.ts';
import type { Case } from '../case.ts';
import { readAnalysis, startJudgedCanary } from '../judged-canary.ts';

const placement: Placement = { cluster: 'staging', service: 'judged-idle' };

export const testCase: Case = {
  title: 'A canary that nobody calls is neither promoted nor aborted, but paused',
  async run(bed) {
    const { old } = await startJudgedCanary(bed, placement, {});
    const { status } = await waitForRollout(bed, placement, {
      until: 'the canary is paused, since nothing is known of it',
      isReached: ({ pauseConditions = [] }) =>
        pauseConditions.some(({ reason }) => reason === 'InconclusiveAnalysisRun'),
    });
    expectThat(status?.abort !== true, 'the canary is aborted');
    expectEqual('stable version', status?.stableRS, old);
    const { phase, metricResults = [] } = await readAnalysis(bed, placement);
    expectEqual('analysis', phase, 'Inconclusive');
    const counts = metricResults.map(({ successful, failed, error }) => [successful, failed, error]);
    expectEqual(
      'other results',
      counts.flat().filter((count) => count !== undefined),
      [],
    );
  },
};
