import type { Finding } from '@fleetwright/findings';
import type { KubeObject, Manifest } from '@fleetwright/manifests';
import type { SetReport } from '@fleetwright/validation';
import { judgeAcross, judgeSet, type JudgedSet } from '../proof/judged-sets.ts';
import type { GoldenSet } from './golden-sets.ts';
import type { PlacedMutant } from './select-mutants.ts';

const reports = new Map<JudgedSet, SetReport>();
const across = new Map<JudgedSet, ReadonlySet<string>>();

/** The object of a mutant. */
export function mutate({ golden, index, apply }: PlacedMutant): Manifest {
  const { file, line, object } = golden.set.manifests[index]!;
  const mutated = apply(object) as KubeObject;
  return { file, line, root: '', object: mutated, text: JSON.stringify(mutated) };
}

/** Whether schemas or rules notice a mutant: errors and warnings that the sets do not have without it. */
export function judgeByRules(mutant: PlacedMutant): 'schema' | 'rules' | undefined {
  const mutated = mutate(mutant);
  const { golden, index } = mutant;
  const { apiVersion, kind, metadata } = mutated.object as Partial<KubeObject>;
  // What is no object at all is refused by whoever reads the file.
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !metadata) return 'schema';
  const changed = { ...golden.set, manifests: golden.set.manifests.with(index, mutated) };
  const report = judgeSet(changed);
  const fresh = newKeys(report.findings, reportOf(golden.set).findings);
  if (fresh.some((key) => key.startsWith('schema/'))) return 'schema';
  return fresh.length > 0 || isNoticedElsewhere(golden, changed, report) ? 'rules' : undefined;
}

/** By sets that refer to the changed one, or by comparing all sets of the cluster. */
function isNoticedElsewhere(
  { set, dependents, others }: GoldenSet,
  changed: JudgedSet,
  report: SetReport,
): boolean {
  const rest = dependents.map((dependent) => ({ ...dependent, context: changed.manifests }));
  const restReports = rest.map(judgeSet);
  const byDependents = restReports.some(
    ({ findings }, position) => newKeys(findings, reportOf(dependents[position]!).findings).length > 0,
  );
  if (byDependents) return true;
  const known = acrossOf({ set, dependents, others });
  const all = [report, ...restReports, ...others.map(reportOf)];
  return judgeAcross([changed, ...rest, ...others], all).some(
    (finding) => isLoud(finding) && !known.has(keyOf(finding)),
  );
}

function reportOf(set: JudgedSet): SetReport {
  const report = reports.get(set) ?? judgeSet(set);
  reports.set(set, report);
  return report;
}

function acrossOf({
  set,
  dependents,
  others,
}: Pick<GoldenSet, 'set' | 'dependents' | 'others'>): ReadonlySet<string> {
  const all = [set, ...dependents, ...others];
  const known = across.get(set) ?? new Set(judgeAcross(all, all.map(reportOf)).map(keyOf));
  across.set(set, known);
  return known;
}

// An info is no more than a remark: whoever merges does not see it.
function isLoud({ severity }: Finding): boolean {
  return severity !== 'info';
}

function keyOf({ rule, resource, pointer, message }: Finding): string {
  return `${rule} ${resource} ${pointer} ${message}`;
}

function newKeys(found: readonly Finding[], known: readonly Finding[]): string[] {
  const before = new Set(known.map(keyOf));
  return found
    .filter(isLoud)
    .map(keyOf)
    .filter((key) => !before.has(key));
}
