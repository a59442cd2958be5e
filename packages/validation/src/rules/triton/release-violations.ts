import { securityFloorBelow, type SecurityFloor } from '@fleetwright/triton-config';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { tritonServer } from '../../graph/triton-server.ts';
import type { Violation } from '../../rule.ts';

/** Servers whose release is below a floor of a severity. */
export function* releaseViolations(
  graph: ResourceGraph,
  severity: SecurityFloor['severity'],
): Iterable<Violation> {
  for (const workload of graph.workloads) {
    const server = tritonServer(workload);
    const floor = server?.release === undefined ? undefined : securityFloorBelow(server.release);
    if (server === undefined || floor?.severity !== severity) continue;
    yield {
      node: workload.node,
      pointer: `${server.container.pointer}/image`,
      message: `Triton ${server.release} is older than ${floor.release}: ${floor.reason}.`,
      fix: `Use ${floor.release} or later.`,
    };
  }
}
