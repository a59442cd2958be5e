import { isObject } from './merge-patch.ts';

/**
 * A copy of a JSON value with the keys of every mapping in code-unit order; lists keep theirs. What people write in
 * another order must not change a byte of what is rendered.
 */
export function sortKeys<T>(value: T): T {
  if (Array.isArray(value)) return value.map(sortKeys) as T;
  if (!isObject(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sortKeys(value[key])])) as T;
}
