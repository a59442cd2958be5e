import { compare, explain, isForetold, type Comparison, type Judged } from './compare.ts';
import { DIFFERENCES } from './differences.ts';
import type { Found } from './find-defects.ts';

/** What a run found. */
export interface ParityReport {
  judged: Judged[];
  /** Of the broken overlays, those that the server accepts. */
  defects: Found[];
}

/** Least shares, and how many mutants make them mean something. */
const BARS = { mutants: 2000, foretold: 0.995, same: 0.995, found: 0.8 };

/** The lines to print. */
export function formatReport(report: ParityReport): string[] {
  const { judged, defects } = report;
  const { foretold, same, found } = measure(report);
  const count = (wanted: Comparison) => judged.filter((one) => compare(one) === wanted).length;
  return [
    `${judged.length} objects and mutants, ${judged.filter(({ server }) => server !== undefined).length} refused by the server`,
    `judges that run the server's own code say what it says: ${percent(foretold)} (bar ${percent(BARS.foretold)})`,
    `all judges together say the same: ${percent(count('equal') / judged.length)}; looser ${count('looser')}, stricter ${count('stricter')}, stricter as their readers are ${count('foreseen')}`,
    `or what the controller or webhook says that reads what it takes: ${percent(same)} (bar ${percent(BARS.same)})`,
    ...listDifferences(judged),
    `${defects.length} defects that the server accepts, found by rules and judges: ${percent(found)} (bar ${percent(BARS.found)})`,
    ...listDefects(defects),
    ...problemsOf(report).map((problem) => `FAILED: ${problem}`),
  ];
}

/** Why a run did not pass. */
export function problemsOf(report: ParityReport): string[] {
  const { foretold, same, found } = measure(report);
  const { judged } = report;
  return [
    ...(judged.length < BARS.mutants ? [`${judged.length} mutants, expected ${BARS.mutants}`] : []),
    ...(foretold < BARS.foretold ? [`the server's own code said the same in ${percent(foretold)}`] : []),
    ...(same < BARS.same ? [`all judges said the same in ${percent(same)}`] : []),
    ...judged
      .filter(isUnlisted)
      .map((one) => `${compare(one)}, and not listed: ${one.pattern}: ${saidOf(one)}`),
    ...judged
      .filter((one) => !isForetold(one) && compare(one) === 'equal')
      .map((one) => `the server's own code differs: ${one.pattern}: ${one.server ?? one.ours.upstream}`),
    ...unusedReasons(judged).map((reason) => `listed, and no difference is so: ${reason}`),
    ...(found < BARS.found ? [`${percent(found)} of the defects were found`] : []),
  ];
}

function measure({ judged, defects }: ParityReport): Record<'foretold' | 'same' | 'found', number> {
  const isSame = (one: Judged) => ['equal', 'foreseen'].includes(compare(one));
  return {
    foretold: judged.filter(isForetold).length / judged.length,
    same: judged.filter(isSame).length / judged.length,
    found: defects.filter(({ by }) => by.length > 0).length / defects.length,
  };
}

function isUnlisted(judged: Judged): boolean {
  const comparison = compare(judged);
  return (comparison === 'looser' || comparison === 'stricter') && explain(judged) === undefined;
}

function unusedReasons(judged: readonly Judged[]): string[] {
  const used = new Set(judged.map(explain));
  return DIFFERENCES.map(({ reason }) => reason).filter((reason) => !used.has(reason));
}

function saidOf({ server, ours }: Judged): string {
  return server ?? ours.upstream ?? ours.schema ?? ours.kubeconform ?? '';
}

function listDifferences(judged: readonly Judged[]): string[] {
  const reasons = new Map<string, number>();
  for (const one of judged) {
    const reason = explain(one);
    if (reason !== undefined) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return [...reasons].map(([reason, count]) => `  ${count} × ${reason}`);
}

function listDefects(defects: readonly Found[]): string[] {
  const titles = [...new Set(defects.map(({ set }) => set.defect))];
  return titles.map((title) => {
    const all = defects.filter(({ set }) => set.defect === title);
    const missed = all.filter(({ by }) => by.length === 0);
    const names = [...new Set(missed.map(({ set }) => set.pattern.slice(0, set.pattern.indexOf(':'))))];
    return `  ${all.length - missed.length} of ${all.length}: ${title}${names.length > 0 ? `; not ${names.join(', ')}` : ''}`;
  });
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
