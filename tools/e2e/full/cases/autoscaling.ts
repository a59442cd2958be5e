import { readApplication, applicationOf } from '../../bed/applications.ts';
import { findReverts } from '../../bed/find-reverts.ts';
import { expectEqual, waitFor } from '../../bed/expect.ts';
import { listPods, namespaceOf, startService, type Placement } from '../../bed/services.ts';
import type { Case } from '../case.ts';

const placement: Placement = { cluster: 'staging', service: 'scaled' };
const LABELS = `{namespace="${namespaceOf(placement)}",service="scaled-metrics"}`;
const REQUESTS_PER_SECOND = 100;
/** Twice what the service is scaled for. */
const QUEUE_MICROSECONDS = 20_000;

export const testCase: Case = {
  title: 'Requests that wait too long scale the Rollout, and Argo CD leaves the replicas to the autoscaler',
  async run(bed) {
    await startService(bed, placement);
    const since = Date.now();
    bed.metrics.count(`nv_inference_request_success${LABELS}`, REQUESTS_PER_SECOND);
    bed.metrics.count(`nv_inference_queue_duration_us${LABELS}`, REQUESTS_PER_SECOND * QUEUE_MICROSECONDS);
    await waitFor({
      until: 'four pods run, as many as the service may have',
      seconds: 90,
      look: async () => {
        const autoscaler = await bed.cluster.find<{ status: unknown }>({
          kind: 'HorizontalPodAutoscaler',
          namespace: namespaceOf(placement),
          name: 'keda-hpa-scaled',
        });
        const pods = await listPods(bed, placement);
        return { running: pods.filter(({ status }) => status.phase === 'Running').length, autoscaler };
      },
      isReached: ({ running }) => running === 4,
      describe: ({ running, autoscaler }) => `${running} pods, ${JSON.stringify(autoscaler?.status)}`,
    });
    const application = await readApplication(bed, applicationOf('staging', 'scaled'));
    expectEqual('sync status', application?.status?.sync?.status, 'Synced');
    const changes = bed.audit.changes({ namespace: namespaceOf(placement), since });
    expectEqual('fights', findReverts(changes.filter(({ object }) => object.endsWith('/scaled'))), []);
  },
};
