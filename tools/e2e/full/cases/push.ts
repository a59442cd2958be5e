import { push } from '../../bed/applications.ts';
import { expectEqual } from '../../bed/expect.ts';
import {
  listPods,
  readRollout,
  readSelectedHash,
  waitForHealthy,
  type Placement,
} from '../../bed/services.ts';
import type { Case } from '../case.ts';

const placement: Placement = { cluster: 'staging', service: 'pushed' };

export const testCase: Case = {
  title: 'A git push is synced by itself, to Synced and Healthy',
  async run(bed) {
    const commit = await push(bed, 'pushed: added', (workspace) =>
      workspace.addService('pushed', { clusters: ['staging'] }),
    );
    await waitForHealthy(bed, placement, commit);
    const { status } = await readRollout(bed, placement);
    expectEqual('phase of the Rollout', status?.phase, 'Healthy');
    const pods = await listPods(bed, placement);
    expectEqual(
      'phases of the pods',
      pods.map((pod) => pod.status.phase),
      ['Running', 'Running'],
    );
    for (const suffix of ['', '-canary']) {
      expectEqual(
        `hash of Service pushed${suffix}`,
        await readSelectedHash(bed, placement, suffix),
        status?.stableRS,
      );
    }
  },
};
