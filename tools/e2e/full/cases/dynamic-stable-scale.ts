import { push } from '../../bed/applications.ts';
import { expectEqual } from '../../bed/expect.ts';
import {
  namespaceOf,
  nextArtifact,
  startService,
  waitForHealthy,
  type Placement,
} from '../../bed/services.ts';
import { SLOW_END } from '../../bed/start-controllers.ts';
import type { Case } from '../case.ts';
import { predictRollout, readRolloutSteps } from '../predict-rollout.ts';

const placement: Placement = { cluster: 'staging', service: 'scaled-down' };
const SERVICE = `${namespaceOf(placement)}/scaled-down`;
const REPLICAS = 4;

export const testCase: Case = {
  title:
    'Where the old version shrinks as the new one grows, pods that still end count, as the arithmetic says',
  async run(bed) {
    await startService(bed, placement, {
      spec: {
        scaling: { minReplicas: REPLICAS, maxReplicas: REPLICAS },
        rollout: { canary: { dynamicStableScale: true } },
      },
      patches: {
        'Rollout.scaled-down': [
          { op: 'add', path: `/spec/template/metadata/annotations/${SLOW_END}`, value: 'yes' },
        ],
      },
    });
    const steps = readRolloutSteps(bed, placement);
    bed.gpus.reset(SERVICE);
    const commit = await push(bed, 'scaled-down: next artifact', (workspace) =>
      workspace.editService('scaled-down', (spec) => (nextArtifact(spec), spec)),
    );
    await waitForHealthy(bed, placement, commit);
    expectEqual('GPUs held at most', bed.gpus.peak(SERVICE), predictRollout(steps, Infinity).peak);
  },
};
