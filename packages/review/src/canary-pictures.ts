import { readManifests, type KubeObject, type Manifest } from '@fleetwright/manifests';
import { parseDuration } from '@fleetwright/kube';
import {
  podsAt,
  ResourceGraph,
  workloadDemands,
  type Demand,
  type RolloutStep,
} from '@fleetwright/validation';
import type { ObjectChange, SideOfObject } from './object-change.ts';
import type { CanaryPicture, CanaryStep, Places } from './review.ts';
import { findScalers } from './find-scalers.ts';
import type { Normalize } from './placeholders.ts';
import type { FolderPair } from './read-folders.ts';
import type { Unit } from './unit.ts';

/** A picture without its places, and the folders that it holds for. */
export interface PictureOfUnits {
  picture: Omit<CanaryPicture, 'places'>;
  units: Unit[];
}

/** Whether a change starts a canary when it is applied, or says differently how one goes. */
export function startsCanary({ kind, action, differences }: ObjectChange): boolean {
  return (
    kind === 'Rollout' &&
    action === 'changed' &&
    differences.some(({ path }) => /^spec\.(?:template|strategy)(?:\.|$)/.test(path))
  );
}

/** How the canaries of changes go; equal ones are one picture. `pairs` are the folders that changes stand in. */
export function drawCanaries(
  changes: readonly ObjectChange[],
  pairs: readonly FolderPair[],
): PictureOfUnits[] {
  const scalers = findScalers(pairs);
  const normalizers = new Map(pairs.map(({ unit, head }) => [unit.folder, head.normalize]));
  const normalizeAt = ({ folder }: Unit) => normalizers.get(folder) ?? ((text: string) => text);
  const pictures = new Map<string, PictureOfUnits>();
  const artist = new SideArtist();
  for (const change of changes.filter(startsCanary)) {
    const normalize = normalizeAt(change.unit);
    const after = artist.draw(change.after!, normalize, scalers(change, 'after'));
    const before = artist.draw(change.before!, normalize, scalers(change, 'before'));
    if (after === undefined) continue;
    const isSame = before !== undefined && JSON.stringify(before.steps) === JSON.stringify(after.steps);
    const picture = { workload: change.id, ...after, ...(before && !isSame && { before: before.steps }) };
    const key = JSON.stringify(picture);
    const known = pictures.get(key);
    if (known === undefined) pictures.set(key, { picture, units: [change.unit] });
    else known.units.push(change.unit);
  }
  return [...pictures.values()];
}

/** A picture with its places. */
export function placePicture(
  { picture: { workload, ...picture } }: PictureOfUnits,
  places: Places,
): CanaryPicture {
  return { workload, places, ...picture };
}

type SideOfPicture = Omit<CanaryPicture, 'places' | 'workload' | 'before'>;

function drawSide(object: KubeObject | undefined, scalers: readonly KubeObject[]): SideOfPicture | undefined {
  const canary = object && strategyOf(object);
  if (object === undefined || canary === undefined) return undefined;
  const manifests = [object, ...scalers].map((each): Manifest => ({
    file: '',
    line: 1,
    text: '',
    root: '',
    object: each,
  }));
  const demand = workloadDemands(new ResourceGraph({ manifests })).find(
    ({ workload }) => workload.node.kind === 'Rollout',
  )?.demand;
  if (demand === undefined) return undefined;
  const perPod = demand.gpu === undefined ? 0 : (demand.perPod[demand.gpu] ?? 0);
  return {
    ...(demand.gpu !== undefined && { resource: demand.gpu }),
    perPod,
    replicas: demand.maxReplicas,
    steps: drawSteps(demand, canary.steps ?? [], perPod),
  };
}

/** Draws how a Rollout is replaced; of an object that changed only differences were read, so that it reads it anew. */
class SideArtist {
  readonly #known = new Map<string, SideOfPicture | undefined>();

  draw(
    { text, object, patchedBy }: SideOfObject,
    normalize: Normalize,
    scalers: readonly KubeObject[],
  ): SideOfPicture | undefined {
    if (patchedBy !== undefined) return drawSide(object, scalers);
    const rest = normalize(dropFields(text));
    const key = `${rest}\0${JSON.stringify(scalers)}`;
    if (!this.#known.has(key)) this.#known.set(key, drawSide(readRollout(rest), scalers));
    return this.#known.get(key);
  }
}

function readRollout(text: string): KubeObject | undefined {
  const objects = readManifests('', text).manifests.map((manifest) => manifest.object);
  return objects.find(({ kind }) => kind === 'Rollout');
}

const NEEDLESS =
  /^ *(?:annotations|labels|command|args|env|ports|volumes|volumeMounts|securityContext|\w+Probe|topologySpreadConstraints):$/;

// Line by line: these fields are most of a manifest, and hold nothing that counts pods or GPUs.
function dropFields(text: string): string {
  let skipped: number | undefined;
  const lines = text.split('\n').filter((line) => {
    const depth = depthOf(line);
    const isBelow =
      skipped !== undefined &&
      (depth > skipped || line.length === depth || (depth === skipped && line.startsWith('- ', depth)));
    if (isBelow) return false;
    skipped = line.endsWith(':') && NEEDLESS.test(line) ? depth : undefined;
    return skipped === undefined && !line.startsWith('image: ', depth);
  });
  return lines.join('\n');
}

function depthOf(line: string): number {
  let depth = 0;
  while (line.charCodeAt(depth) === 32) depth++;
  return depth;
}

interface Canary {
  steps?: readonly Record<string, unknown>[];
}

function strategyOf({ spec }: KubeObject): Canary | undefined {
  const strategy = (spec as { strategy?: { canary?: Canary } } | undefined)?.strategy;
  return strategy?.canary;
}

// Pauses last; everything else is over when its pods are ready.
function drawSteps(
  { steps }: Demand,
  listed: readonly Record<string, unknown>[],
  perPod: number,
): CanaryStep[] {
  const [start, ...moments] = steps;
  const drawn: CanaryStep[] = start === undefined ? [] : [toStep(start, 'start', 0, perPod)];
  const isStep = (step: Record<string, unknown>) => 'setWeight' in step || 'setCanaryScale' in step;
  let next = 0;
  for (const step of listed) {
    const moment = moments[next];
    if (isStep(step) && moment !== undefined) {
      next++;
      const weight = typeof step.setWeight === 'number' ? step.setWeight : (drawn.at(-1)?.weight ?? 0);
      drawn.push(
        toStep(moment, 'setWeight' in step ? `${weight} % of the requests` : 'canary scale', weight, perPod),
      );
    } else if ('pause' in step) addPause(drawn, step.pause);
  }
  return [...drawn, ...moments.slice(next).map((moment) => toStep(moment, moment.label, 100, perPod))];
}

function toStep(moment: RolloutStep, label: string, weight: number, perPod: number): CanaryStep {
  const { stable, canary, terminating } = moment;
  return {
    label,
    weight,
    stablePods: stable,
    canaryPods: canary,
    terminatingPods: terminating,
    held: podsAt(moment) * perPod,
  };
}

function addPause(drawn: CanaryStep[], pause: unknown): void {
  const last = drawn.at(-1);
  if (last === undefined) return;
  const duration = (pause as { duration?: unknown } | null)?.duration;
  const seconds =
    typeof duration === 'number' ? duration : typeof duration === 'string' ? secondsOf(duration) : undefined;
  if (seconds === undefined) last.label += ', until promoted';
  else last.seconds = (last.seconds ?? 0) + seconds;
}

function secondsOf(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  const milliseconds = parseDuration(text);
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}
