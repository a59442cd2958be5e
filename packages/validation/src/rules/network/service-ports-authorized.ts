import { accessToPods, accessToService, coversPort, type Access } from '../../graph/mesh-access.ts';
import { nameOf, type Node } from '../../graph/node.ts';
import { portsOf, targetPortOf } from '../../graph/service-ports.ts';
import { defineRule, type Violation } from '../../rule.ts';

export const servicePortsAuthorized = defineRule({
  id: 'network/service-ports-authorized',
  severity: 'warning',
  needs: [],
  holds: 'Policies of the mesh let somebody reach each port to which a Service leads.',
  why: 'A policy that allows nothing at a port refuses everybody there: the Service has endpoints, and every call to them fails.',
  sources: ['https://istio.io/latest/docs/concepts/security/#implicit-enablement'],
  *check({ graph }) {
    if (graph.ofKind('AuthorizationPolicy').length === 0) return;
    const told = new Set<string>();
    for (const service of graph.ofKind('Service')) {
      const atWaypoint = accessToService(graph, service);
      if (atWaypoint?.rules.length === 0)
        yield describe(service, atWaypoint, `${nameOf(service)} through its waypoint`);
      for (const workload of graph.selectedBy(service)) {
        const access = accessToPods(graph, workload);
        if (access === undefined) continue;
        for (const named of portsOf(service)) {
          const port = targetPortOf(named, workload);
          const key = `${nameOf(workload.node)} ${workload.node.namespace} ${port}`;
          if (port === undefined || told.has(key)) continue;
          told.add(key);
          if (!access.rules.some((rule) => coversPort(rule, port)))
            yield describe(
              service,
              access,
              `port ${port} of ${nameOf(workload.node)}, to which ${nameOf(service)} leads`,
            );
        }
      }
    }
  },
});

function describe(service: Node, { policies }: Access, what: string): Violation {
  const node = policies.findLast(({ context }) => !context);
  return {
    node: node ?? service,
    pointer: node === undefined ? '' : '/spec/rules',
    absent: true,
    message: `No rule of ${policies.map(nameOf).join(', ')} lets anybody call ${what}.`,
    fix: 'Add a rule that names its callers, or remove the port from the Service.',
  };
}
