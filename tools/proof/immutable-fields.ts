import { isDeepStrictEqual } from 'node:util';
import { nameOf, type Manifest } from './overlays.ts';
import { selectValues } from './select-values.ts';

/** By kind, what the API server refuses to change, or what others know an object by. */
const FIELDS: Record<string, string[]> = {
  Rollout: ['spec/selector'],
  Deployment: ['spec/selector'],
  Service: ['spec/type', 'spec/clusterIP', 'spec/selector'],
  PersistentVolumeClaim: ['spec'],
  ResourceClaimTemplate: ['spec'],
  ScaledObject: ['spec/scaleTargetRef'],
  HorizontalPodAutoscaler: ['spec/scaleTargetRef'],
  PodDisruptionBudget: ['spec/selector'],
};

/** Resources that an upgrade would lose, or whose immutable fields it would change. */
export function findImmutableChanges(before: readonly Manifest[], after: readonly Manifest[]): string[] {
  const upgraded = new Map(after.map((resource) => [nameOf(resource), resource]));
  return before.flatMap((resource) => {
    const name = nameOf(resource);
    const successor = upgraded.get(name);
    if (successor === undefined) return [`${name} is gone`];
    return isDeepStrictEqual(immutablePart(resource), immutablePart(successor))
      ? []
      : [`${name} changes in place`];
  });
}

function immutablePart(resource: Manifest): unknown[] {
  const paths = ['apiVersion', 'metadata/namespace', ...(FIELDS[resource.kind] ?? [])];
  return paths.map((path) => selectValues([resource], `${resource.kind} ${path}`));
}
