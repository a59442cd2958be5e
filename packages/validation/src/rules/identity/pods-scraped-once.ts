import type { Rollout, Service, ServiceMonitor } from '@fleetwright/kube-schemas';
import { canonicalText } from '../../graph/canonical-text.ts';
import { servicesOfMonitor } from '../../graph/monitor-targets.ts';
import { nameOf, type Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { rolloutServices } from '../../graph/rollout-services.ts';
import { portsOf, targetPortOf } from '../../graph/service-ports.ts';
import type { Workload } from '../../graph/workload.ts';
import { defineRule, type Violation } from '../../rule.ts';

export const podsScrapedOnce = defineRule({
  id: 'identity/pods-scraped-once',
  severity: 'error',
  needs: [],
  holds: 'Each pod is scraped once: through one Service, whose selector no Rollout steers.',
  why: 'Two targets for one pod double every rate; a stable Service alone hides the canary from its own analysis.',
  sources: [
    'https://prometheus-operator.dev/docs/developer/getting-started/#using-servicemonitors',
    'https://argo-rollouts.readthedocs.io/en/stable/features/canary/#stable-service',
  ],
  *check({ graph }) {
    const scrapes = graph.ofKind('ServiceMonitor').flatMap((monitor) => scrapesOf(graph, monitor));
    for (const workload of graph.workloads) {
      const own = scrapes.filter((scrape) => scrape.workload === workload);
      yield* findDoubles(own);
      yield* findHalf(workload, own);
    }
  },
});

/** A monitor's way to the pods of a workload. */
interface Scrape {
  monitor: Node<ServiceMonitor>;
  service: Node<Service>;
  workload: Workload;
  /** What two scrapes of the same endpoint have in common. */
  key: string;
}

function scrapesOf(graph: ResourceGraph, monitor: Node<ServiceMonitor>): Scrape[] {
  return servicesOfMonitor(graph, monitor).flatMap((service) =>
    graph.selectedBy(service).flatMap((workload) =>
      (monitor.object.spec?.endpoints ?? []).flatMap(({ port, path = '/metrics', params }) => {
        const named = portsOf(service).find((candidate) => candidate.port.name === port);
        if (port === undefined || named === undefined) return [];
        // Monitors of different labels may be read by different Prometheus servers.
        const reader = monitor.object.metadata?.labels ?? {};
        const key = canonicalText([targetPortOf(named, workload), path, params, reader]);
        return [{ monitor, service, workload, key }];
      }),
    ),
  );
}

function* findDoubles(scrapes: readonly Scrape[]): Iterable<Violation> {
  const first = new Map<string, Scrape>();
  const told = new Set<Node>();
  for (const scrape of scrapes) {
    const { monitor, service, workload } = scrape;
    const earlier = first.get(scrape.key);
    if (earlier === undefined) first.set(scrape.key, scrape);
    if (earlier === undefined || told.has(monitor)) continue;
    told.add(monitor);
    yield {
      node: monitor,
      pointer: '/spec/selector',
      message: `The pods of ${nameOf(workload.node)} are scraped through ${nameOf(earlier.service)} (${nameOf(earlier.monitor)}) and through ${nameOf(service)}.`,
      fix: 'Let one monitor select one headless Service over all pods, by a label that only this Service has.',
      related: [
        { node: earlier.service, pointer: '/metadata/labels', message: 'It selects this Service,' },
        { node: service, pointer: '/metadata/labels', message: 'and this one.' },
      ],
    };
  }
}

function* findHalf({ node }: Workload, scrapes: readonly Scrape[]): Iterable<Violation> {
  if (node.group !== 'argoproj.io' || scrapes.length === 0) return;
  // What a blue-green preview does before its promotion is often of no interest.
  const steered = rolloutServices(node as Node<Rollout>).filter(
    ({ role }) => role === 'stableService' || role === 'canaryService',
  );
  const [only] = scrapes;
  const names = new Set(scrapes.map(({ service }) => service.name));
  const role = steered.find(({ name }) => name === only!.service.name)?.role;
  if (names.size !== 1 || steered.length < 2 || role === undefined) return;
  yield {
    node: only!.monitor,
    pointer: '/spec/selector',
    message: `${nameOf(node)} is scraped only through ${nameOf(only!.service)}, its ${role}: during a rollout the other pods are not scraped.`,
    fix: 'Let the monitor select a headless Service of its own, which the Rollout does not name.',
    related: [{ node, pointer: '/spec/strategy', message: 'The Rollout adds a pod hash to its selector.' }],
  };
}
