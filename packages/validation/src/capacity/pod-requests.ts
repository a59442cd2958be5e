import type { PodSpec } from '@fleetwright/kube-schemas';
import { parseQuantity } from '@fleetwright/kube';
import type { Loose } from '../graph/kinds.ts';
import type { ResourceGraph } from '../graph/resource-graph.ts';
import type { Workload, WorkloadContainer } from '../graph/workload.ts';
import type { Amounts } from './demand.ts';

/**
 * What the scheduler counts for one pod: containers and sidecars in sum, or an init container where that is more,
 * and the pod's overhead. Claims of devices count under the name of their device class.
 * https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
 */
export function podRequests(workload: Workload, graph: ResourceGraph): Amounts {
  const total = new Map<string, number>();
  const largest = new Map<string, number>();
  // Sidecars start in order: those before an init container run beside it.
  for (const container of workload.containers) {
    for (const [name, amount] of Object.entries(containerRequests(container))) {
      if (container.init)
        largest.set(name, Math.max(largest.get(name) ?? 0, amount + (total.get(name) ?? 0)));
      else total.set(name, (total.get(name) ?? 0) + amount);
    }
  }
  for (const [name, amount] of largest) total.set(name, Math.max(total.get(name) ?? 0, amount));
  const { spec } = workload.template;
  const extra = [Object.entries(amounts(spec?.overhead)), claimedDevices(spec, workload, graph)];
  for (const [name, amount] of extra.flat()) total.set(name, (total.get(name) ?? 0) + amount);
  return Object.fromEntries(total);
}

// A limit without a request stands for both.
function containerRequests({ container }: WorkloadContainer): Amounts {
  return { ...amounts(container.resources?.limits), ...amounts(container.resources?.requests) };
}

function amounts(list: Readonly<Record<string, unknown>> | undefined): Amounts {
  const parsed = Object.entries(list ?? {}).flatMap(([name, quantity]) => {
    const amount = typeof quantity === 'number' ? quantity : parseQuantity(String(quantity));
    return amount === undefined ? [] : [[name, amount] as const];
  });
  return Object.fromEntries(parsed);
}

function claimedDevices(
  spec: Loose<PodSpec> | undefined,
  { node }: Workload,
  graph: ResourceGraph,
): [string, number][] {
  return (spec?.resourceClaims ?? []).flatMap(({ resourceClaimTemplateName }) => {
    const template = graph.find('ResourceClaimTemplate', node.namespace, resourceClaimTemplateName);
    const requests = template?.object.spec?.spec?.devices?.requests ?? [];
    return requests.flatMap(({ exactly }): [string, number][] =>
      exactly?.deviceClassName === undefined
        ? []
        : [[deviceKey(exactly.deviceClassName), exactly.count ?? 1]],
    );
  });
}

/** The name under which a quota counts the devices of a class. */
export function deviceKey(deviceClass: string): string {
  return `${deviceClass}.deviceclass.resource.k8s.io/devices`;
}
