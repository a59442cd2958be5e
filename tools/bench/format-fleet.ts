import { CASES, type Case, type FleetFigures } from './bench-fleet.ts';

const HEAD = ['', 'CPU ms', 'of it system', 'µs/resource', '× template', '× helm', 'peak MB'];

/** The figures of one fleet as a table; ratios are of CPU time. */
export function formatFleet(fleet: FleetFigures): string {
  const names = Object.keys(CASES) as Case[];
  return `${describeFleet(fleet)}\n${formatTable([HEAD, ...names.map((name) => formatCase(fleet, name))])}`;
}

function describeFleet({
  services,
  placements,
  resources,
  files,
  bytes,
  shapes,
  values,
}: FleetFigures): string {
  const size = `${services} services, ${placements} placements, ${resources} resources, ${files} files, ${(bytes / 1e6).toFixed(1)} MB`;
  return `${size} (peers: ${shapes} templates, up to ${values} values each)`;
}

function formatCase({ resources, costs }: FleetFigures, name: Case): string[] {
  const { cpu, system, peak } = costs[name];
  return [
    CASES[name],
    (cpu * 1e3).toFixed(0),
    (system * 1e3).toFixed(0),
    ((cpu * 1e6) / resources).toFixed(0),
    (cpu / costs.template.cpu).toFixed(2),
    (cpu / costs.helm.cpu).toFixed(2),
    (peak / 1e6).toFixed(0),
  ];
}

/** Lays rows out in columns: the first to the left, the others to the right. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0);
  return rows.map((row) => `  ${row.map(pad).join('  ')}\n`).join('');
}
