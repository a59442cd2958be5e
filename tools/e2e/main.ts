import { resolve } from 'node:path';
import { KUBERNETES } from '../schemas/sources.ts';
import { openAdmission, type Admission } from './admission.ts';
import { buildControlPlane, type ControlPlaneParts } from './build-control-plane.ts';
import { CannotRun } from './cannot-run.ts';
import { listFleets, readFleet, ROOT, type Fleet } from './fleets.ts';
import { installCrds } from './install-crds.ts';
import { judgeCluster, judgeEnvironment } from './judge-fleet.ts';
import { judgeMutation, MUTATED_CLUSTER, readMutations, type MutationResult } from './mutations.ts';
import { formatReport, isPassed, type AdmissionReport } from './report.ts';
import { ADMISSION_CONTROLLERS, startControlPlane } from './start-control-plane.ts';
import type { Verdict } from './verdict.ts';

const USAGE = 'Usage: npm run e2e:admission [-- --workspace=DIR]';

/** Admits every committed overlay on a real API server: 0 all admitted, 1 something was refused, 2 could not run. */
async function main(args: readonly string[]): Promise<number> {
  const unknown = args.find((arg) => !arg.startsWith('--workspace='));
  if (unknown !== undefined) {
    console.error(`Unknown argument ${unknown}. ${USAGE}`);
    return 2;
  }
  try {
    const report = await run(resolve(args[0]?.replace('--workspace=', '') ?? ROOT));
    for (const line of formatReport(report)) console.log(line);
    return isPassed(report) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    console.error(`\nADMISSION WAS NOT CHECKED.\n${error.message}\nNothing was admitted and nothing passed.`);
    return 2;
  }
}

async function run(workspace: string): Promise<AdmissionReport> {
  const parts = buildControlPlane();
  const plane = await startControlPlane({ binary: parts.binary, controllers: ADMISSION_CONTROLLERS });
  try {
    return await judgeAll(openAdmission(plane.api), { workspace, parts });
  } finally {
    plane.stop();
  }
}

async function judgeAll(
  admission: Admission,
  { workspace, parts }: { workspace: string; parts: ControlPlaneParts },
): Promise<AdmissionReport> {
  await installCrds(admission, parts.crds);
  const fleets = listFleets(workspace).map((folder) => readFleet(folder, parts.binary));
  const verdicts: Verdict[] = [];
  for (const { clusters, environments } of fleets) {
    for (const cluster of clusters) verdicts.push(...(await judgeCluster(admission, cluster)));
    for (const overlay of environments) verdicts.push(await judgeEnvironment(admission, overlay));
  }
  return { server: KUBERNETES.minor, verdicts, mutations: await judgeMutations(admission, fleets) };
}

async function judgeMutations(admission: Admission, fleets: readonly Fleet[]): Promise<MutationResult[]> {
  const cluster = fleets.flatMap(({ clusters }) => clusters).find(({ title }) => title === MUTATED_CLUSTER);
  if (cluster === undefined) throw new Error(`There is no ${MUTATED_CLUSTER} to break.`);
  const results: MutationResult[] = [];
  for (const mutation of readMutations()) results.push(await judgeMutation(admission, cluster, mutation));
  return results;
}

process.exitCode = await main(process.argv.slice(2));
