import type { Service } from '@fleetwright/kube-schemas';
import type { Loose } from './kinds.ts';
import type { Node } from './node.ts';
import type { Workload } from './workload.ts';

/** One port of a Service. */
export interface ServicePort {
  port: NonNullable<NonNullable<Loose<Service>['spec']>['ports']>[number];
  /** JSON pointer of the port in the Service. */
  pointer: string;
}

/** The ports of a Service. */
export function portsOf({ object }: Node<Service>): ServicePort[] {
  return (object.spec?.ports ?? []).map((port, index) => ({ port, pointer: `/spec/ports/${index}` }));
}

/** The number of the pods' port to which a Service's port leads; undefined when its name is none of theirs. */
export function targetPortOf({ port }: ServicePort, workload: Workload): number | undefined {
  const target = port.targetPort ?? port.port;
  if (typeof target === 'number') return target;
  return portsByName(workload).get(target ?? '');
}

/** Numbers of the ports that the containers of a workload name. */
export function portsByName({ containers }: Workload): Map<string, number | undefined> {
  return new Map(
    containers
      .filter(({ init }) => !init)
      .flatMap(({ container }) => container.ports ?? [])
      .flatMap(({ name, containerPort }) => (name === undefined ? [] : [[name, containerPort] as const])),
  );
}
