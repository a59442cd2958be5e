import { expectEqual, waitFor } from '../../bed/expect.ts';
import {
  placeOf,
  readRollout,
  readSelectedHash,
  startService,
  waitForApplication,
  type Placement,
  type VirtualServiceState,
} from '../../bed/services.ts';
import type { Case } from '../case.ts';

const placement: Placement = { cluster: 'staging', service: 'edited' };

export const testCase: Case = {
  title: 'What somebody edits or deletes by hand is put back, and only that',
  async run(bed) {
    const hash = await startService(bed, placement);
    const { cluster } = bed;
    const routes = placeOf(placement, 'VirtualService');
    const { spec } = (await cluster.find<VirtualServiceState>(routes))!;
    const edited = spec.http.map((route) => ({ ...route, timeout: '77s' }));
    await cluster.patch(routes, { spec: { http: edited } });
    await cluster.remove(placeOf(placement, 'PodDisruptionBudget'));
    await waitFor({
      until: 'the time-outs of the VirtualService are those of git',
      seconds: 60,
      look: async () =>
        (await cluster.find<VirtualServiceState>(routes))?.spec.http.map(({ timeout }) => timeout),
      isReached: (found) => String(found) === String(spec.http.map(({ timeout }) => timeout)),
    });
    await waitFor({
      until: 'the PodDisruptionBudget is there again',
      seconds: 60,
      look: () => cluster.find(placeOf(placement, 'PodDisruptionBudget')),
      isReached: (found) => found !== undefined,
    });
    await waitForApplication(bed, placement, {
      until: 'the Application is Synced and Healthy',
      seconds: 60,
      isReached: ({ status }) => status?.sync?.status === 'Synced' && status.health?.status === 'Healthy',
    });
    // A repair must not be taken for a new version, nor disturb the Services.
    expectEqual('stable version', (await readRollout(bed, placement)).status?.stableRS, hash);
    expectEqual('hash of the stable Service', await readSelectedHash(bed, placement, ''), hash);
  },
};
