import { validateMerged, type ModelServiceFile, type Problem } from '@fleetwright/model-service';
import { mergeLayers, type Layer } from './layers.ts';
import type { ResolvedSpec } from './resolved-spec.ts';
import { sortKeys } from './sort-keys.ts';

/** A spec in which every layer has had its say, and what is wrong with it. */
export interface MergedSpec {
  spec: ResolvedSpec;
  /** Pointers start at the spec. */
  problems: Problem[];
}

interface Known {
  layers: readonly Layer[];
  merged: MergedSpec;
}

const knownOf = new WeakMap<ModelServiceFile, Known[]>();

/**
 * Merges the layers of a service's spec and validates the result. Clusters on which the same layers hold, the
 * usual case, share one merged spec, which nobody changes.
 */
export function mergeSpec(service: ModelServiceFile, layers: readonly Layer[]): MergedSpec {
  const known = knownOf.get(service) ?? [];
  const found = known.find((other) => haveSameLayers(other.layers, layers));
  if (found !== undefined) return found.merged;
  const spec = sortKeys(mergeLayers(layers)) as ResolvedSpec;
  const merged = { spec, problems: validateMerged(spec) };
  knownOf.set(service, [...known, { layers, merged }]);
  return merged;
}

// Of one service; its own layer is always the same.
function haveSameLayers(some: readonly Layer[], others: readonly Layer[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ name, spec }, index) => name === 'service' || spec === others[index]?.spec)
  );
}
