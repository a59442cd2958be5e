import { FEATURE_SINCE, compareReleases, METRIC_SWITCHES, type Metric } from '@fleetwright/triton-config';
import { nameOf } from '../../graph/node.ts';
import type { TritonServer } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';
import { nameQuery, oncePerObject } from './query-place.ts';
import { allows, listTritonReads, SERIES, serversBeside } from './triton-metrics.ts';

export const metricSwitchedOn = defineRule({
  id: 'monitoring/metric-switched-on',
  severity: 'error',
  needs: [],
  holds:
    'Every metric of Triton that a query reads is switched on in a server of its namespace, and known to its release.',
  why: 'Histograms, summaries and the metrics of the cache are off by default, and older releases have fewer metrics: the query then finds nothing, and nobody is told.',
  sources: ['https://github.com/triton-inference-server/server/blob/main/docs/user_guide/metrics.md'],
  plan: '/triton/flags',
  *check({ graph }) {
    for (const { query, metric } of oncePerObject(listTritonReads(graph))) {
      const family = SERIES.get(metric);
      const servers = family === undefined ? [] : serversBeside(graph, query);
      const [first] = servers;
      if (family === undefined || first === undefined) continue;
      const obstacles = servers.map(({ server }) => findObstacle(family, server));
      if (obstacles.some((obstacle) => obstacle === undefined)) continue;
      yield {
        node: query.node,
        pointer: query.pointer,
        message: `The query of ${nameQuery(query)} reads ${metric}; ${nameOf(first.workload.node)} does not expose it: ${obstacles[0]}.`,
        fix: 'Set the flag, move to the release, or read another metric.',
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

const SETTINGS = { histograms: 'histogram_latencies', summaries: 'summary_latencies' } as const;

/** Why a server does not have a metric; GPU metrics are a rule of their own. */
function findObstacle({ needs, since }: Metric, server: TritonServer): string | undefined {
  // Decoupled models have the histogram from an earlier release on.
  const first = since === 'first-response-histogram' ? 'first-response-histogram-decoupled' : since;
  if (
    first !== undefined &&
    server.release !== undefined &&
    compareReleases(server.release, FEATURE_SINCE[first]) < 0
  )
    return `release ${server.release} is older than ${FEATURE_SINCE[first]}`;
  if (!server.exact) return undefined;
  if (!allows(server, 'allow-metrics')) return '--allow-metrics is off';
  if (needs.includes('cpu') && !allows(server, 'allow-cpu-metrics')) return '--allow-cpu-metrics is off';
  if (
    needs.includes('cache') &&
    !server.flags.has('cache-config') &&
    !server.flags.has('response-cache-byte-size')
  )
    return `it needs ${METRIC_SWITCHES.cache}`;
  const settings = (server.flags.get('metrics-config') ?? []).join(' ');
  for (const name of ['histograms', 'summaries'] as const)
    if (needs.includes(name) && !settings.includes(`${SETTINGS[name]}=true`))
      return `it needs ${METRIC_SWITCHES[name]}`;
  return undefined;
}
