import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const monitorHasEndpoint = defineRule({
  id: 'monitoring/monitor-has-endpoint',
  severity: 'warning',
  needs: [],
  holds: 'A ServiceMonitor has an endpoint.',
  why: 'Without one it is accepted and scrapes nothing.',
  sources: [
    'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ServiceMonitorSpec',
  ],
  *check({ graph }) {
    for (const node of graph.ofKind('ServiceMonitor')) {
      if ((node.object.spec?.endpoints ?? []).length > 0) continue;
      yield {
        node,
        pointer: '/spec/endpoints',
        message: `${nameOf(node)} has no endpoint.`,
        fix: 'Name the port that serves the metrics.',
      };
    }
  },
});
