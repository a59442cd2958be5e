import { appendPointer, nearestName, type Position } from '@fleetwright/findings';
import { originOf, valueAtPointer, type Layer } from './layers.ts';
import type { ResolvedPlan } from './resolve-plan.ts';

/** The answer to "where does this value come from?". */
export type Explanation = StatedValue | DerivedValue | UnknownValue;

/** A value that stands in a file or is a built-in default. */
export interface StatedValue {
  kind: 'stated';
  pointer: string;
  value: unknown;
  origin: StatedOrigin;
  /** What it replaced, nearest layer first. */
  overrode: (StatedOrigin & { value: unknown })[];
}

/** A layer and, where it is a file, the place. */
export interface StatedOrigin extends Partial<Position> {
  layer: string;
  file?: string;
}

/** A value that was computed. */
export interface DerivedValue {
  kind: 'derived';
  pointer: string;
  value: unknown;
  formula: string;
  inputs: Record<string, unknown>;
}

/** No value has this pointer. */
export interface UnknownValue {
  kind: 'unknown';
  pointer: string;
  nearest: string | undefined;
}

/** Explains one value of a resolved placement; pointers of the spec and of derived values are both understood. */
export function explainPlan(resolved: ResolvedPlan, pointer: string): Explanation {
  const { layers, spec, derived } = resolved.trace;
  const derivation = derived.get(pointer);
  const origin = originOf(layers, pointer);
  if (derivation !== undefined && origin === undefined) {
    const { value, formula, inputs } = derivation;
    return { kind: 'derived', pointer, value, formula, inputs };
  }
  if (origin === undefined) {
    return { kind: 'unknown', pointer, nearest: nearestName(pointer, explainablePointers(resolved)) };
  }
  return {
    kind: 'stated',
    pointer,
    // An object may have been merged from several layers; the pointer's own layer is the last that touched it.
    value: valueAtPointer(spec, pointer),
    origin: describeOrigin(origin.layer, pointer),
    overrode: origin.overrode.map(({ layer, value }) => ({ ...describeOrigin(layer, pointer), value })),
  };
}

/** Every pointer that can be explained: the leaves of the merged spec and the derived values, in order. */
export function explainablePointers({ trace }: ResolvedPlan): string[] {
  return [...new Set([...leafPointers(trace.spec, ''), ...trace.derived.keys()])].sort();
}

function leafPointers(value: unknown, pointer: string): string[] {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return [pointer];
  return Object.entries(value).flatMap(([key, child]) => leafPointers(child, appendPointer(pointer, key)));
}

function describeOrigin(layer: Layer, pointer: string): StatedOrigin {
  if (layer.place === undefined) return { layer: layer.name };
  const { source, base } = layer.place;
  return { layer: layer.name, file: source.path, ...source.locate(`${base}${pointer}`) };
}
