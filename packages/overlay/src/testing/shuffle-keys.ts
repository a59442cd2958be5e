/** A copy of a JSON value with the keys of every object in another order; lists keep theirs. */
export function shuffleKeys(value: unknown, seed: number): unknown {
  const next = randomNumbers(seed);
  const shuffle = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(shuffle);
    if (typeof node !== 'object' || node === null) return node;
    const entries = Object.entries(node).map(([key, child]) => [key, shuffle(child), next()] as const);
    entries.sort(([, , a], [, , b]) => a - b);
    return Object.fromEntries(entries.map(([key, child]) => [key, child]));
  };
  return shuffle(value);
}

// A linear congruential generator: enough to get every order, and the same one for the same seed.
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
}
