import { formatSarif, type Finding } from '@fleetwright/findings';
import type { ChangeGroup, Review, Risk, RiskSeverity } from '../../review.ts';

const SEVERITIES: Record<RiskSeverity, Finding['severity']> = {
  high: 'error',
  medium: 'warning',
  low: 'info',
};

/** Risks, new findings and what could not be compared, as code scanning reads them. `version`: of the tool. */
export function formatReviewSarif(review: Review, version: string): string {
  const changes = new Map(review.changes.map((change) => [change.id, change]));
  const risks = review.risks.map((risk) => toFinding(risk, changes));
  return formatSarif([...review.problems, ...risks, ...review.findings.new], version);
}

function toFinding(risk: Risk, changes: ReadonlyMap<string, ChangeGroup>): Finding {
  const { rule, severity, title, why, advice, places } = risk;
  return {
    rule: `review/${rule}`,
    severity: SEVERITIES[severity],
    message: `${title} (${places.expression}${places.production ? '; production' : ''}). ${why}`,
    fix: advice,
    ...placeOf(risk, changes),
  };
}

// Where the risk comes from: its own source, the edit that caused its first change, or the manifest that it stands in.
function placeOf(
  { file, line, changes: ids }: Risk,
  changes: ReadonlyMap<string, ChangeGroup>,
): Pick<Finding, 'file' | 'line'> {
  if (file !== undefined) return { file, ...(line !== undefined && { line }) };
  const change = changes.get(ids[0] ?? '');
  const cause = change?.causes.find((each) => each.file !== undefined);
  const place = cause ?? change?.example;
  return {
    ...(place?.file !== undefined && { file: place.file }),
    ...(place?.line !== undefined && { line: place.line }),
  };
}
