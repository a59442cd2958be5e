import type { FleetFilter } from '@fleetwright/fleet';
import type { CommandInput } from './command.ts';

/** What --service and --cluster choose of the fleet; undefined: all of it. */
export function filterOf({ service, cluster }: CommandInput['options']): FleetFilter | undefined {
  if (service === undefined && cluster === undefined) return undefined;
  return { service: textOf(service), cluster: textOf(cluster) };
}

/** The value of an option that takes one. */
export function textOf(value: string | true | undefined): string | undefined {
  return value === true ? undefined : value;
}
