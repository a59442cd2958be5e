import { push } from '../../bed/applications.ts';
import type { Bed } from '../../bed/bed.ts';
import { expectEqual, expectThat, waitFor } from '../../bed/expect.ts';
import { ACCOUNTS, userOf } from '../../bed/installation.ts';
import {
  namespaceOf,
  nextArtifact,
  placeOf,
  readRollout,
  startService,
  waitForHealthy,
  waitForWeights,
  weightsOf,
  type Placement,
  type VirtualServiceState,
} from '../../bed/services.ts';
import type { Case } from '../case.ts';

const placement: Placement = { cluster: 'staging', service: 'rerouted' };
const PATCH = 'clusters/staging/rerouted/patches/VirtualService.rerouted.yaml';
/** A sync applies the committed weights, 100 and 0, and the Rollouts controller moves them back. */
const LONGEST_DIP_MS = 5000;

export const testCase: Case = {
  title: 'A change of the routes during a canary lands, and the canary has its traffic back within seconds',
  async run(bed) {
    const since = Date.now();
    await startService(bed, placement, {
      spec: { rollout: { canary: { steps: [{ setWeight: 20 }, { pause: { duration: '40s' } }] } } },
    });
    const next = await push(bed, 'rerouted: next artifact', (workspace) =>
      workspace.editService('rerouted', (spec) => (nextArtifact(spec), spec)),
    );
    await waitForWeights(bed, placement, [80, 20]);
    const canary = (await readRollout(bed, placement)).status?.currentPodHash;

    await push(bed, 'rerouted: longer time-out', (workspace) =>
      workspace.write(PATCH, '- { op: replace, path: /spec/http/1/timeout, value: 42s }\n'),
    );
    await waitFor({
      until: 'the time-out of the second route is that of git',
      seconds: 60,
      look: async () =>
        (await bed.cluster.find<VirtualServiceState>(placeOf(placement, 'VirtualService')))?.spec.http[1],
      isReached: (route) => route?.timeout === '42s',
      describe: JSON.stringify,
    });
    await waitForWeights(bed, placement, [80, 20]);
    const { status } = await readRollout(bed, placement);
    expectEqual('version of the canary', status?.currentPodHash, canary);
    expectShortDip(bed, since);
    await waitForHealthy(bed, placement, next);
  },
};

function expectShortDip(bed: Bed, since: number): void {
  const writes = bed.audit
    .changes({ namespace: namespaceOf(placement), since })
    .filter(
      ({ object, verb }) =>
        object === `virtualservices/${namespaceOf(placement)}/rerouted` && verb !== 'create',
    )
    .map(({ at, user, spec }) => ({
      at,
      user,
      weights: weightsOf(spec as VirtualServiceState['spec']).http,
    }));
  const sync = writes.findIndex(({ user }) => user === userOf(ACCOUNTS.manager));
  const [dip, back] = writes.slice(sync);
  expectThat(dip !== undefined && back !== undefined, `there is no dip: ${JSON.stringify(writes)}`);
  expectEqual('weights after the sync', dip.weights, [100, 0]);
  expectEqual(
    'weights after the controller',
    [back.user, back.weights],
    [userOf(ACCOUNTS.rollouts), [80, 20]],
  );
  expectThat(back.at - dip.at < LONGEST_DIP_MS, `the canary had no traffic for ${back.at - dip.at} ms`);
}
