import { expectEqual, expectThat } from '../../bed/expect.ts';
import { readRollout, waitForHealthy, type Placement } from '../../bed/services.ts';
import type { Case } from '../case.ts';
import { readAnalysis, startJudgedCanary } from '../judged-canary.ts';
import { waitUntil } from '../../wait-until.ts';

const placement: Placement = { cluster: 'staging', service: 'judged-good' };

export const testCase: Case = {
  title: 'A canary whose requests succeed in time is promoted by its analysis',
  async run(bed) {
    const { old, commit } = await startJudgedCanary(bed, placement, { gateway: { 200: 100 }, fast: 1 });
    await waitForHealthy(bed, placement, commit);
    const { status } = await readRollout(bed, placement);
    expectThat(status?.stableRS !== old, 'the old version is still stable');
    // The controller ends the analysis in the background after it has promoted the version.
    const ended = await waitUntil(30, async () => {
      const analysis = await readAnalysis(bed, placement);
      return analysis.phase === 'Running' ? undefined : analysis;
    });
    expectThat(ended !== undefined, 'the analysis ran on after the promotion');
    const { phase, metricResults = [] } = ended;
    expectEqual('analysis', phase, 'Successful');
    for (const { name, successful = 0, failed, error, inconclusive } of metricResults) {
      expectThat(successful >= 3, `${name} was measured successfully ${successful} times`);
      expectEqual(
        `other results of ${name}`,
        [failed, error, inconclusive],
        [undefined, undefined, undefined],
      );
    }
  },
};
