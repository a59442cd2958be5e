import type { Bed } from '../bed/bed.ts';
import { Unexpected } from '../bed/expect.ts';
import type { Case } from './case.ts';

/** What became of a case; without a problem it is as expected. */
export interface CaseResult {
  title: string;
  seconds: number;
  problem?: string;
}

/** Two cores carry so many fleets that change at once. */
const SIDE_BY_SIDE = 5;

/** Runs cases in their order, side by side where they allow it; tells of each when it is over. */
export async function runCases(
  bed: Bed,
  cases: readonly Case[],
  tell: (result: CaseResult) => void,
): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  const run = async (chosen: readonly Case[], limit: number): Promise<void> => {
    const queue = [...chosen];
    const work = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const result = await runCase(bed, next);
        results.push(result);
        tell(result);
      }
    };
    await Promise.all(Array.from({ length: limit }, work));
  };
  const of = (group: Case['group']): Case[] => cases.filter((candidate) => candidate.group === group);
  await run(of('first'), 1);
  await Promise.all([run(of(undefined), SIDE_BY_SIDE), run(of('production'), 1)]);
  await run(of('last'), 1);
  return results;
}

async function runCase(bed: Bed, testCase: Case): Promise<CaseResult> {
  const { title } = testCase;
  const start = Date.now();
  const seconds = (): number => (Date.now() - start) / 1000;
  try {
    await testCase.run(bed);
    return { title, seconds: seconds() };
  } catch (error) {
    const { message, stack } = error as Error;
    const died = bed.plane.group.failure();
    const problem = [error instanceof Unexpected ? message : stack, died].filter(Boolean).join('\n      ');
    return { title, seconds: seconds(), problem };
  }
}
