import { servicesOfMonitor, workloadsOfMonitor } from '../../graph/monitor-targets.ts';
import type { Node } from '../../graph/node.ts';
import { rememberObjects } from '../../graph/remember.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { portsByName, portsOf, targetPortOf } from '../../graph/service-ports.ts';
import type { Workload } from '../../graph/workload.ts';

/** A port of pods that Prometheus scrapes. */
export interface ScrapedPort {
  workload: Workload;
  port: number;
  monitor: Node;
}

/** The ports of pods that monitors scrape, each once for a workload. */
export const scrapedPorts = rememberObjects((graph: ResourceGraph): readonly ScrapedPort[] => {
  const all = [...throughServices(graph), ...directly(graph)];
  return all.filter(
    ({ workload, port }, index) =>
      all.findIndex((earlier) => earlier.workload === workload && earlier.port === port) === index,
  );
});

function throughServices(graph: ResourceGraph): ScrapedPort[] {
  return graph.ofKind('ServiceMonitor').flatMap((monitor) =>
    servicesOfMonitor(graph, monitor).flatMap((service) =>
      graph.selectedBy(service).flatMap((workload) =>
        (monitor.object.spec?.endpoints ?? []).flatMap((endpoint) => {
          const named = portsOf(service).find(({ port }) => port.name === endpoint.port);
          const port = named && targetPortOf(named, workload);
          return port === undefined ? [] : [{ workload, port, monitor }];
        }),
      ),
    ),
  );
}

function directly(graph: ResourceGraph): ScrapedPort[] {
  return graph.ofKind('PodMonitor').flatMap((monitor) =>
    workloadsOfMonitor(graph, monitor).flatMap((workload) =>
      (monitor.object.spec?.podMetricsEndpoints ?? []).flatMap((endpoint) => {
        const port = portsByName(workload).get(endpoint.port ?? '');
        return port === undefined ? [] : [{ workload, port, monitor }];
      }),
    ),
  );
}
