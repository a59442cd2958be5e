import { push } from '../bed/applications.ts';
import type { Bed } from '../bed/bed.ts';
import { expectThat } from '../bed/expect.ts';
import { namespaceOf, nextArtifact, startService, waitForRollout, type Placement } from '../bed/services.ts';

/** Requests to a canary as the gateway and the server would count them. */
export interface Traffic {
  /** Requests per second by HTTP status, as the gateway sees them; absent: nobody calls. */
  gateway?: Record<string, number>;
  /** Share of responses within the objective, as Triton's histogram has it. */
  fast?: number;
  /** Every counter of the gateway is NaN. */
  isNaN?: boolean;
}

const STEPS = [
  { setWeight: 20 },
  { pause: { duration: '30s' } },
  { setWeight: 50 },
  { pause: { duration: '5s' } },
];

/** Starts a service whose canaries are judged after a second, and its canary with the traffic that a case gives it. */
export async function startJudgedCanary(
  bed: Bed,
  placement: Placement,
  traffic: Traffic,
): Promise<{ old: string; commit: string }> {
  const { service } = placement;
  const old = await startService(bed, placement, {
    spec: { rollout: { canary: { steps: STEPS } } },
    patches: {
      [`AnalysisTemplate.${service}-success`]: [judgeAtOnce],
      [`AnalysisTemplate.${service}-latency`]: [judgeAtOnce],
    },
  });
  const commit = await push(bed, `${service}: next artifact`, (workspace) =>
    workspace.editService(service, (spec) => (nextArtifact(spec), spec)),
  );
  const { status } = await waitForRollout(bed, placement, {
    until: 'there is a canary',
    isReached: ({ currentPodHash }) => currentPodHash !== old,
  });
  send(bed, placement, { traffic, hash: status!.currentPodHash! });
  return { old, commit };
}

// The window of the query stays two minutes: it may be less than full.
const judgeAtOnce = { op: 'replace', path: '/spec/metrics/0/initialDelay', value: '3s' };

function send(
  { metrics }: Bed,
  placement: Placement,
  { traffic, hash }: { traffic: Traffic; hash: string },
): void {
  const namespace = namespaceOf(placement);
  const canary =
    `job="istio-ingress",reporter="source",destination_service_namespace="${namespace}",` +
    `destination_service_name="${placement.service}-canary"`;
  for (const [code, rate] of Object.entries(traffic.gateway ?? {})) {
    const series = `istio_requests_total{${canary},response_code="${code}"}`;
    if (traffic.isNaN === true) metrics.set(series, NaN);
    else metrics.count(series, rate);
  }
  if (traffic.fast === undefined) return;
  const rate = Object.values(traffic.gateway ?? {}).reduce((sum, value) => sum + value, 0);
  const pod = `namespace="${namespace}",service="${placement.service}-metrics",rollouts_pod_template_hash="${hash}"`;
  const family = 'nv_inference_first_response_histogram_ms';
  metrics.count(`${family}_bucket{${pod},le="100"}`, rate * traffic.fast);
  metrics.count(`${family}_bucket{${pod},le="+Inf"}`, rate);
  metrics.count(`${family}_count{${pod}}`, rate);
}

/** What is read of an AnalysisRun. */
interface AnalysisRunState {
  metadata: { creationTimestamp: string };
  status?: {
    phase: string;
    message?: string;
    metricResults?: {
      name: string;
      phase: string;
      successful?: number;
      failed?: number;
      inconclusive?: number;
      error?: number;
    }[];
  };
}

/** Results of the last analysis of a placement, by metric. */
export async function readAnalysis(
  { cluster }: Bed,
  placement: Placement,
): Promise<NonNullable<AnalysisRunState['status']>> {
  const runs = await cluster.list<AnalysisRunState>('AnalysisRun', namespaceOf(placement));
  const own = runs.filter((run) => JSON.stringify(run.metadata).includes(`"${placement.service}"`));
  const last = own
    .toSorted((a, b) => a.metadata.creationTimestamp.localeCompare(b.metadata.creationTimestamp))
    .at(-1);
  expectThat(last?.status !== undefined, `no analysis has judged ${placement.service}`);
  return last.status;
}
