import { servicesOfMonitor } from '../../graph/monitor-targets.ts';
import { secondsIn } from '../../graph/durations.ts';
import { nameOf } from '../../graph/node.ts';
import { isTriton } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';

export const scrapedAsStated = defineRule({
  id: 'monitoring/scraped-as-stated',
  severity: 'warning',
  needs: ['cluster'],
  holds: 'A ServiceMonitor of Triton scrapes as often as the cluster states.',
  why: 'The windows over which rates are taken are planned with this interval: with fewer scrapes in them analyses and autoscalers see nothing.',
  sources: [
    'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Endpoint',
    'https://prometheus.io/docs/prometheus/latest/querying/functions/#rate',
  ],
  *check({ graph, cluster }) {
    const stated = cluster.spec.monitoring.scrapeInterval;
    if (stated === undefined) return;
    for (const node of graph.ofKind('ServiceMonitor')) {
      const odd = (node.object.spec?.endpoints ?? []).findIndex(
        ({ interval, params }) => params === undefined && secondsIn(interval ?? '') !== secondsIn(stated),
      );
      if (odd < 0) continue;
      if (!servicesOfMonitor(graph, node).some((service) => graph.selectedBy(service).some(isTriton)))
        continue;
      const { interval } = node.object.spec!.endpoints![odd]!;
      yield {
        node,
        pointer: `/spec/endpoints/${odd}${interval === undefined ? '' : '/interval'}`,
        message: `${nameOf(node)} ${interval === undefined ? 'does not say how often it scrapes' : `scrapes every ${interval}`}; cluster ${cluster.metadata.name} states ${stated}.`,
        fix: `Set interval: ${stated}.`,
      };
    }
  },
});
