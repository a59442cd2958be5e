import { compareFindings, type Finding } from '@fleetwright/findings';
import type { FleetStep } from './compare-fleet.ts';
import type { Recovery } from './journal.ts';

/** What a run found and did. */
export interface FleetReport {
  services: number;
  placements: number;
  resources: number;
  /** Generated files that are as they should be. */
  unchanged: number;
  /** Paths of files that were written. */
  written: string[];
  /** Paths of files that were deleted. */
  deleted: string[];
  /** Problems of the inputs and, in a check, each file that is not as it should be; in report order. */
  findings: Finding[];
  /** How the remains of an interrupted run were dealt with. */
  recovery: Recovery | undefined;
}

/** A report of nothing. */
export function emptyReport(): FleetReport {
  return {
    services: 0,
    placements: 0,
    resources: 0,
    unchanged: 0,
    written: [],
    deleted: [],
    findings: [],
    recovery: undefined,
  };
}

/** Adds what one step of a run found. */
export function addStep(report: FleetReport, step: FleetStep): void {
  if (step.placed) report.placements++;
  report.resources += step.resources;
  report.unchanged += step.unchanged;
  report.findings.push(...step.findings);
}

/** Orders the findings; the same problem of a file that many placements share is reported once. */
export function orderFindings(findings: readonly Finding[]): Finding[] {
  const distinct = new Map(findings.map((finding) => [JSON.stringify(finding), finding]));
  return [...distinct.values()].sort(compareFindings);
}
