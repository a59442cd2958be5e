import { nameOf } from '../../graph/node.ts';
import { isTriton } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';
import { listAlerts } from './list-alerts.ts';

export const workloadAlerted = defineRule({
  id: 'monitoring/workload-alerted',
  severity: 'warning',
  needs: [],
  holds: 'Where Triton is monitored, there are alerts.',
  why: 'Metrics that nobody looks at wake nobody: failures are found by the users.',
  sources: ['https://prometheus.io/docs/practices/alerting/'],
  plan: '/slo',
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const { node } = workload;
      const isHere = ({ namespace }: { namespace: string }) => namespace === node.namespace;
      const monitor = [...graph.ofKind('ServiceMonitor'), ...graph.ofKind('PodMonitor')].find(isHere);
      if (monitor === undefined || !isTriton(workload)) continue;
      if (graph.ofKind('PrometheusRule').some((rule) => isHere(rule) && listAlerts(rule).length > 0))
        continue;
      yield {
        node,
        pointer: '',
        absent: true,
        message: `${nameOf(node)} is monitored by ${nameOf(monitor)}, and no PrometheusRule in namespace ${node.namespace} has an alert.`,
        fix: 'Add a PrometheusRule with alerts on failures, on latency and on absent metrics.',
        related: [{ node: monitor, pointer: '', message: 'This is the monitor.' }],
      };
    }
  },
});
