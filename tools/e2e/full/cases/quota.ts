import { load } from 'js-yaml';
import { push } from '../../bed/applications.ts';
import type { Bed } from '../../bed/bed.ts';
import { PRODUCTION_QUOTA } from '../../bed/compose-fleet.ts';
import { expectEqual, waitFor } from '../../bed/expect.ts';
import {
  namespaceOf,
  nextArtifact,
  readWeights,
  waitForHealthy,
  waitForWeights,
  type Placement,
} from '../../bed/services.ts';
import type { Case } from '../case.ts';
import { predictRollout, readRolloutSteps } from '../predict-rollout.ts';

const placement: Placement = { cluster: 'production', service: 'over-quota' };
const SERVICE = `${namespaceOf(placement)}/over-quota`;
const REPLICAS = 5;
const ENVIRONMENT = 'environments/production/environment.yaml';

export const testCase: Case = {
  title: 'A quota stops a canary where the arithmetic says, and a larger one lets it complete',
  group: 'production',
  async run(bed) {
    const { gpus } = bed;
    await push(bed, 'over-quota: added', (workspace) =>
      workspace.addService('over-quota', {
        clusters: ['production'],
        spec: { scaling: { minReplicas: REPLICAS, maxReplicas: REPLICAS } },
      }),
    );
    const first = await push(bed, 'over-quota: to production', (workspace) =>
      workspace.promote('over-quota'),
    );
    await waitForHealthy(bed, placement, first);

    const room = PRODUCTION_QUOTA - (await heldByOthers(bed));
    const steps = readRolloutSteps(bed, placement);
    const stuck = predictRollout(steps, room);
    gpus.reset(SERVICE);
    const commit = await push(bed, 'over-quota: next artifact', async (workspace) => {
      workspace.editService('over-quota', (spec) => (nextArtifact(spec), spec));
      await workspace.promote('over-quota');
    });
    await waitForWeights(bed, placement, stuck.weights);
    const message = await waitFor({
      until: 'a ReplicaSet says that the quota is exhausted',
      seconds: 60,
      look: () => readFailures(bed),
      isReached: (found) => found.includes('exceeded quota: platform, requested: requests.nvidia.com/gpu=1'),
    });
    expectEqual(
      'limit in the message',
      message.includes(`requests.nvidia.com/gpu=${PRODUCTION_QUOTA}`),
      true,
    );
    expectEqual('GPUs held at most', gpus.peak(SERVICE), stuck.peak);
    expectEqual('weights', (await readWeights(bed, placement)).http, stuck.weights);

    await push(bed, 'production: a larger quota', (workspace) => {
      const file = load(workspace.read(ENVIRONMENT)) as { spec: { quota: object } };
      const quota = {
        ...file.spec.quota,
        'requests.nvidia.com/gpu': String(PRODUCTION_QUOTA + stuck.missing + 2),
      };
      workspace.write(ENVIRONMENT, JSON.stringify({ ...file, spec: { ...file.spec, quota } }));
    });
    await waitForHealthy(bed, placement, commit);
    expectEqual('GPUs held at most, with room', gpus.peak(SERVICE), predictRollout(steps, Infinity).peak);
  },
};

/** What another service holds, once the pods of its last version are gone. */
async function heldByOthers({ gpus }: Bed): Promise<number> {
  const { held } = await waitFor({
    until: 'the promoted service holds the GPUs of one version',
    seconds: 60,
    look: () => Promise.resolve(gpus.now(`${namespaceOf(placement)}/promoted`)),
    isReached: (use) => use.held <= 2,
    describe: JSON.stringify,
  });
  return held;
}

async function readFailures({ cluster }: Bed): Promise<string> {
  const sets = await cluster.list<{ status?: { conditions?: { type: string; message?: string }[] } }>(
    'ReplicaSet',
    namespaceOf(placement),
    'fleetwright.dev/service=over-quota',
  );
  const conditions = sets.flatMap(({ status }) => status?.conditions ?? []);
  return conditions.map(({ message }) => message).join('; ');
}
