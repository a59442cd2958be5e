// `npm run bench`: what rendering costs, as ratios to peers on equal content in the same run. It fails only when
// something cannot run; whether a bar is met is for people to read. TMPDIR chooses the file system: on a slow one
// the system's time for writing files hides what the programs do.
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildTool } from '../go/build.ts';
import { formatBars, LARGE, measureBars } from './bars.ts';
import { benchFleet, type FleetFigures, type Programs } from './bench-fleet.ts';
import { benchReview, type ReviewFigures } from './bench-review.ts';
import { benchValidate, type ValidateFigures } from './bench-validate.ts';
import { formatFleet } from './format-fleet.ts';
import { formatReviewFigures, measureReviewBars } from './format-review-figures.ts';
import { formatValidateFigures, measureValidateBars } from './format-validate-figures.ts';

const CLI = resolve(import.meta.dirname, '../../packages/cli');
const WASM = resolve(import.meta.dirname, '../../packages/kubeconform-wasm');

function main(): void {
  const { values } = parseArgs({
    options: {
      services: { type: 'string', default: '1,20,100,500' },
      runs: { type: 'string', default: '3' },
    },
  });
  const sizes = values.services.split(',').map((text) => parseCount('services', text));
  const runs = parseCount('runs', values.runs);
  const root = mkdtempSync(join(tmpdir(), 'fleetwright-bench-'));
  try {
    const programs = { fleetwright: copyCommand(root), helm: buildTool('helm') };
    const machine = `Node.js ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? '?'}`;
    console.log(`Medians of ${runs} runs in ${tmpdir()}, ${machine}\n`);
    const fleets = sizes.map((services) => benchAndPrint(root, services, runs, programs));
    const largest = Math.max(...sizes);
    const review = benchReviewAndPrint(root, { services: largest, runs }, programs.fleetwright);
    const judged = benchValidateAndPrint(root, { services: largest, runs }, programs.fleetwright);
    const isLarge = largest === LARGE;
    console.log(
      formatBars([
        ...measureBars(fleets),
        ...measureReviewBars(isLarge ? review : undefined),
        ...measureValidateBars(isLarge ? judged : undefined),
      ]),
    );
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function parseCount(name: string, text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new Error(`--${name} takes numbers from 1 to 9999, found ${JSON.stringify(text)}.`);
}

// A build in the meantime must not change what is measured.
function copyCommand(root: string, { gate } = { gate: false }): string {
  const folder = join(root, gate ? 'cli-with-gate' : 'cli');
  if (!existsSync(join(CLI, 'dist'))) throw new Error('The command is not built. Run: npm run build');
  for (const part of ['bin', 'dist', 'package.json'])
    cpSync(join(CLI, part), join(folder, part), { recursive: true });
  // Without its program, as it is before it is built.
  for (const part of ['package.json', gate ? 'dist' : 'dist/index.js'])
    cpSync(join(WASM, part), join(folder, 'node_modules/kubeconform-wasm', part), { recursive: true });
  return join(folder, 'bin/fleetwright.js');
}

function benchAndPrint(root: string, services: number, runs: number, programs: Programs): FleetFigures {
  const folder = join(root, String(services));
  mkdirSync(folder);
  const figures = benchFleet(folder, services, runs, programs);
  rmSync(folder, { recursive: true });
  console.log(formatFleet(figures));
  return figures;
}

function benchReviewAndPrint(
  root: string,
  size: { services: number; runs: number },
  fleetwright: string,
): ReviewFigures {
  const folder = join(root, 'review');
  mkdirSync(folder);
  const figures = benchReview(folder, size, { fleetwright, dyff: buildTool('dyff') });
  rmSync(folder, { recursive: true });
  console.log(formatReviewFigures(figures));
  return figures;
}

function benchValidateAndPrint(
  root: string,
  size: { services: number; runs: number },
  fleetwright: string,
): ValidateFigures {
  const folder = join(root, 'validate');
  mkdirSync(folder);
  const withGate = copyCommand(root, { gate: true });
  const figures = benchValidate(folder, size, {
    fleetwright,
    withGate,
    kubeconform: buildTool('kubeconform'),
  });
  rmSync(folder, { recursive: true });
  console.log(formatValidateFigures(figures));
  return figures;
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
