import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  createRenderer,
  findReviewSides,
  openWorkspace,
  readWorkspace,
  type FleetInputs,
  type PlacementRenderer,
} from '@fleetwright/fleet';
import { CannotRun } from '../cannot-run.ts';
import { formatFindings } from './format-findings.ts';

/** One side of the change: its hand-written files, in a folder of their own. */
export interface Side {
  /** As messages call it: the revision, or `working tree`. */
  name: string;
  folder: string;
  inputs: FleetInputs;
  renderer: PlacementRenderer;
}

/** Where the change comes from and what it makes of it. */
export interface Sides {
  base: Side;
  head: Side;
}

// Everything that a person writes; what is rendered is rendered anew.
const HAND_WRITTEN =
  /^(fleetwright\.yaml$|apps\/|clusters\/[^/]+\/(cluster\.yaml$|[^/]+\/patches\/)|environments\/[^/]+\/((environment|images)\.yaml$|releases\/))/;

/** Copies the hand-written files of a revision and of the working tree below a folder, and reads them. */
export async function readSides(
  { workspace, base }: { workspace: string; base: string },
  scratch: string,
): Promise<Sides> {
  const { sides, problems } = findReviewSides({ folder: workspace, base });
  if (sides === undefined) throw new CannotRun(formatFindings(problems));
  return {
    base: await copySide(sides.base, join(scratch, 'base')),
    head: await copySide(sides.head, join(scratch, 'head')),
  };
}

type Tree = NonNullable<ReturnType<typeof findReviewSides>['sides']>['base'];

async function copySide({ name, ids, read }: Tree, folder: string): Promise<Side> {
  const texts = await read([...ids.keys()].filter((path) => HAND_WRITTEN.test(path)));
  if (texts.size === 0) throw new CannotRun(`${name}: there is no workspace: neither apps/ nor clusters/.`);
  for (const [path, text] of texts) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const inputs = readWorkspace(openWorkspace(folder));
  return { name, folder, inputs, renderer: await createRenderer(inputs) };
}
