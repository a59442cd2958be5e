import { describe, expect, it } from 'vitest';
import { formatBars, measureBars } from './bars.ts';
import type { FleetFigures } from './bench-fleet.ts';
import type { Cost } from './measure.ts';

const cost = (cpu: number, peak = 1e8): Cost => ({ cpu, system: 0, peak });

function fleet(services: number, cold: Cost): FleetFigures {
  const costs = {
    cold,
    template: cost(1),
    helm: cost(8),
    check: cost(0.3),
    readAndHash: cost(0.1),
    edit: cost(0.5),
    checkService: cost(0.2),
  };
  const sizes = { placements: 1, resources: 1, files: 1, bytes: 1, shapes: 1, values: 1 };
  return { services, ...sizes, costs };
}

describe('the bars', () => {
  it('are met up to their limit and missed above it', () => {
    const text = formatBars(measureBars([fleet(100, cost(0.5)), fleet(500, cost(2, 600e6))]));
    expect(text.split('\n').map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
      'met render, nothing there: CPU to Helm 0.25×, at most 0.25×',
      'met render, nothing there: CPU to the text template 2.00×, at most 4×',
      'met render, nothing there: CPU to 100 services 4.00×, at most 5.5×',
      'missed render, nothing there: memory 600.00 MB, at most 500 MB',
      'missed render --check, unchanged: CPU to read and hash 3.00×, at most 2×',
      'met render --check --service=S: CPU 0.20 s, at most 0.4 s',
      '',
    ]);
  });

  it('are not judged by a smaller fleet', () => {
    const bars = measureBars([fleet(20, cost(1))]);
    expect(bars.every(({ figure }) => figure === undefined)).toBe(true);
    expect(formatBars(bars.slice(0, 1))).toBe(
      '-       render, nothing there: CPU to Helm  not measured, at most 0.25× of 500 services\n',
    );
  });
});
