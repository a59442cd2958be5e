import { push } from '../../bed/applications.ts';
import { expectEqual, expectThat } from '../../bed/expect.ts';
import {
  HASH_LABEL,
  namespaceOf,
  nextArtifact,
  placeOf,
  readRollout,
  startService,
  waitForHealthy,
  waitForRollout,
  waitForWeights,
  type Placement,
  type VirtualServiceState,
} from '../../bed/services.ts';
import type { Case } from '../case.ts';

const placement: Placement = { cluster: 'staging', service: 'pushed-twice' };

export const testCase: Case = {
  title:
    'A second push during a canary replaces the canary, lands its routes, and never makes the first one stable',
  async run(bed) {
    const old = await startService(bed, placement);
    const since = Date.now();
    await push(bed, 'pushed-twice: next artifact', (workspace) =>
      workspace.editService('pushed-twice', (spec) => (nextArtifact(spec), spec)),
    );
    await waitForWeights(bed, placement, [80, 20]);
    const first = (await readRollout(bed, placement)).status!.currentPodHash!;

    const commit = await push(bed, 'pushed-twice: another artifact, longer requests', (workspace) =>
      workspace.editService('pushed-twice', (spec) => {
        nextArtifact(spec);
        return { ...spec, traffic: { ...(spec.traffic as object), maxDuration: '42s' } };
      }),
    );
    await waitForRollout(bed, placement, {
      until: 'the second version is the canary',
      isReached: ({ currentPodHash }) => currentPodHash !== first && currentPodHash !== old,
    });
    await waitForHealthy(bed, placement, commit);
    const last = (await readRollout(bed, placement)).status!.stableRS!;
    expectThat(last !== first && last !== old, `${last} is stable, not the version that was pushed last`);

    const { spec } = (await bed.cluster.find<VirtualServiceState>(placeOf(placement, 'VirtualService')))!;
    expectEqual('time-outs of the routes', [...new Set(spec.http.map(({ timeout }) => timeout))], ['42s']);
    const hashes = bed.audit
      .changes({ namespace: namespaceOf(placement), since })
      .filter(({ object }) => object === `services/${namespaceOf(placement)}/pushed-twice`)
      .map((change) => (change.spec as { selector: Record<string, string> }).selector[HASH_LABEL]);
    expectEqual('versions that the stable Service selected since', [...new Set(hashes)], [last]);
  },
};
