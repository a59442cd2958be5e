import { push } from '../../bed/applications.ts';
import { expectThat } from '../../bed/expect.ts';
import { startService, waitForApplication, waitForHealthy, type Placement } from '../../bed/services.ts';
import type { Case } from '../case.ts';

const placement: Placement = { cluster: 'staging', service: 'refused' };
const PATCH = 'clusters/staging/refused/patches/PodDisruptionBudget.refused.yaml';

export const testCase: Case = {
  title:
    "A sync that the API server refuses says why, and the fix that is pushed next is taken without anybody's help",
  async run(bed) {
    await startService(bed, placement);
    await push(bed, 'refused: an impossible budget', (workspace) =>
      workspace.write(PATCH, '- { op: replace, path: /spec/maxUnavailable, value: -1 }\n'),
    );
    const { status } = await waitForApplication(bed, placement, {
      until: 'the sync has failed',
      seconds: 60,
      isReached: (application) =>
        application.status?.operationState?.syncResult?.resources?.some(
          ({ status: result }) => result === 'SyncFailed',
        ) === true,
    });
    const failed = status?.operationState?.syncResult?.resources?.find(
      (result) => result.status === 'SyncFailed',
    );
    expectThat(
      failed?.kind === 'PodDisruptionBudget' &&
        /maxUnavailable.*greater than or equal to 0/.test(failed.message ?? ''),
      `the sync failed for another reason: ${JSON.stringify(failed)}`,
    );
    const fix = await push(bed, 'refused: a possible budget', (workspace) => workspace.remove(PATCH));
    await waitForHealthy(bed, placement, fix);
  },
};
