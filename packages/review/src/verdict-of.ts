import type { Review, Verdict } from './review.ts';
import { isRisky } from './risks/is-risky.ts';

/** The first thing to read. */
export function verdictOf({
  changes,
  counts,
  risks,
  problems,
}: Pick<Review, 'changes' | 'counts' | 'risks' | 'problems'>): Verdict {
  const gaps = problems.length === 0 ? '' : ` ${count(problems.length, 'thing')} could not be compared.`;
  if (changes.length === 0 && risks.length === 0)
    return {
      level: problems.length === 0 ? 'empty' : 'attention',
      sentence: `Nothing changes on any cluster.${gaps}`,
    };
  const worst = risks.filter(isRisky);
  const level = risks.some(({ severity }) => severity === 'high')
    ? 'danger'
    : worst.length > 0 || problems.length > 0
      ? 'attention'
      : 'routine';
  const isProduction = changes.some(({ places }) => places.production);
  const where =
    counts.placements === 0
      ? ''
      : ` in ${count(counts.placements, 'placement')} on ${count(counts.clusters, 'cluster')}${isProduction ? ', production among them' : ''}`;
  const risk =
    worst.length === 0
      ? 'no risk above low'
      : worst.length === 1
        ? worst[0]!.title
        : `${worst.length} risks, the first: ${worst[0]!.title}`;
  return { level, sentence: `${count(changes.length, 'change')}${where}: ${risk}.${gaps}` };
}

function count(amount: number, noun: string): string {
  return `${String(amount).replace(/\B(?=(?:\d{3})+$)/g, ',')} ${noun}${amount === 1 ? '' : 's'}`;
}
