import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { writeFleet } from '@fleetwright/fleet';
import type { Demand } from '@fleetwright/validation';
import type { BedAddresses, FakePool } from '../bed/compose-fleet.ts';
import { predictRollout, readDemand, type Prediction } from '../full/predict-rollout.ts';
import { findChange, refuseErrors } from './find-change.ts';
import { fakePool, findPool, findRoom, type Room } from './find-room.ts';
import type { RehearsalRequest } from './parse-arguments.ts';
import { readPlayed, writeService, writeSurroundings, type PlayedPlacement } from './played-placement.ts';
import { readSides } from './read-sides.ts';

/** What is played, and how it should go. */
export interface RehearsalPlan {
  base: PlayedPlacement;
  head: PlayedPlacement;
  pool: FakePool;
  /** What a pod of head asks for, and the steps of the rollout as they are played. */
  demand: Demand;
  room: Room;
  /** In pods. */
  prediction: Prediction;
}

/** Stand for those of the bed, which is not there yet. */
const ADDRESSES: BedAddresses = {
  repository: 'https://git.example.com/fleet.git',
  prometheus: 'http://localhost:9090',
};

/** Finds the change, renders both sides as they are played, and predicts the rollout; throws where that cannot be. */
export async function planRehearsal(request: RehearsalRequest, scratch: string): Promise<RehearsalPlan> {
  const sides = await readSides(request, scratch);
  const placement = findChange(sides, request);
  const [base, head] = [
    await readPlayed(sides.base, placement, request.replicas),
    await readPlayed(sides.head, placement, request.replicas),
  ];
  const before = await renderPlayed(base, join(scratch, 'played-base'));
  const demand = await renderPlayed(head, join(scratch, 'played-head'));
  const { cluster, environment } = head.inputs;
  const pool = findPool(demand, cluster.content);
  const room = findRoom(demand, pool, environment.content);
  return {
    base,
    head,
    demand,
    room,
    pool: fakePool(placement.cluster, pool, [before, demand]),
    prediction: predictRollout(demand.steps, room.pods),
  };
}

async function renderPlayed(played: PlayedPlacement, folder: string): Promise<Demand> {
  mkdirSync(folder, { recursive: true });
  writeSurroundings(folder, played, ADDRESSES);
  writeService(folder, played);
  const { findings } = await writeFleet({ folder });
  // The files that are played are nobody's: their lines would mislead.
  const withoutPlace = findings.map(({ file: _file, line: _line, ...finding }) => finding);
  refuseErrors({ name: `${played.side.name}, as it is played,` }, withoutPlace);
  return readDemand(folder, played);
}
