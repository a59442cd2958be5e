import type { Manifest } from './overlays.ts';

/** The kinds that run a service's pods. */
export const WORKLOAD = 'Rollout|Deployment';

/**
 * Every value that a path leads to in the resources of a kind, or of several: `VirtualService spec/http/0/name`,
 * `Rollout|Deployment spec/selector`. A star stands for each entry of a list or mapping, a tilde for the keys of a
 * mapping; what is absent gives nothing.
 */
export function selectValues(resources: readonly Manifest[], query: string): unknown[] {
  const [kinds = '', path = ''] = query.split(' ');
  return resources
    .filter(({ kind }) => kinds.split('|').includes(kind))
    .flatMap((resource) => follow(resource, path === '' ? [] : path.split('/')));
}

function follow(value: unknown, [step, ...rest]: readonly string[]): unknown[] {
  if (step === undefined) return value === undefined ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  if (step === '~') return Object.keys(value);
  if (step === '*') return Object.values(value).flatMap((child) => follow(child, rest));
  return Object.hasOwn(value, step) ? follow((value as Record<string, unknown>)[step], rest) : [];
}
