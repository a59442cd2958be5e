import { asksForGpu, gpuResources } from '../../graph/gpu-count.ts';
import { nameOf } from '../../graph/node.ts';
import type { TritonServer } from '../../graph/triton-server.ts';
import type { Workload } from '../../graph/workload.ts';
import { defineRule } from '../../rule.ts';
import { nameQuery, oncePerObject } from './query-place.ts';
import { allows, listTritonReads, SERIES, serversBeside } from './triton-metrics.ts';

export const gpuMetricsThere = defineRule({
  id: 'monitoring/gpu-metrics-there',
  severity: 'warning',
  needs: [],
  holds:
    'The GPU metrics of Triton are read only where Triton has a whole GPU and --allow-gpu-metrics is on.',
  why: 'On a MIG slice, and without a GPU, Triton has no figures of the device: the panels stay empty and look like an idle GPU.',
  sources: [
    'https://github.com/triton-inference-server/server/issues/5324',
    'https://github.com/triton-inference-server/server/blob/main/docs/user_guide/metrics.md',
  ],
  *check({ graph }) {
    for (const { query, metric } of oncePerObject(listTritonReads(graph))) {
      if (!SERIES.get(metric)?.needs.includes('gpu')) continue;
      const servers = serversBeside(graph, query);
      const [first] = servers;
      const obstacles = servers.map(({ workload, server }) => findObstacle(workload, server));
      if (first === undefined || obstacles.some((obstacle) => obstacle === undefined)) continue;
      yield {
        node: query.node,
        pointer: query.pointer,
        message: `The query of ${nameQuery(query)} reads ${metric}; ${nameOf(first.workload.node)} does not expose it: ${obstacles[0]}.`,
        fix: "Read DCGM_FI_PROF_GR_ENGINE_ACTIVE or DCGM_FI_DEV_GPU_UTIL of NVIDIA's DCGM exporter instead.",
        related: [
          {
            node: first.workload.node,
            pointer: first.server.container.pointer,
            message: 'This is the server.',
          },
        ],
      };
    }
  },
});

function findObstacle(workload: Workload, server: TritonServer): string | undefined {
  if (server.exact && !allows(server, 'allow-gpu-metrics')) return '--allow-gpu-metrics is off';
  const slice = gpuResources(server.container).find((name) => name.includes('/mig-'));
  if (slice !== undefined) return `it runs on ${slice}, a slice of a GPU`;
  return asksForGpu(workload) || mayHaveGpu(workload) ? undefined : 'it has no GPU';
}

// Without the device plugin: the runtime shows devices of the node.
function mayHaveGpu({ template }: Workload): boolean {
  return template.spec?.runtimeClassName !== undefined;
}
