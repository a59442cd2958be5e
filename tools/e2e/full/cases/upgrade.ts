import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { push, tellArgocd } from '../../bed/applications.ts';
import { CLUSTERS } from '../../bed/compose-fleet.ts';
import { expectEqual, expectThat } from '../../bed/expect.ts';
import { placeOf, readRollout, waitForHealthy, type Placement } from '../../bed/services.ts';
import type { Case } from '../case.ts';

const placement: Placement = { cluster: 'staging', service: 'upgraded' };
const FOLDER = join(import.meta.dirname, '../fixtures/previous');

export const testCase: Case = {
  title: 'What an earlier Fleetwright rendered is replaced in place by what this one renders',
  // Later pushes render the whole workspace, and would delete files of a service that has no spec.
  group: 'first',
  async run(bed) {
    const old = await bed.fleet.pushAsItIs('upgraded: as it was rendered', (workspace) => {
      for (const file of readdirSync(FOLDER)) {
        const text = readFileSync(join(FOLDER, file), 'utf8');
        workspace.write(`clusters/staging/upgraded/${file}`, moveToBed(text, bed.prometheus));
      }
    });
    await tellArgocd(bed, bed.fleet.changedPaths(old));
    await waitForHealthy(bed, placement, old);
    const before = await readRollout(bed, placement);
    const services = await Promise.all(['', '-canary', '-metrics'].map((suffix) => uidOf(suffix)));

    const commit = await push(bed, 'upgraded: rendered anew', (workspace) =>
      workspace.addService('upgraded', { clusters: ['staging'] }),
    );
    await waitForHealthy(bed, placement, commit);
    const after = await readRollout(bed, placement);
    expectEqual('Rollout', after.metadata.uid, before.metadata.uid);
    expectThat(
      after.status?.stableRS !== before.status?.stableRS,
      'the pods are those of the earlier render',
    );
    expectEqual(
      'Services',
      await Promise.all(['', '-canary', '-metrics'].map((suffix) => uidOf(suffix))),
      services,
    );

    async function uidOf(suffix: string): Promise<string | undefined> {
      const service = await bed.cluster.find<{ metadata: { uid: string } }>(
        placeOf(placement, 'Service', suffix),
      );
      return service?.metadata.uid;
    }
  },
};

/** The fixture is what was rendered for text-classification of the reference fleet on prod-us-east. */
function moveToBed(text: string, prometheus: string): string {
  return text
    .replaceAll('text-classification', 'upgraded')
    .replaceAll('ml-inference', CLUSTERS.staging.namespace)
    .replaceAll('prod-us-east', 'staging')
    .replaceAll('http://prometheus.monitoring:9090', prometheus);
}
