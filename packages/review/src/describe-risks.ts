import type { EntryGroup } from './group-entries.ts';
import type { ChangeGroup, Places, Risk, RiskSeverity } from './review.ts';
import { ENTRY_RULES } from './risks/index.ts';
import type { RiskHit } from './risks/risk-rule.ts';

/** Severities, the gravest first. */
export const SEVERITIES: readonly RiskSeverity[] = ['high', 'medium', 'low'];

/** A risk before it has its number. */
export type UnnumberedRisk = Omit<Risk, 'id'>;

/** The risks of one group: one for each rule, named after the gravest of its entries. */
export function risksOfGroup(group: EntryGroup, places: Places): Omit<UnnumberedRisk, 'changes'>[] {
  return ENTRY_RULES.flatMap(({ rule, judge }) => {
    const hits = group.entries.flatMap((entry) => judge(entry) ?? []);
    if (hits.length === 0) return [];
    const order = (hit: RiskHit) => 2 * rankOf(hit.severity) + Number(hit.isMinor === true);
    const { isMinor: _, ...worst } = hits.reduce((a, b) => (order(b) < order(a) ? b : a));
    const others = new Set(hits.map(({ title }) => title)).size - 1;
    return [{ rule, ...worst, title: withOthers(worst, others), places }];
  });
}

function withOthers({ title }: Pick<RiskHit, 'title'>, others: number): string {
  return others === 0 ? title : `${title} (and ${others} more)`;
}

/** Place of a severity in the order of gravity; none comes last. */
export function rankOf(severity: RiskSeverity | undefined): number {
  return severity === undefined ? SEVERITIES.length : SEVERITIES.indexOf(severity);
}

/** The gravest of some severities. */
export function gravest(severities: Iterable<RiskSeverity | undefined>): RiskSeverity | undefined {
  let worst: RiskSeverity | undefined;
  for (const severity of severities) if (rankOf(severity) < rankOf(worst)) worst = severity;
  return worst;
}

/** Numbers risks in the order in which they should be read. */
export function numberRisks(risks: readonly UnnumberedRisk[]): Risk[] {
  const order = [...risks].sort(
    (a, b) =>
      rankOf(a.severity) - rankOf(b.severity) ||
      Number(b.places.production) - Number(a.places.production) ||
      b.places.count - a.places.count,
  );
  return order.map((risk, index) => ({ id: `r${index + 1}`, ...risk }));
}

/** Tells changes of the risks that they take part in. */
export function linkRisks(changes: readonly ChangeGroup[], risks: readonly Risk[]): ChangeGroup[] {
  return changes.map((change) => {
    const own = risks.filter((risk) => risk.changes.includes(change.id));
    const severity = gravest(own.map((risk) => risk.severity));
    return { ...change, risks: own.map(({ id }) => id), ...(severity && { severity }) };
  });
}
