import { countFindings } from '@fleetwright/findings';
import type { FleetReport } from '@fleetwright/fleet';
import { countNoun } from './count-noun.ts';

/** The line that closes a render or a check. */
export function summarizeRender(report: FleetReport, check: boolean): string {
  const { services, placements, resources } = report;
  const what = `${countNoun(services, 'service')}, ${countNoun(placements, 'placement')}, ${countNoun(resources, 'resource')}`;
  return `${what}: ${check ? describeCheck(report) : describeWrite(report)}`;
}

function describeWrite({ written, deleted, unchanged, findings }: FleetReport): string {
  const { errors, warnings } = countFindings(findings);
  if (errors > 0)
    return `${countNoun(errors, 'error')}, ${countNoun(warnings, 'warning')}; nothing was written`;
  return `${countNoun(written.length, 'file')} written, ${deleted.length} deleted, ${unchanged} unchanged`;
}

function describeCheck({ unchanged, findings }: FleetReport): string {
  const of = (rule: string) => findings.filter((finding) => finding.rule === rule).length;
  const [changed, missing, unexpected] = [of('drift/changed'), of('drift/missing'), of('drift/unexpected')];
  const others = findings.filter(({ rule, severity }) => severity === 'error' && !rule.startsWith('drift/'));
  const errors = others.length === 0 ? '' : `; ${countNoun(others.length, 'error')}`;
  return `${countNoun(unchanged, 'file')} in sync, ${changed} changed, ${missing} missing, ${unexpected} unexpected${errors}`;
}
