import type { ServiceMonitor } from '@fleetwright/kube-schemas';
import { servicesOfMonitor } from '../../graph/monitor-targets.ts';
import { nameOf, type Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { portsOf, targetPortOf } from '../../graph/service-ports.ts';
import { tritonServer } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';

export const scrapesMetricsPort = defineRule({
  id: 'monitoring/scrapes-metrics-port',
  severity: 'error',
  needs: [],
  holds: 'A ServiceMonitor of Triton scrapes /metrics over HTTP at its metrics port.',
  why: 'Triton serves its metrics there alone; everywhere else Prometheus gets an error page and marks the pod as down.',
  sources: ['https://github.com/triton-inference-server/server/blob/main/docs/user_guide/metrics.md'],
  *check({ graph }) {
    for (const node of graph.ofKind('ServiceMonitor')) {
      for (const [index, { port, path = '/metrics', scheme = 'http', params }] of (
        node.object.spec?.endpoints ?? []
      ).entries()) {
        const target = port === undefined ? undefined : findTarget(graph, node, port);
        // With parameters it asks a probe about them.
        if (target === undefined || params !== undefined) continue;
        const problem =
          target.number !== target.metrics
            ? { field: 'port', text: `port ${target.number}, and its metrics are on ${target.metrics}` }
            : path !== '/metrics'
              ? { field: 'path', text: `${path}, and its metrics are at /metrics` }
              : scheme !== 'http'
                ? { field: 'scheme', text: `by ${scheme}, and its metrics are plain HTTP` }
                : undefined;
        if (problem === undefined) continue;
        yield {
          node,
          pointer: `/spec/endpoints/${index}/${problem.field}`,
          message: `${nameOf(node)} scrapes Triton in ${target.workload} at ${problem.text}.`,
          fix: 'Scrape the port that leads to --metrics-port, at /metrics, by http.',
        };
      }
    }
  },
});

interface Target {
  workload: string;
  number: number;
  metrics: number;
}

/** The port of a Triton server to which an endpoint leads, where all that it selects is Triton. */
function findTarget(graph: ResourceGraph, monitor: Node<ServiceMonitor>, name: string): Target | undefined {
  const targets = servicesOfMonitor(graph, monitor).flatMap((service) =>
    portsOf(service)
      .filter(({ port }) => port.name === name)
      .flatMap((port) =>
        graph.selectedBy(service).map((workload) => ({
          workload,
          server: tritonServer(workload),
          number: targetPortOf(port, workload),
          containers: workload.containers.filter(({ init }) => !init),
        })),
      ),
  );
  const [first] = targets;
  if (first?.server === undefined || first.number === undefined) return undefined;
  // A port of a container beside the server is not the server's.
  const owned = first.server.container.container.ports ?? [];
  const isOthers = first.containers.some(
    ({ container }) =>
      container !== first.server!.container.container &&
      (container.ports ?? []).some(({ containerPort }) => containerPort === first.number),
  );
  if (isOthers && !owned.some(({ containerPort }) => containerPort === first.number)) return undefined;
  return { workload: nameOf(first.workload.node), number: first.number, metrics: first.server.ports.metrics };
}
