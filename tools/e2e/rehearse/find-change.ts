import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nearestName, type Finding } from '@fleetwright/findings';
import { listServices } from '@fleetwright/fleet';
import { PATCHES_FOLDER } from '@fleetwright/overlay/layout';
import { CannotRun } from '../cannot-run.ts';
import { readDocuments } from '../documents.ts';
import { formatFindings } from './format-findings.ts';
import type { RehearsalRequest } from './parse-arguments.ts';
import type { Side, Sides } from './read-sides.ts';

/** A service on a cluster of the workspace. */
export interface ChangedPlacement {
  service: string;
  cluster: string;
}

/** What becomes of a placement; only new pods of a Rollout can be rehearsed. */
type Kind = 'same' | 'new' | 'removed' | 'no Rollout' | 'not its pods' | 'pods';

interface Comparison extends ChangedPlacement {
  kind: Kind;
}

/** Finds the placement to play; what cannot be played is said. */
export function findChange(sides: Sides, request: RehearsalRequest): ChangedPlacement {
  const services = chooseNames('apps', request.service, (side) => listServices(side.inputs), sides);
  const clusters = chooseNames(
    'clusters',
    request.cluster,
    (side) => [...side.inputs.clusters.keys()],
    sides,
  );
  const found = services.flatMap((service) =>
    clusters.map((cluster) => ({ service, cluster, kind: compare(sides, { service, cluster }) })),
  );
  const changed = found.filter(({ kind }) => kind !== 'same');
  if (changed.length === 0) throw new CannotRun(describeNoChange(sides, request));
  const playable = changed.filter(({ kind }) => kind === 'pods');
  if (playable.length === 0) throw new CannotRun(describeNothingToPlay(changed));
  const names = [...new Set(playable.map(({ service }) => service))];
  if (names.length > 1)
    throw new CannotRun(`${names.length} services change: ${names.join(', ')}. Choose one with --service=S.`);
  return playable[0]!;
}

function chooseNames(
  folder: 'apps' | 'clusters',
  asked: string | undefined,
  list: (side: Side) => readonly string[],
  { base, head }: Sides,
): readonly string[] {
  const names = [...new Set([...list(head), ...list(base)])];
  if (asked === undefined) return names;
  if (names.includes(asked)) return [asked];
  const nearest = nearestName(asked, names);
  throw new CannotRun(
    `There is no ${folder}/${asked}. ${nearest === undefined ? `There are: ${names.join(', ')}.` : `Did you mean ${nearest}?`}`,
  );
}

function compare({ base, head }: Sides, placement: ChangedPlacement): Kind {
  const [before, after] = [render(base, placement), render(head, placement)];
  if (before === undefined) return after === undefined ? 'same' : 'new';
  if (after === undefined) return 'removed';
  if (before.all === after.all) return 'same';
  if (before.pods === undefined || after.pods === undefined) return 'no Rollout';
  return before.pods === after.pods ? 'not its pods' : 'pods';
}

interface Rendered {
  all: string;
  /** What pods are made of; undefined where no Rollout makes them. */
  pods: string | undefined;
}

function render(side: Side, { service, cluster }: ChangedPlacement): Rendered | undefined {
  const patches = readPatches(join(side.folder, `clusters/${cluster}/${service}`, PATCHES_FOLDER));
  const { files, findings } = side.renderer.render(service, cluster, Object.keys(patches));
  refuseErrors(side, [...side.inputs.findings, ...findings]);
  if (files === undefined) return undefined;
  const resources = files.flatMap(({ path, text }) => readDocuments(path, text));
  const rollout = resources.find(({ resource }) => resource.kind === 'Rollout');
  const template = (rollout?.resource.spec as { template: object } | undefined)?.template;
  return {
    all: JSON.stringify([files, patches]),
    pods: template && JSON.stringify([template, patches]),
  };
}

function readPatches(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {};
  const names = readdirSync(folder).sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** Throws when a side does not render. */
export function refuseErrors({ name }: Pick<Side, 'name'>, findings: readonly Finding[]): void {
  if (findings.every(({ severity }) => severity !== 'error')) return;
  throw new CannotRun(`${name} does not render:\n${formatFindings(findings)}`);
}

function describeNoChange({ base, head }: Sides, { service, cluster }: RehearsalRequest): string {
  const what = service ?? 'no service';
  const where = cluster === undefined ? '' : ` on ${cluster}`;
  const verb = service === undefined ? 'changes' : 'does not change';
  return `From ${base.name} to the ${head.name} ${what} ${verb}${where}: there is nothing to rehearse.`;
}

const REASONS: Record<Kind, string> = {
  same: 'does not change there',
  new: 'is new there: no version is there that it could take over from',
  removed: 'goes away there',
  'no Rollout': 'changes there, but no Rollout makes its pods',
  'not its pods': 'changes there, but not its pods: nothing is rolled out',
  pods: 'has new pods there',
};

function describeNothingToPlay(changed: readonly Comparison[]): string {
  const lines = changed.map(({ service, cluster, kind }) => `${cluster}/${service} ${REASONS[kind]}`);
  return ['No change can be rehearsed:', ...lines].join('\n');
}
