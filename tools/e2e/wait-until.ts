import { setTimeout } from 'node:timers/promises';

const PAUSE_MS = 50;

/** Asks again until `ask` gives something; undefined when it never did within the time. */
export async function waitUntil<T>(
  seconds: number,
  ask: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined || Date.now() > end) return answer;
    await setTimeout(PAUSE_MS);
  }
}
