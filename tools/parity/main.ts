import { Judges, SchemaFiles } from '@fleetwright/fleet';
import { findValidators, startValidators, type Validators } from '@fleetwright/upstream-validators';
import { isBuilt, loadKubeconform } from 'kubeconform-wasm';
import { openAdmission, type Admission } from '../e2e/admission.ts';
import { buildControlPlane } from '../e2e/build-control-plane.ts';
import { CannotRun } from '../e2e/cannot-run.ts';
import { installCrds } from '../e2e/install-crds.ts';
import type { Resource } from '../e2e/resource.ts';
import { ADMISSION_CONTROLLERS, startControlPlane } from '../e2e/start-control-plane.ts';
import type { Judged } from './compare.ts';
import { drawDefectiveSets, type DefectiveSet } from './defective-sets.ts';
import { findDefects, type Found } from './find-defects.ts';
import { listMutants, type Mutant } from './mutants.ts';
import { readOriginals } from './originals.ts';
import { judgeMutants } from './our-verdicts.ts';
import { formatReport, problemsOf } from './report.ts';
import { askServer } from './server-verdicts.ts';

const USAGE = 'Usage: npm run parity';

/** Compares our verdicts with those of an API server: 0 as listed, 1 they differ, 2 could not run. */
async function main(args: readonly string[]): Promise<number> {
  if (args.length > 0) {
    console.error(`Unknown argument ${args[0]}. ${USAGE}`);
    return 2;
  }
  try {
    const report = await run();
    for (const line of formatReport(report)) console.log(line);
    return problemsOf(report).length === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    console.error(`\nPARITY WAS NOT CHECKED.\n${error.message}`);
    return 2;
  }
}

async function run(): Promise<{ judged: Judged[]; defects: Found[] }> {
  const validators = await startJudges();
  try {
    const mutants = listAll(readOriginals());
    const broken = drawDefectiveSets();
    const answers = await askBed([...mutants, ...broken]);
    const accepted = broken.filter((_, index) => answers[mutants.length + index] === undefined);
    return {
      judged: await judgeAll(mutants, answers, validators),
      defects: await judgeDefects(accepted),
    };
  } finally {
    await validators.close();
  }
}

/** Mutants, and the objects themselves. */
function listAll(originals: readonly Resource[]): Mutant[] {
  const unchanged = originals.map((original) => ({
    pattern: `${original.kind}: unchanged`,
    original,
    changed: original,
  }));
  return [...unchanged, ...listMutants(originals)];
}

/** Asks everything in a row: the server ends connections that idle. */
async function askBed(mutants: readonly Mutant[]): Promise<(string | undefined)[]> {
  const parts = buildControlPlane();
  const plane = await startControlPlane({ binary: parts.binary, controllers: ADMISSION_CONTROLLERS });
  try {
    const admission = openAdmission(plane.api);
    await installCrds(admission, parts.crds);
    await makeNamespaces(admission, mutants);
    return await askServer(admission, mutants);
  } finally {
    plane.stop();
  }
}

/** Without one of them, its verdicts would be missing silently. */
async function startJudges(): Promise<Validators> {
  const binaries = findValidators();
  if (!isBuilt() || binaries?.core === undefined || binaries.istio === undefined)
    throw new CannotRun('Judges are missing; build them: npx nx run-many -t build-wasm build-native');
  return startValidators(binaries);
}

/** They are empty: quotas and Pod Security would judge more than the object. */
async function makeNamespaces(admission: Admission, mutants: readonly Mutant[]): Promise<void> {
  const names = new Set(mutants.map(({ original }) => original.metadata.namespace ?? 'default'));
  for (const name of names) await admission.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
}

async function judgeAll(
  mutants: readonly Mutant[],
  answers: readonly (string | undefined)[],
  validators: Validators,
): Promise<Judged[]> {
  const schemas = new SchemaFiles();
  const kubeconform = await loadKubeconform({ schemas: (path) => schemas.find(path) });
  const ours = await judgeMutants(mutants, { kubeconform, validators }, schemas);
  return mutants.map(({ pattern }, index) => ({ pattern, server: answers[index], ours: ours[index]! }));
}

async function judgeDefects(sets: readonly DefectiveSet[]): Promise<Found[]> {
  const judges = await Judges.start(new SchemaFiles());
  try {
    return await findDefects(sets, judges);
  } finally {
    await judges.close();
  }
}

process.exitCode = await main(process.argv.slice(2));
