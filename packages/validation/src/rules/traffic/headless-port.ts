import { nameOf } from '../../graph/node.ts';
import { rolloutServices } from '../../graph/rollout-services.ts';
import { portsOf, targetPortOf } from '../../graph/service-ports.ts';
import { defineRule } from '../../rule.ts';

export const headlessPort = defineRule({
  id: 'traffic/headless-port',
  severity: 'warning',
  needs: [],
  holds: 'A port of a headless Service has the number of the port of the pods to which it leads.',
  why: 'The name of a headless Service resolves to the pods themselves, and nothing translates ports on the way: a call to the port that the Service states is refused.',
  sources: ['https://kubernetes.io/docs/concepts/services-networking/service/#headless-services'],
  *check({ graph }) {
    const routed = new Set(
      graph
        .ofKind('Rollout')
        .flatMap(rolloutServices)
        .map(({ name }) => name),
    );
    for (const node of graph.ofKind('Service')) {
      // A router that shifts weights knows both numbers.
      if (node.object.spec?.clusterIP !== 'None' || routed.has(node.name)) continue;
      const workloads = graph.selectedBy(node);
      for (const named of portsOf(node)) {
        const { port, name } = named.port;
        const targets = workloads.map((workload) => targetPortOf(named, workload));
        const wrong = targets.find((target) => target !== undefined && target !== port);
        if (wrong === undefined || targets.includes(port)) continue;
        yield {
          node,
          pointer: `${named.pointer}/port`,
          message: `The headless ${nameOf(node)} states port ${port}${name === undefined ? '' : ` (${name})`}; its pods listen on ${wrong}.`,
          fix: `Write port: ${wrong}.`,
        };
      }
    }
  },
});
