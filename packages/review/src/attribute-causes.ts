import { parsePointer } from '@fleetwright/findings';
import { releasePath } from '@fleetwright/overlay/layout';
import type { Entry } from './collapse.ts';
import type { FleetFacts } from './fleet-facts.ts';
import type { InputEdit } from './input-edits.ts';
import { clusterFile, environmentFile, imagesFile, specFile } from './input-paths.ts';
import { shownSide, type ObjectChange } from './object-change.ts';
import type { Cause, ChangeTopic } from './review.ts';
import { shorten, valueText } from './value-text.ts';

/** Why one object in one place changes. */
export interface CauseFound {
  kind: Cause['kind'];
  sentence: string;
  file?: string;
  pointer?: string;
}

/** What causes are looked for in. */
export interface CauseSources {
  edits: ReadonlyMap<string, readonly InputEdit[]>;
  /** Paths of both trees. */
  inputs: { has: (path: string) => boolean };
  /** Patch files that differ. */
  patches: ReadonlySet<string>;
  /** Generated files that do not say what a render of head would write. */
  drifted: ReadonlySet<string>;
  facts: FleetFacts;
}

/** The edits that made one entry's object change in one of its places. */
export function findCauses(entry: Entry, change: ObjectChange, sources: CauseSources): CauseFound[] {
  const { file } = shownSide(change);
  const patches = patchesOf(change, sources.patches);
  if (patches.length > 0)
    return patches.map((patch) => ({ kind: 'patch', sentence: 'a patch', file: patch }));
  const inputs = inputsOf(change);
  if (inputs.length === 0) return [{ kind: 'manifest', sentence: 'the manifest itself', file }];
  const candidates = inputs.flatMap((path) => sources.edits.get(path) ?? []);
  if (candidates.length > 0 && !sources.drifted.has(file)) return choose(entry, candidates);
  return sources.drifted.has(file)
    ? [{ kind: 'hand-edit', sentence: 'a generated file was edited by hand', file }]
    : [{ kind: 'builder', sentence: 'no input changed, so the builders did' }];

  function inputsOf({ unit }: ObjectChange): string[] {
    const { cluster, service } = unit;
    const environment =
      unit.environment ??
      (cluster === undefined ? undefined : sources.facts.clusters.get(cluster)?.environment);
    if (cluster === undefined && environment === undefined) return [];
    return [
      ...(service === undefined ? [] : [specOf(service, cluster, environment)]),
      ...(environment === undefined ? [] : [environmentFile(environment), imagesFile(environment)]),
      ...(cluster === undefined ? [] : [clusterFile(cluster)]),
    ];
  }

  // An environment that is promoted to renders its releases, and what apps/ says does not reach it.
  function specOf(service: string, cluster: string | undefined, environment: string | undefined): string {
    const facts = environment === undefined ? undefined : sources.facts.environments.get(environment);
    if (environment === undefined || facts?.promotedFrom === undefined) return specFile(service);
    const wave = facts.waves.findIndex((clusters) => cluster !== undefined && clusters.includes(cluster)) + 1;
    const own = releasePath(environment, service, wave);
    return wave > 0 && sources.inputs.has(own) ? own : releasePath(environment, service);
  }
}

function patchesOf({ before, after, unit }: ObjectChange, differing: ReadonlySet<string>): string[] {
  const own = [...(before?.patchedBy ?? []), ...(after?.patchedBy ?? [])];
  return [...new Set(own)].filter((file) => differing.has(file) && file.startsWith(unit.folder));
}

// The edit that fits best; several that fit as well; all of them where none does.
function choose(entry: Entry, candidates: readonly InputEdit[]): CauseFound[] {
  const scored = candidates.map((edit) => ({ edit, score: knownScore(entry, edit) }));
  const best = Math.max(...scored.map(({ score }) => score));
  const chosen = scored.filter(({ score }) => score === best).map(({ edit }) => edit);
  return chosen.slice(0, 3).map((edit) => ({
    kind: edit.kind,
    sentence: describeEdit(edit),
    file: edit.file,
    pointer: edit.pointer,
  }));
}

const TOPICS_OF_FIELD: Readonly<Record<string, readonly ChangeTopic[]>> = {
  triton: ['image', 'model-configuration', 'monitoring', 'rollout'],
  models: ['model', 'model-configuration', 'probes', 'storage'],
  resources: ['resources'],
  gpu: ['resources', 'scheduling', 'scaling'],
  nodePools: ['resources', 'scheduling'],
  slo: ['monitoring', 'rollout', 'model-configuration'],
  traffic: ['routing', 'network', 'security', 'rollout'],
  scaling: ['scaling'],
  rollout: ['rollout'],
  monitoring: ['monitoring', 'rollout', 'network'],
  alerts: ['monitoring'],
  quota: ['resources'],
  argocd: ['argocd'],
  gateway: ['routing', 'network'],
  modelStores: ['network', 'model', 'storage'],
  images: ['image'],
};

const SCORES = new WeakMap<Entry, Map<string, number>>();

// Many files are edited alike.
function knownScore(entry: Entry, edit: InputEdit): number {
  const scores = SCORES.get(entry) ?? new Map<string, number>();
  SCORES.set(entry, scores);
  const side = (value: unknown) =>
    typeof value === 'string' || typeof value === 'number' ? `${typeof value} ${value}` : typeof value;
  const key = [edit.kind, edit.pointer, side(edit.from), side(edit.to)].join('\0');
  const score = scores.get(key) ?? scoreEdit(entry, edit);
  scores.set(key, score);
  return score;
}

function scoreEdit({ difference, from, to, topic }: Entry, edit: InputEdit): number {
  // An image that is locked besides others is used once something asks for it.
  if (edit.kind === 'images' && edit.from === undefined) return 0;
  const segments = parsePointer(edit.pointer).filter((segment) => !/^\d+$/.test(segment));
  const name = lettersOf(segments.at(-1) ?? '').replace(/s$/, '');
  const path = lettersOf(difference?.path ?? '');
  const isNamed = name.length > 3 && path.includes(name);
  const values = Number(holdsValue(from, edit.from)) + Number(holdsValue(to, edit.to));
  const area = segments[0] === 'spec' ? segments[1] : segments[0];
  const isAbout = (TOPICS_OF_FIELD[area ?? ''] ?? []).includes(topic);
  return (isNamed ? 4 : 0) + 2 * values + (isAbout ? 1 : 0);
}

function holdsValue(text: string | undefined, value: unknown): boolean {
  if (text === undefined || (typeof value !== 'string' && typeof value !== 'number')) return false;
  const wanted = String(value);
  const at = text.indexOf(wanted);
  const isPart = (character: string | undefined) => character !== undefined && /[A-Za-z0-9]/.test(character);
  return wanted !== '' && at !== -1 && !isPart(text[at - 1]) && !isPart(text[at + wanted.length]);
}

function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '');
}

function describeEdit({ pointer, from, to, file }: InputEdit): string {
  if (pointer === '') return `${file.split('/').at(-1)!} came, went or cannot be read`;
  const path = parsePointer(pointer).join('.');
  const side = (value: unknown) => (value === undefined ? 'nothing' : shorten(valueText(value), 60));
  return `${path} ${side(from)} → ${side(to)}`;
}
