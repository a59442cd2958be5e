import { countFindings, type Finding } from '@fleetwright/findings';
import type { PathsReport, ValidationReport } from '@fleetwright/fleet';
import { COULD_NOT_CHECK } from './command.ts';
import { countNoun } from './count-noun.ts';

/** The line that closes the validation of a fleet. */
export function summarizeFleet(report: ValidationReport): string {
  const { services, clusters, resources } = report;
  return `${countNoun(services, 'service')}, ${countNoun(clusters, 'cluster')}, ${countNoun(resources, 'resource')}: ${summarize(report)}${describeJudges(report)}`;
}

/** The line that closes the validation of files. */
export function summarizePaths(report: PathsReport): string {
  const { files, resources, models } = report;
  return `${countNoun(files, 'file')}, ${countNoun(resources, 'resource')}, ${countNoun(models, 'model')}: ${summarize(report)}`;
}

function describeJudges({ judges: { ran, notRun } }: ValidationReport): string {
  const lines = [`\njudged by schemas, rules${ran.map((judge) => `, ${judge}`).join('')}`];
  if (notRun.length > 0) lines.push(`not run: ${notRun.join(', ')}`);
  return lines.join('\n');
}

function summarize({
  findings,
  notApplicable,
}: {
  findings: readonly Finding[];
  notApplicable: readonly string[];
}): string {
  const open = findings.filter(({ waiver }) => waiver === undefined);
  const { errors, warnings } = countFindings(open);
  const parts = [countNoun(errors, 'error'), countNoun(warnings, 'warning')];
  if (open.length < findings.length) parts.push(`${findings.length - open.length} waived`);
  const unchecked = open.filter(({ rule }) => rule.startsWith(COULD_NOT_CHECK)).length;
  if (unchecked > 0) parts.push(`${unchecked} could not be checked`);
  if (notApplicable.length > 0) parts.push(`${countNoun(notApplicable.length, 'rule')} not applicable`);
  return parts.join(', ');
}
