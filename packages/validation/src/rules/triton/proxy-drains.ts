import { parseDuration } from '@fleetwright/kube';
import { tritonServer } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';
import { exitTimeout } from './shutdown-times.ts';

export const proxyDrains = defineRule({
  id: 'triton/proxy-drains',
  severity: 'warning',
  needs: ['cluster'],
  holds: "The sidecar of a server lets connections live as long as Triton's exit timeout.",
  why: 'Requests in flight pass through the proxy: when it leaves first, they are cut off while Triton would still answer.',
  sources: [
    'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig-termination_drain_duration',
  ],
  plan: '/budgets/exitTimeoutSeconds',
  *check({ graph, cluster }) {
    if (cluster.spec.mesh.mode !== 'sidecar') return;
    for (const workload of graph.workloads) {
      const server = tritonServer(workload);
      const exit = server && exitTimeout(server);
      if (exit === undefined || workload.podLabels['sidecar.istio.io/inject'] === 'false') continue;
      const drain = drainSeconds(String(workload.template.metadata?.annotations?.[ANNOTATION] ?? ''));
      if (drain === undefined || drain >= exit) continue;
      yield {
        node: workload.node,
        pointer: `${workload.templatePointer}/metadata/annotations`,
        message: `The proxy of the pods ends ${drain} s after it is told to stop, and Triton answers for up to ${exit} s (--exit-timeout-secs).`,
        fix: `Set terminationDrainDuration in the annotation ${ANNOTATION} to ${exit}s or more.`,
      };
    }
  },
});

const ANNOTATION = 'proxy.istio.io/config';
/** Seconds, where nothing says otherwise. */
const ISTIO_DEFAULT = 5;

// The annotation is JSON or YAML.
function drainSeconds(text: string): number | undefined {
  const [, value] = /terminationDrainDuration["']?\s*:\s*["']?([0-9a-z]{1,20})/.exec(text) ?? [];
  const milliseconds = value === undefined ? ISTIO_DEFAULT * 1000 : parseDuration(value);
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}
