import { nameOf } from '../../graph/node.ts';
import { probeSeconds } from '../../graph/probe-seconds.ts';
import { tritonServer } from '../../graph/triton-server.ts';
import { defineRule, type Violation } from '../../rule.ts';
import type { Workload, WorkloadContainer } from '../../graph/workload.ts';

/** Starting CUDA and its libraries takes this long on a slow disk before the first model loads. */
const LEAST_STARTUP = 30;
/** A liveness probe that waits as long as this stands for a startup probe. */
const PATIENT = 300;

export const livenessWaits = defineRule({
  id: 'rollout/liveness-waits',
  severity: 'error',
  needs: [],
  holds:
    'No liveness probe of Triton fires before the models are loaded: a startup probe holds it back, long enough.',
  why: 'Triton opens no port until all models are loaded. The kubelet takes that for a dead container and kills it, again and again, before it ever serves.',
  sources: [
    'https://github.com/triton-inference-server/server/issues/6469',
    'https://github.com/triton-inference-server/server/issues/7154',
    'https://github.com/triton-inference-server/server/issues/5257',
    'https://github.com/triton-inference-server/server/blob/main/deploy/k8s-onprem/README.md',
  ],
  plan: '/budgets/startupProbe',
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const server = tritonServer(workload);
      if (server !== undefined) yield* checkProbes(workload, server.container);
    }
  },
});

function* checkProbes({ node }: Workload, { container, pointer }: WorkloadContainer): Iterable<Violation> {
  const { startupProbe, livenessProbe } = container;
  if (startupProbe !== undefined) {
    const seconds = probeSeconds(startupProbe);
    if (seconds >= LEAST_STARTUP) return;
    yield {
      node,
      pointer: `${pointer}/startupProbe`,
      message: `The startup probe of ${nameOf(node)} gives Triton ${seconds}s to load its models; the server alone may take ${LEAST_STARTUP}s.`,
      fix: 'Set periodSeconds × failureThreshold to twice the time that the models take to load.',
    };
  } else if (livenessProbe !== undefined && probeSeconds(livenessProbe) < PATIENT) {
    yield {
      node,
      pointer: `${pointer}/livenessProbe`,
      message: `Without a startup probe the liveness probe of ${nameOf(node)} kills Triton ${probeSeconds(livenessProbe)}s after its start, loaded or not.`,
      fix: 'Add a startupProbe on /v2/health/ready whose periodSeconds × failureThreshold is twice the time that the models take to load.',
    };
  }
}
