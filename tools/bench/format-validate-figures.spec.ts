import { describe, expect, it } from 'vitest';
import { VALIDATE_CASES, type ValidateCase, type ValidateFigures } from './bench-validate.ts';
import { formatValidateFigures, measureValidateBars } from './format-validate-figures.ts';

const CPU: Record<ValidateCase, number> = {
  cold: 3,
  native: 2,
  gate: 10,
  unchanged: 0.5,
  readAndHash: 0.25,
  edit: 0.9,
  gateEdit: 3.5,
};

const FIGURES: ValidateFigures = {
  services: 500,
  costs: Object.fromEntries(
    Object.entries(CPU).map(([name, cpu]) => [name, { cpu, system: 0.1, peak: 2e8 }]),
  ) as ValidateFigures['costs'],
};

describe('measureValidateBars', () => {
  it('compares with peers on the same files, and edits with seconds', () => {
    expect(measureValidateBars(FIGURES).map(({ figure, limit, unit }) => [figure, limit, unit])).toEqual([
      [1.5, 1.5, '×'],
      [5, 6, '×'],
      [2, 2, '×'],
      [0.9, 1, ' s'],
      [3.5, 4, ' s'],
    ]);
  });

  it('has no figures without a fleet', () => {
    expect(measureValidateBars(undefined).map(({ figure }) => figure)).toEqual(Array(5).fill(undefined));
  });
});

describe('formatValidateFigures', () => {
  it('has a line for each case', () => {
    const text = formatValidateFigures(FIGURES);
    expect(text).toContain('A fleet judged: 500 services');
    for (const name of Object.values(VALIDATE_CASES)) expect(text).toContain(name);
    expect(text).toMatch(/kubeconform +2\.00 +0\.10 +200/);
  });
});
