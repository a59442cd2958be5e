import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildBed } from '../bed/build-bed.ts';
import { startBed } from '../bed/start-bed.ts';
import { CACHE } from '../build-control-plane.ts';
import { CannotRun } from '../cannot-run.ts';
import type { Case } from './case.ts';
import { runCases, type CaseResult } from './run-cases.ts';

const USAGE =
  'Usage: npm run e2e [-- TEXT…], where only cases are run whose file name contains one of the texts';
const CASES = join(import.meta.dirname, 'cases');
/** Those of the last run with a failed case. */
const LOGS = join(CACHE, 'logs');

/** Runs a fleet and what it must show: 0 all as expected, 1 something is not, 2 could not run. */
async function main(args: readonly string[]): Promise<number> {
  const option = args.find((arg) => arg.startsWith('-'));
  if (option !== undefined) {
    console.error(`Unknown option ${option}. ${USAGE}`);
    return 2;
  }
  try {
    const cases = await loadCases(args);
    if (cases.length === 0) throw new CannotRun(`No case has a file name with ${args.join(' or ')}.`);
    const start = Date.now();
    const results = await run(cases);
    const failed = results.filter(({ problem }) => problem !== undefined).length;
    console.log(`${results.length - failed} passed, ${failed} failed (${seconds(Date.now() - start)})`);
    return failed === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    console.error(`\nTHE FLEET WAS NOT RUN.\n${error.message}\nNothing was shown and nothing passed.`);
    return 2;
  }
}

async function loadCases(texts: readonly string[]): Promise<Case[]> {
  const files = readdirSync(CASES).sort();
  const chosen = files.filter((file) => texts.length === 0 || texts.some((text) => file.includes(text)));
  return Promise.all(chosen.map((file) => loadCase(file)));
}

async function loadCase(file: string): Promise<Case> {
  const { testCase } = (await import(join(CASES, file))) as { testCase: Case };
  return testCase;
}

async function run(cases: readonly Case[]): Promise<CaseResult[]> {
  const parts = buildBed();
  const start = Date.now();
  const bed = await startBed(parts);
  console.log(
    `The fleet runs after ${seconds(Date.now() - start)}; its logs are in ${bed.plane.group.state}.`,
  );
  try {
    const results = await runCases(bed, cases, tell);
    if (results.some(({ problem }) => problem !== undefined)) keepLogs(bed.plane.group.state);
    return results;
  } finally {
    bed.stop();
  }
}

function keepLogs(state: string): void {
  rmSync(LOGS, { recursive: true, force: true });
  for (const file of readdirSync(state).filter((name) => name.endsWith('.log'))) {
    cpSync(join(state, file), join(LOGS, file));
  }
  console.log(`The logs are kept in ${LOGS}.`);
}

function tell({ title, seconds: taken, problem }: CaseResult): void {
  console.log(`${problem === undefined ? 'ok   ' : 'FAIL '} ${title} (${seconds(taken * 1000)})`);
  if (problem !== undefined) console.log(`      ${problem}`);
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

process.exitCode = await main(process.argv.slice(2));
