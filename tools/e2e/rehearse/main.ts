import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildBed } from '../bed/build-bed.ts';
import { Unexpected } from '../bed/expect.ts';
import { CannotRun } from '../cannot-run.ts';
import { formatAborts, formatPlan, formatTimeline, wrap } from './format-rehearsal.ts';
import { judgeRehearsal, weightsToAbort, type Judgement } from './judge-rehearsal.ts';
import { parseArguments, USAGE, type RehearsalRequest } from './parse-arguments.ts';
import { planRehearsal, type RehearsalPlan } from './plan-rehearsal.ts';
import { playAborts, playChange, withBed } from './rehearse.ts';
import type { Stage } from './play.ts';

/** Plays a change of one service: 0 it went as predicted, 1 it did not, 2 could not run. */
async function main(args: readonly string[]): Promise<number> {
  const request = parseArguments(args);
  if (typeof request === 'string') {
    console.error(`${request}\n${USAGE}`);
    return 2;
  }
  const scratch = mkdtempSync(join(tmpdir(), 'fleetwright-rehearse-'));
  try {
    return (await rehearse(request, scratch)).isPassed ? 0 : 1;
  } catch (error) {
    if (!(error instanceof CannotRun || error instanceof Unexpected)) throw error;
    console.error(`\nNOTHING WAS REHEARSED.\n${error.message}`);
    return 2;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

async function rehearse(request: RehearsalRequest, scratch: string): Promise<Judgement> {
  const plan = await planRehearsal(request, scratch);
  print(formatPlan(plan));
  const parts = buildBed();
  console.error(`\nStarting a bed with ${plan.base.side.name} …`);
  return withBed(parts, plan, (stage) => playAll(stage, plan));
}

async function playAll(stage: Stage, plan: RehearsalPlan): Promise<Judgement> {
  console.error(`It runs; now the ${plan.head.side.name} is pushed …`);
  const act = await playChange(stage, plan);
  print(['', ...formatTimeline(act.samples, plan.demand.steps)]);
  const weights = weightsToAbort(act.samples);
  if (weights.length > 0) console.error(`\nAborting at ${weights.join(' % and at ')} % …`);
  const aborts = await playAborts(stage, plan, weights);
  if (aborts.length > 0) print(['', ...formatAborts(aborts)]);
  const { demand, room, prediction, head } = plan;
  const expected = { steps: demand.steps, room: room.pods, prediction, replicas: head.replicas };
  const judgement = judgeRehearsal(expected, { main: act, aborts });
  print(['', ...judgement.lines.flatMap(wrap)]);
  return judgement;
}

function print(lines: readonly string[]): void {
  for (const line of lines) console.log(line);
}

process.exitCode = await main(process.argv.slice(2));
