import type { Bar } from './bars.ts';
import { VALIDATE_CASES, type ValidateCase, type ValidateFigures } from './bench-validate.ts';
import { formatTable } from './format-fleet.ts';

/** The figures of one fleet as a table. */
export function formatValidateFigures({ services, costs }: ValidateFigures): string {
  const rows = (Object.keys(VALIDATE_CASES) as ValidateCase[]).map((name) => {
    const { cpu, system, peak } = costs[name];
    return [VALIDATE_CASES[name], cpu.toFixed(2), system.toFixed(2), (peak / 1e6).toFixed(0)];
  });
  return `A fleet judged: ${services} services\n${formatTable([['', 'CPU s', 'system s', 'MB'], ...rows])}`;
}

/** What validating a fleet is meant to achieve. */
export function measureValidateBars(figures: ValidateFigures | undefined): Bar[] {
  const costs = figures?.costs;
  return [
    {
      name: 'validate by schemas and rules, nothing known: CPU to kubeconform',
      limit: 1.5,
      unit: '×',
      figure: costs && costs.cold.cpu / costs.native.cpu,
    },
    {
      name: 'validate with kubeconform-wasm, nothing known: CPU to kubeconform',
      limit: 6,
      unit: '×',
      figure: costs && costs.gate.cpu / costs.native.cpu,
    },
    {
      name: 'validate, unchanged: CPU to read and hash',
      limit: 2,
      unit: '×',
      figure: costs && costs.unchanged.cpu / costs.readAndHash.cpu,
    },
    { name: 'validate, one spec changed: CPU', limit: 1, unit: ' s', figure: costs?.edit.cpu },
    {
      name: 'validate with kubeconform-wasm, one spec changed: CPU',
      limit: 4,
      unit: ' s',
      figure: costs?.gateEdit.cpu,
    },
  ];
}
