import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { KUBERNETES } from '../schemas/sources.ts';
import { kubeconformFlags } from '../proof/kubeconform.ts';
import { measure, medianCost, type Cost } from './measure.ts';
import { serviceName, specText, writeWorkspace } from './write-workspace.ts';

/** What validating a fleet costs, and what the least and a peer cost on the same files. */
export interface ValidateFigures {
  services: number;
  costs: Record<ValidateCase, Cost>;
}

/** What is measured, in the order in which it is printed. */
export const VALIDATE_CASES = {
  cold: 'validate by schemas and rules, nothing known',
  native: 'kubeconform',
  gate: 'validate with kubeconform-wasm, nothing known',
  unchanged: 'validate, unchanged',
  readAndHash: 'read and hash the same files',
  edit: 'validate, one spec changed',
  gateEdit: 'validate with kubeconform-wasm, one spec changed',
} as const;

export type ValidateCase = keyof typeof VALIDATE_CASES;

/** The programs that are measured. */
export interface ValidatePrograms {
  /** Script of the command where no judge is built. */
  fleetwright: string;
  /** The same with kubeconform-wasm. */
  withGate: string;
  /** Binary. */
  kubeconform: string;
}

interface Bench {
  folder: string;
  workspace: string;
  services: number;
  programs: ValidatePrograms;
}

/** Makes and renders a fleet of so many services in an empty folder, and measures judging it. */
export function benchValidate(
  folder: string,
  { services, runs }: { services: number; runs: number },
  programs: ValidatePrograms,
): ValidateFigures {
  const bench = { folder, workspace: join(folder, 'workspace'), services, programs };
  writeWorkspace(bench.workspace, services);
  run(bench, programs.fleetwright, 'render');
  const { fleetwright, withGate } = programs;
  const rounds = Array.from({ length: runs }, (_, round) => ({
    native: judgeNatively(bench),
    gate: validateCold(bench, withGate),
    gateEdit: validateEdited(bench, withGate, 2 * round + 1),
    cold: validateCold(bench, fleetwright),
    unchanged: run(bench, fleetwright, 'validate'),
    readAndHash: readAndHash(bench),
    edit: validateEdited(bench, fleetwright, 2 * round + 2),
  }));
  const cases = Object.keys(VALIDATE_CASES) as ValidateCase[];
  const costs = cases.map((name) => [name, medianCost(rounds.map((round) => round[name]))]);
  return { services, costs: Object.fromEntries(costs) as ValidateFigures['costs'] };
}

// More services than the clusters have room for: that there are findings is expected.
function run({ folder, workspace }: Bench, script: string, command: string): Cost {
  const args = [process.execPath, script, command, `--workspace=${workspace}`];
  return measure({
    name: `fleetwright ${command}`,
    args,
    output: join(folder, 'out.txt'),
    accepted: [0, 1],
  });
}

function validateCold(bench: Bench, script: string): Cost {
  const cache = join(bench.workspace, '.fleetwright/cache');
  for (const file of readdirSync(cache)) if (file.startsWith('validation')) rmSync(join(cache, file));
  return run(bench, script, 'validate');
}

function validateEdited(bench: Bench, script: string, edition: number): Cost {
  const index = bench.services >> 1;
  const spec = join(bench.workspace, 'apps', serviceName(index), 'model-service.yaml');
  writeFileSync(spec, specText(index, edition));
  run(bench, script, 'render');
  return run(bench, script, 'validate');
}

function readAndHash({ folder, workspace }: Bench): Cost {
  const inputs = ['apps', 'clusters', 'environments'].map((name) => join(workspace, name));
  const args = [process.execPath, join(import.meta.dirname, 'read-and-hash-peer.mjs'), ...inputs];
  return measure({ name: 'read and hash', args, output: join(folder, 'out.txt') });
}

/** Every file that holds resources of a service or of a platform. */
function judgeNatively({ folder, workspace, programs }: Bench): Cost {
  const clusters = join(workspace, 'clusters');
  const files = readdirSync(clusters, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.yaml') && !NO_RESOURCES.includes(basename(file)),
  );
  const args = [
    programs.kubeconform,
    ...kubeconformFlags(KUBERNETES.minor),
    ...files.map((file) => join(clusters, file)),
  ];
  return measure({ name: 'kubeconform', args, output: join(folder, 'out.txt') });
}

const NO_RESOURCES = ['cluster.yaml', 'kustomization.yaml', 'placement.yaml'];
