import { resolve } from 'node:path';
import type { Finding } from '@fleetwright/findings';
import { orderFindings } from './fleet-report.ts';
import { toRefusal } from './refusal.ts';

/** What validating files of anybody gave. */
export interface PathsReport {
  files: number;
  resources: number;
  models: number;
  findings: Finding[];
  notApplicable: string[];
}

/**
 * Judges Kubernetes manifests and Triton model repositories, whoever wrote them. Objects that stand in one folder of
 * Kustomize, or else below one of the paths, are judged together; what they refer to may be elsewhere.
 */
export async function validatePaths(folder: string, paths: readonly string[]): Promise<PathsReport> {
  const report: PathsReport = { files: 0, resources: 0, models: 0, findings: [], notApplicable: [] };
  // A run over a fleet that the cache knows loads no judge.
  const { PathsJudge } = await import('./paths-judge.ts');
  const judge = new PathsJudge();
  for (const path of paths) {
    try {
      judge.judge(resolve(folder, path), withoutEndSlashes(path), report);
    } catch (error) {
      const refusal = toRefusal(error, 'Nothing was changed.');
      if (refusal === undefined) throw error;
      report.findings.push(refusal.finding);
    }
  }
  report.findings = orderFindings(report.findings);
  return report;
}

function withoutEndSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end--;
  return path.slice(0, end);
}
