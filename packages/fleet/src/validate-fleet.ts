import type { Finding } from '@fleetwright/findings';
import { KNOWN_JUDGES } from './built-judges.ts';
import type { FleetReport } from './fleet-report.ts';
import { digestFacts, digestOf, judgeFleet, type JudgedFleet } from './judge-fleet.ts';
import { requiredJudges } from './required-judges.ts';
import { reportRefusals, type RunOptions } from './run-steps.ts';

/** What validating a fleet gave. */
export interface ValidationReport extends FleetReport {
  clusters: number;
  /** Rules that no set of objects gave the facts for. */
  notApplicable: string[];
  /** Programs that judged besides schemas and rules, and those that are not built here. */
  judges: { ran: readonly string[]; notRun: readonly string[] };
}

/** What a validation is about. */
export interface ValidationOptions extends RunOptions {
  /** The day on which it is done, such as 2026-11-25: waivers expire. */
  today: string;
}

/** Judges the committed manifests of a fleet as they stand, and the files that they are rendered from. */
export async function validateFleet(options: ValidationOptions): Promise<ValidationReport> {
  let clusters = 0;
  let notApplicable: string[] = [];
  let judges: ValidationReport['judges'] = { ran: [], notRun: [] };
  const report = await reportRefusals(async (started) => {
    const fleet = await judgeFleet(options, started);
    const ran = fleet.judges.names;
    judges = { ran, notRun: KNOWN_JUDGES.filter((judge) => !ran.includes(judge)) };
    const results = fleet.folders.map(({ result }) => result);
    started.resources = results.reduce((sum, { resources }) => sum + resources, 0);
    const findings = [...started.findings, ...results.flatMap((result) => result.findings)];
    if (options.filter === undefined) findings.push(...(await judgeClusters(fleet)));
    await fleet.close();
    findings.push(...(await requiredJudges(fleet, judges.notRun)));
    if (fleet.drifted > 0) findings.push(describeDrifted(fleet.drifted));
    started.findings = await waive(findings, fleet, options);
    fleet.cache?.save({ complete: options.filter === undefined });
    clusters = fleet.inputs.clusters.size;
    notApplicable = commonTo(results.map((result) => result.notApplicable));
  });
  return { ...report, clusters, notApplicable, judges };
}

async function judgeClusters({ inputs, cache, folders, judge }: JudgedFleet): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const cluster of inputs.clusters.keys()) {
    const sets = folders.filter((entry) => entry.cluster === cluster);
    const key = digestOf(
      digestFacts(inputs, cluster),
      ...sets.map(({ folder, digest }) => `${folder.path} ${digest}`),
    );
    let found = cache?.get<Finding[]>('validation.clusters', cluster, key);
    if (found === undefined) {
      const facts = [];
      for (const set of sets) facts.push(await set.facts());
      found = (await judge()).judgeCluster(cluster, sets, facts);
      cache?.set('validation.clusters', cluster, key, found);
    }
    findings.push(...found);
  }
  return findings;
}

async function waive(
  findings: Finding[],
  { inputs }: JudgedFleet,
  { filter, today }: ValidationOptions,
): Promise<Finding[]> {
  const recorded = [...inputs.environments.values()].filter(({ environment }) =>
    environment.text.includes('waivers:'),
  );
  if (recorded.length === 0) return findings;
  const { recordedWaivers } = await import('./recorded-waivers.ts');
  const { applyWaivers } = await import('@fleetwright/validation');
  const waived = applyWaivers(findings, recordedWaivers(inputs), today);
  // A run about a part of the fleet cannot tell what a waiver is unused for.
  return filter === undefined ? waived : waived.filter(({ rule }) => rule !== 'waiver/unused');
}

// A rule that one set had the facts for was applied.
function commonTo(lists: readonly (readonly string[])[]): string[] {
  const [first = [], ...others] = lists;
  return first.filter((id) => others.every((list) => list.includes(id)));
}

function describeDrifted(files: number): Finding {
  return {
    rule: 'validation/not-rendered',
    severity: 'warning',
    message: `${files} ${files === 1 ? 'file is' : 'files are'} not as a render would write ${files === 1 ? 'it' : 'them'}; what stands in the tree was judged.`,
    fix: 'Run: fleetwright render',
  };
}
