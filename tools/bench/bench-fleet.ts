import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { holdsResources, writeHelmChart } from './helm-chart.ts';
import { addCosts, measure, medianCost, type Cost } from './measure.ts';
import { verifySameResources } from './same-resources.ts';
import { deriveShapes, verifyShapes, type Files } from './text-template.ts';
import { CLUSTERS, serviceName, specText, writeWorkspace } from './write-workspace.ts';

/** What is measured, in the order in which it is printed. */
export const CASES = {
  cold: 'render, nothing there',
  template: 'text template',
  helm: 'helm template, a process per cluster',
  check: 'render --check, unchanged',
  readAndHash: 'read and hash the same files',
  edit: 'render, one spec changed',
  checkService: 'render --check --service=S',
} as const;

export type Case = keyof typeof CASES;

/** The figures of one fleet size. */
export interface FleetFigures {
  services: number;
  placements: number;
  resources: number;
  files: number;
  bytes: number;
  /** Different templates, and values that fill them. */
  shapes: number;
  values: number;
  costs: Record<Case, Cost>;
}

/** The programs that are measured. */
export interface Programs {
  /** Script of the command. */
  fleetwright: string;
  /** Binary. */
  helm: string;
}

/** Where one fleet is measured. */
interface Bench {
  folder: string;
  workspace: string;
  programs: Programs;
}

/** Makes a fleet of so many services in an empty folder, checks that all renderers agree, and measures them. */
export function benchFleet(folder: string, services: number, runs: number, programs: Programs): FleetFigures {
  const bench = { folder, workspace: join(folder, 'workspace'), programs };
  writeWorkspace(bench.workspace, services);
  render(bench);
  const { shapes, ...sizes } = preparePeers(bench);
  const rendering = measureInTurn(runs, {
    cold: () => renderCold(bench),
    template: () => renderTemplate(bench),
    helm: () => renderHelm(bench),
  });
  const checking = measureInTurn(runs, {
    check: () => render(bench, '--check'),
    readAndHash: () => readAndHash(bench),
    edit: (run) => renderEdited(bench, services, run + 1),
    checkService: () => render(bench, '--check', `--service=${serviceName(services - 1)}`),
  });
  return { services, shapes, ...sizes, costs: { ...rendering, ...checking } };
}

// All cases once, then all again, so that a disturbance of the machine meets all alike.
function measureInTurn<Name extends string>(
  runs: number,
  cases: Record<Name, (run: number) => Cost>,
): Record<Name, Cost> {
  const names = Object.keys(cases) as Name[];
  const rounds = Array.from({ length: runs }, (_, run) => names.map((name) => cases[name](run)));
  const entries = names.map((name, index) => [
    name,
    medianCost(rounds.flatMap((costs) => costs[index] ?? [])),
  ]);
  return Object.fromEntries(entries) as Record<Name, Cost>;
}

function render({ workspace, folder, programs }: Bench, ...options: string[]): Cost {
  const args = [process.execPath, programs.fleetwright, 'render', `--workspace=${workspace}`, ...options];
  return measure({ name: `fleetwright render ${options.join(' ')}`, args, output: join(folder, 'out.txt') });
}

function renderCold(bench: Bench): Cost {
  for (const overlay of listOverlays(bench.workspace)) removeFolder(join(bench.workspace, overlay));
  removeFolder(join(bench.workspace, '.fleetwright'));
  return render(bench);
}

function renderEdited(bench: Bench, services: number, edition: number): Cost {
  const index = services >> 1;
  writeFileSync(
    join(bench.workspace, 'apps', serviceName(index), 'model-service.yaml'),
    specText(index, edition),
  );
  return render(bench);
}

function renderTemplate({ folder }: Bench): Cost {
  removeFolder(join(folder, 'template'));
  const script = join(import.meta.dirname, 'text-template-peer.mjs');
  const args = [process.execPath, script, join(folder, 'template.json'), join(folder, 'template')];
  return measure({ name: 'text template', args, output: join(folder, 'out.txt') });
}

function renderHelm({ folder, programs }: Bench): Cost {
  const home = join(folder, 'helm-home');
  const env = { HELM_CACHE_HOME: home, HELM_CONFIG_HOME: home, HELM_DATA_HOME: home };
  const chart = join(folder, 'chart');
  return addCosts(
    CLUSTERS.map((cluster) => {
      const args = [programs.helm, 'template', 'fleet', chart, '--values', join(chart, `${cluster}.json`)];
      return measure({ name: 'helm template', args, output: helmOutput(folder, cluster), env });
    }),
  );
}

function helmOutput(folder: string, cluster: string): string {
  return join(folder, `helm-${cluster}.yaml`);
}

function readAndHash({ folder, workspace }: Bench): Cost {
  const inputs = ['apps', 'clusters', 'environments'].map((name) => join(workspace, name));
  const args = [process.execPath, join(import.meta.dirname, 'read-and-hash-peer.mjs'), ...inputs];
  return measure({ name: 'read and hash', args, output: join(folder, 'out.txt') });
}

/** Writes the peers' inputs, runs each of them once and compares what they render. */
function preparePeers(bench: Bench): Omit<FleetFigures, 'services' | 'costs'> {
  const placements = listOverlays(bench.workspace).map((folder) => readOverlay(bench.workspace, folder));
  const shapes = deriveShapes(placements);
  verifyShapes(shapes, placements);
  writeFileSync(join(bench.folder, 'template.json'), JSON.stringify(shapes));
  renderTemplate(bench);
  verifyFiles(join(bench.folder, 'template'), placements);
  writeHelmChart(join(bench.folder, 'chart'), shapes, CLUSTERS);
  renderHelm(bench);
  const resources = CLUSTERS.map((cluster) => verifyHelm(bench.folder, cluster, placements));
  const files = placements.flatMap((placement) => placement.files);
  return {
    placements: placements.length,
    resources: resources.reduce((sum, count) => sum + count, 0),
    files: files.length,
    bytes: files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0),
    shapes: shapes.length,
    values: Math.max(...shapes.map((shape) => shape.placements[0]?.values.length ?? 0)),
  };
}

function verifyFiles(folder: string, placements: readonly Files[]): void {
  for (const { folder: overlay, files } of placements) {
    for (const { path, text } of files) {
      if (readFileSync(join(folder, overlay, path), 'utf8') === text) continue;
      throw new Error(`The text template writes another ${overlay}/${path}.`);
    }
  }
}

function verifyHelm(folder: string, cluster: string, placements: readonly Files[]): number {
  const texts = placements
    .filter((placement) => placement.folder.startsWith(`clusters/${cluster}/`))
    .flatMap(({ files }) => files.filter(({ path }) => holdsResources(path)).map(({ text }) => text));
  return verifySameResources(texts.join('---\n'), readFileSync(helmOutput(folder, cluster), 'utf8'));
}

function listOverlays(workspace: string): string[] {
  return CLUSTERS.flatMap((cluster) =>
    listFolders(join(workspace, 'clusters', cluster)).map((service) => `clusters/${cluster}/${service}`),
  );
}

function listFolders(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function readOverlay(workspace: string, folder: string): Files {
  const names = readdirSync(join(workspace, folder)).sort();
  return {
    folder,
    files: names.map((path) => ({ path, text: readFileSync(join(workspace, folder, path), 'utf8') })),
  };
}

function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
