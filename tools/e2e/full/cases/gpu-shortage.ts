import { push } from '../../bed/applications.ts';
import type { Bed } from '../../bed/bed.ts';
import { SCARCE_GPUS, SCARCE_PRODUCT } from '../../bed/compose-fleet.ts';
import { expectEqual, expectThat, waitFor } from '../../bed/expect.ts';
import { nodeName } from '../../bed/fake-nodes.ts';
import {
  listPods,
  namespaceOf,
  nextArtifact,
  readWeights,
  startService,
  waitForHealthy,
  waitForWeights,
  type Placement,
} from '../../bed/services.ts';
import type { Case } from '../case.ts';
import { predictRollout, readRolloutSteps } from '../predict-rollout.ts';

const placement: Placement = { cluster: 'staging', service: 'short-of-gpus' };
const SERVICE = `${namespaceOf(placement)}/short-of-gpus`;
const REPLICAS = 2;

export const testCase: Case = {
  title:
    'Without enough GPUs a canary stays where the arithmetic says, and its peak is as predicted once there are',
  async run(bed) {
    const { gpus } = bed;
    await startService(bed, placement, {
      spec: {
        gpu: { count: 1, product: SCARCE_PRODUCT },
        scaling: { minReplicas: REPLICAS, maxReplicas: REPLICAS },
      },
    });
    gpus.reset(SERVICE);
    const commit = await push(bed, 'short-of-gpus: next artifact', (workspace) =>
      workspace.editService('short-of-gpus', (spec) => (nextArtifact(spec), spec)),
    );
    const steps = readRolloutSteps(bed, placement);
    const stuck = predictRollout(steps, SCARCE_GPUS);
    await waitForWeights(bed, placement, stuck.weights);
    await waitFor({
      until: `pods for ${stuck.missing} GPUs wait`,
      seconds: 60,
      look: () => Promise.resolve(gpus.now(SERVICE)),
      isReached: ({ pending }) => pending === stuck.missing,
      describe: JSON.stringify,
    });
    expectEqual('GPUs held at most', gpus.peak(SERVICE), stuck.peak);
    await expectUnschedulable(bed);
    expectEqual('weights', (await readWeights(bed, placement)).http, stuck.weights);

    const whole = predictRollout(steps, Infinity);
    await resizeNode(bed, whole.peak);
    await waitForHealthy(bed, placement, commit);
    expectEqual('GPUs held at most, with room', gpus.peak(SERVICE), whole.peak);
    // The old pods are kept for a while, and hold their GPUs until they have ended.
    const { held } = await waitFor({
      until: 'the old pods are being deleted',
      seconds: 60,
      look: () => Promise.resolve(gpus.now(SERVICE)),
      isReached: ({ terminating }) => terminating === REPLICAS,
      describe: JSON.stringify,
    });
    expectEqual('GPUs held while they are', held, whole.peak);
  },
};

async function expectUnschedulable(bed: Bed): Promise<void> {
  const pods = await listPods(bed, placement);
  const reasons = pods.flatMap(({ status }) =>
    (status.conditions ?? [])
      .filter(({ reason }) => reason === 'Unschedulable')
      .map(({ message }) => message),
  );
  expectThat(
    reasons.some((message) => message?.includes('Insufficient nvidia.com/gpu') === true),
    `no pod lacks a GPU: ${JSON.stringify(reasons)}`,
  );
}

async function resizeNode({ cluster }: Bed, gpus: number): Promise<void> {
  const amounts = { 'nvidia.com/gpu': String(gpus) };
  await cluster.patch(
    { kind: 'Node', name: nodeName({ cluster: 'staging', name: 'scarce' }, 0), subresource: 'status' },
    { status: { allocatable: amounts, capacity: amounts } },
  );
}
