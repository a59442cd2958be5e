import { expectEqual, expectThat } from '../../bed/expect.ts';
import { waitForRollout, type Placement } from '../../bed/services.ts';
import type { Case } from '../case.ts';
import { readAnalysis, startJudgedCanary } from '../judged-canary.ts';

const placement: Placement = { cluster: 'staging', service: 'judged-slow' };

export const testCase: Case = {
  title: 'A canary that answers too slowly is aborted by its analysis',
  async run(bed) {
    const { old } = await startJudgedCanary(bed, placement, { gateway: { 200: 100 }, fast: 0.5 });
    const { status } = await waitForRollout(bed, placement, {
      until: 'the canary is aborted',
      isReached: ({ abort, phase }) => abort === true && phase === 'Degraded',
    });
    expectThat(
      status?.message?.includes('Metric "response-over-100ms" assessed Failed') === true,
      `${status?.message}`,
    );
    expectEqual('stable version', status?.stableRS, old);
    expectEqual('analysis', (await readAnalysis(bed, placement)).phase, 'Failed');
  },
};
