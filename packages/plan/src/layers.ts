import { parsePointer, type SourceFile } from '@fleetwright/findings';
import { isObject, mergePatch } from './merge-patch.ts';

/** One contribution to a service's spec; later layers win. */
export interface Layer {
  /** As reports call it. */
  name: string;
  /** File that holds it, and the pointer of its spec in there; a built-in default has none. */
  place: { source: SourceFile; base: string } | undefined;
  spec: object;
}

/** Where one value of the merged spec was set, and the values that it overrode, nearest first. */
export interface LayerOrigin {
  layer: Layer;
  value: unknown;
  overrode: { layer: Layer; value: unknown }[];
}

/**
 * The spec that results from all layers, the built-in defaults first. A null takes back what earlier layers state,
 * so that the built-in default holds again: nothing removes that.
 */
export function mergeLayers([builtIn, ...stated]: readonly Layer[]): object {
  const statement = stated.reduce<unknown>((merged, { spec }) => mergePatch(merged, spec), {});
  return mergePatch(builtIn?.spec, statement) as object;
}

/**
 * Finds the layer that decided the value at a pointer of the merged spec. Nothing is recorded while merging: the
 * question is rare, and the layers hold the answer.
 */
export function originOf(layers: readonly Layer[], pointer: string): LayerOrigin | undefined {
  const segments = parsePointer(pointer);
  const holders: { layer: Layer; value: unknown }[] = [];
  let takenBack = false;
  for (const layer of layers.toReversed()) {
    // What is taken back is what files state; the built-in default stays.
    if (takenBack && layer.place !== undefined) continue;
    const found = lookUp(layer.spec, segments);
    if (found === undefined) continue;
    if (found.value === null && !found.final) {
      takenBack = true;
      continue;
    }
    if ('value' in found) holders.push({ layer, value: found.value });
    // A replaced list or removed object hides whatever earlier layers said below it.
    if (found.final) break;
  }
  const [winner, ...overrode] = holders;
  return winner && { ...winner, overrode };
}

interface Found {
  value?: unknown;
  final: boolean;
}

function lookUp(spec: unknown, segments: readonly string[]): Found | undefined {
  let current = spec;
  let insideList = false;
  for (const segment of segments) {
    if (current === null && !insideList) break;
    if (Array.isArray(current)) insideList = true;
    else if (!isObject(current)) return { final: true };
    const next = valueAt(current as object, segment);
    if (next === undefined) return insideList ? { final: true } : undefined;
    current = next;
  }
  return { value: current, final: insideList };
}

/** Value at a pointer of any JSON-like value; undefined where there is none. */
export function valueAtPointer(root: unknown, pointer: string): unknown {
  let current = root;
  for (const segment of parsePointer(pointer)) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = valueAt(current, segment);
  }
  return current;
}

function valueAt(container: object, segment: string): unknown {
  return Object.hasOwn(container, segment) ? (container as Record<string, unknown>)[segment] : undefined;
}
