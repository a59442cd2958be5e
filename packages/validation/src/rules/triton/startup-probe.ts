import { nameOf } from '../../graph/node.ts';
import { tritonServer } from '../../graph/triton-server.ts';
import type { Workload, WorkloadContainer } from '../../graph/workload.ts';
import { defineRule, type Violation } from '../../rule.ts';

export const startupProbe = defineRule({
  id: 'triton/startup-probe',
  severity: 'warning',
  needs: [],
  holds:
    'A startup probe gives Triton the time to load its models, a minute at least; a liveness probe waits for it.',
  why: 'The ports stay closed until every model is loaded, so a liveness probe kills a server that loads, over and over.',
  sources: [
    'https://github.com/triton-inference-server/server/blob/main/deploy/k8s-onprem/README.md',
    'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/#startup-probe',
    'https://github.com/triton-inference-server/server/issues/6469',
  ],
  plan: '/budgets/startupProbe',
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const server = tritonServer(workload);
      if (server !== undefined) yield* checkContainer(workload, server.container);
    }
  },
});

/** Seconds. */
const LEAST = 60;

function* checkContainer({ node }: Workload, { container, pointer }: WorkloadContainer): Iterable<Violation> {
  const { startupProbe: startup, livenessProbe: liveness } = container;
  if (startup === undefined && liveness !== undefined)
    yield {
      node,
      pointer: `${pointer}/livenessProbe`,
      message: `${nameOf(node)} has no startup probe: the liveness probe restarts a server that is not loaded after ${budgetOf(liveness)} s.`,
      fix: 'Add a startupProbe on /v2/health/ready with periodSeconds × failureThreshold of twice the time to load and warm up.',
    };
  if (startup !== undefined && budgetOf(startup) < LEAST)
    yield {
      node,
      pointer: `${pointer}/startupProbe`,
      message: `The startup probe gives the server ${budgetOf(startup)} s to load its models; expected ${LEAST} s or more.`,
      fix: 'Raise failureThreshold to twice the time to load and warm up, divided by periodSeconds.',
    };
}

function budgetOf({
  initialDelaySeconds = 0,
  periodSeconds = 10,
  failureThreshold = 3,
}: NonNullable<WorkloadContainer['container']['startupProbe']>): number {
  return Number(initialDelaySeconds) + Number(periodSeconds) * Number(failureThreshold);
}
