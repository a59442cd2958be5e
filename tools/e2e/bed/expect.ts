import { isDeepStrictEqual } from 'node:util';
import { waitUntil } from '../wait-until.ts';

/** What a case found is not what it expected. */
export class Unexpected extends Error {}

/** Throws when a condition does not hold. */
export function expectThat(condition: boolean, problem: string): asserts condition {
  if (!condition) throw new Unexpected(problem);
}

/** Throws when two values differ. */
export function expectEqual(what: string, found: unknown, expected: unknown): void {
  if (isDeepStrictEqual(found, expected)) return;
  throw new Unexpected(`${what}: found ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`);
}

/** What is waited for. */
export interface Wait<T> {
  /** For the message: `the canary has 20 % of the traffic`. */
  until: string;
  seconds: number;
  /** What is looked at again and again. */
  look: () => Promise<T>;
  isReached: (found: T) => boolean;
  /** What was found, in a few words. */
  describe?: (found: T) => string;
}

/** Waits until a state is reached, and gives it; otherwise says what was found last. */
export async function waitFor<T>({
  until,
  seconds,
  look,
  isReached,
  describe = String,
}: Wait<T>): Promise<T> {
  let last: { found: T } | undefined;
  const reached = await waitUntil(seconds, async () => {
    last = { found: await look() };
    return isReached(last.found) ? last : undefined;
  });
  if (reached !== undefined) return reached.found;
  throw new Unexpected(`not within ${seconds} s: ${until}\n      found ${describe(last!.found)}`);
}
