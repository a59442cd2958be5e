import type { FleetFigures } from './bench-fleet.ts';

/** Something that the engine is meant to achieve. */
export interface Bar {
  name: string;
  /** Largest value that meets it. */
  limit: number;
  unit: string;
  /** The figure, or undefined when the fleets that it takes were not measured. */
  figure: number | undefined;
}

/** Fleet size at which the engine and the review are judged. */
export const LARGE = 500;
/** Fleet size that the large one is compared with: five times the services may cost little more than five times. */
const SMALL = 100;

/** The bars and their figures. */
export function measureBars(fleets: readonly FleetFigures[]): Bar[] {
  const large = fleets.find(({ services }) => services === LARGE)?.costs;
  const small = fleets.find(({ services }) => services === SMALL)?.costs;
  return [
    {
      name: 'render, nothing there: CPU to Helm',
      limit: 0.25,
      unit: '×',
      figure: large && large.cold.cpu / large.helm.cpu,
    },
    {
      name: 'render, nothing there: CPU to the text template',
      limit: 4,
      unit: '×',
      figure: large && large.cold.cpu / large.template.cpu,
    },
    {
      name: `render, nothing there: CPU to ${SMALL} services`,
      limit: 5.5,
      unit: '×',
      figure: large && small && large.cold.cpu / small.cold.cpu,
    },
    {
      name: 'render, nothing there: memory',
      limit: 500,
      unit: ' MB',
      figure: large && large.cold.peak / 1e6,
    },
    {
      name: 'render --check, unchanged: CPU to read and hash',
      limit: 2,
      unit: '×',
      figure: large && large.check.cpu / large.readAndHash.cpu,
    },
    { name: 'render --check --service=S: CPU', limit: 0.4, unit: ' s', figure: large?.checkService.cpu },
  ];
}

/** Tells of each bar whether it was met, and with which figure. */
export function formatBars(bars: readonly Bar[]): string {
  const width = Math.max(...bars.map(({ name }) => name.length));
  return bars
    .map((bar) => `${describeVerdict(bar)}  ${bar.name.padEnd(width)}  ${describeFigure(bar)}\n`)
    .join('');
}

function describeVerdict({ figure, limit }: Bar): string {
  if (figure === undefined) return '-     ';
  return figure <= limit ? 'met   ' : 'missed';
}

function describeFigure({ figure, limit, unit }: Bar): string {
  const bar = `at most ${limit}${unit}`;
  return figure === undefined
    ? `not measured, ${bar} of ${LARGE} services`
    : `${figure.toFixed(2)}${unit}, ${bar}`;
}
