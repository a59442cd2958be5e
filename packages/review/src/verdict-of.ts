import type { Review, Verdict } from './review.ts';
import { isRisky } from './risks/is-risky.ts';
import { WORKLOADS } from './risks/risk-rule.ts';

type Judged = Pick<Review, 'changes' | 'counts' | 'risks' | 'findings' | 'problems' | 'gpus' | 'axes'> & {
  /** Hand-written files that differ. */
  inputs: readonly string[];
};

/** The first thing to read. */
export function verdictOf(review: Judged): Verdict {
  const { changes, risks, problems } = review;
  const gaps = problems.length === 0 ? '' : ` ${count(problems.length, 'thing')} could not be compared.`;
  if (changes.length === 0 && risks.length === 0)
    return {
      level: problems.length === 0 ? 'empty' : 'attention',
      sentence: `Nothing changes on any cluster${describeInputs(review.inputs)}.${gaps}`,
    };
  const gpus = describeGpus(review);
  const sentence = `${count(changes.length, 'change')}${describeWhere(review)}: ${describeRisks(review)}${gpus}.${gaps}`;
  return { level: levelOf(review), sentence };
}

function levelOf({ risks, findings, problems }: Judged): Verdict['level'] {
  if (risks.some(({ severity }) => severity === 'high')) return 'danger';
  const isWrong = findings.new.some(({ severity, waiver }) => severity === 'error' && waiver === undefined);
  return risks.some(isRisky) || isWrong || problems.length > 0 ? 'attention' : 'routine';
}

function describeWhere({ counts, changes, axes: { clusters: axes } }: Judged): string {
  if (counts.placements === 0) return '';
  const isProduction = changes.some(({ places }) => places.production);
  const hasProduction = axes.some(({ production }) => production);
  const production = isProduction
    ? ', production among them'
    : hasProduction
      ? ', none of it production'
      : '';
  return ` in ${count(counts.placements, 'placement')} on ${count(counts.clusters, 'cluster')}${production}`;
}

function describeRisks({ risks, findings }: Judged): string {
  const worst = risks.filter(isRisky);
  const [first] = worst;
  const found = findings.new.length === 0 ? '' : `; ${count(findings.new.length, 'new finding')}`;
  if (first === undefined) return `no risk above low${found}`;
  return worst.length === 1
    ? `${first.title}${found}`
    : `${worst.length} risks, the first: ${first.title}${found}`;
}

function count(amount: number, noun: string): string {
  // eslint-disable-next-line regexp/no-super-linear-move -- a number has few digits
  return `${String(amount).replace(/\B(?=(?:\d{3})+$)/g, ',')} ${noun}${amount === 1 ? '' : 's'}`;
}

const TAKERS = new Set([...WORKLOADS, 'ScaledObject', 'HorizontalPodAutoscaler']);

// Pools that change are told one by one; that none does is told here.
function describeGpus({ changes, gpus }: Judged): string {
  const mayTake = changes.some(({ kinds }) => kinds.some((kind) => TAKERS.has(kind)));
  return mayTake && gpus.length === 0 ? '; no pool needs other GPUs than before' : '';
}

function describeInputs(inputs: readonly string[]): string {
  if (inputs.length === 0) return '';
  const [first] = inputs;
  const others = inputs.length === 1 ? '' : ` and ${count(inputs.length - 1, 'more file')}`;
  return `: the edit of ${first!}${others} has no effect, or is not rendered`;
}
