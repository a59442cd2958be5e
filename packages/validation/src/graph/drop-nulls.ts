/**
 * A value without the fields that are null: to Kubernetes a key without a value is a key that is absent. It is the
 * very value where there are none.
 */
export function dropNulls<T>(value: T): T {
  return hasNull(value) ? (copyWithout(value) as T) : value;
}

function hasNull(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(hasNull);
  return Object.values(value).some((field) => field === null || hasNull(field));
}

function copyWithout(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyWithout);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, field]) => (field === null ? [] : [[key, copyWithout(field)]])),
  );
}
