import { parseDuration } from '@fleetwright/kube';

/** Seconds of a duration as Argo Rollouts and Prometheus write it: `30`, `"30"`, `10m`; undefined for anything else. */
export function secondsIn(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const milliseconds = parseDuration(value);
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}
