/**
 * A function of texts that gives the result of an earlier call again: the placements of a service are judged one after
 * the other, and hold much in common. At most `most` results are kept; they must not be changed.
 */
export function rememberTexts<Result>(make: (text: string) => Result, most = 500): (text: string) => Result {
  const results = new Map<string, Result>();
  return (text) => {
    if (results.has(text)) return results.get(text) as Result;
    if (results.size >= most) results.clear();
    const result = make(text);
    results.set(text, result);
    return result;
  };
}

/** A function of an object, such as a graph, that many rules ask for the same: each is answered once. */
export function rememberObjects<Key extends object, Result>(
  make: (key: Key) => Result,
): (key: Key) => Result {
  const results = new WeakMap<Key, { result: Result }>();
  return (key) => {
    const known = results.get(key) ?? { result: make(key) };
    results.set(key, known);
    return known.result;
  };
}
