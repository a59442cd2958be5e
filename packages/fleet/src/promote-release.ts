import { nearestName, type Finding } from '@fleetwright/findings';
import {
  parseEnvironment,
  parseModelService,
  type EnvironmentFile,
  type Parsed,
} from '@fleetwright/model-service';
import { releaseName, releasePath } from '@fleetwright/overlay/layout';
import type { InputFile } from './input-file.ts';
import type { FleetInputs } from './read-workspace.ts';
import { releasesOf } from './releases.ts';

/** Which service is promoted, between which environments. */
export interface PromotionRequest {
  service: string;
  from: string;
  to: string;
  /** Wave of `to` that it reaches, from 1; the last one, or none, is all of the environment. */
  wave?: number | undefined;
}

/** What a promotion comes to. */
export type Promotion =
  /** The files to write or, without an expected text, to delete, and what stood there before. */
  | {
      status: 'changed';
      changes: { path: string; found: string | undefined; expected: string | undefined }[];
      findings: Finding[];
    }
  /** The release is what it would become. */
  | { status: 'unchanged'; changes: []; findings: Finding[] }
  /** The findings say why not. */
  | { status: 'refused'; changes: []; findings: Finding[] };

/** See `promote`, which loads this on demand. */
export function promoteRelease(inputs: FleetInputs, request: PromotionRequest): Promotion {
  const { from, to } = request;
  const target = readEnvironment(inputs, to);
  const source = from === to ? target : readEnvironment(inputs, from);
  const findings = [...target.findings, ...(source === target ? [] : source.findings)];
  if (target.value === undefined || source.value === undefined) return refused(findings);
  const mismatch = checkRoute(target.value, from) ?? checkWave(target.value, request);
  if (mismatch !== undefined) return refused([...findings, mismatch]);
  const spec = findSource(inputs, source.value, request);
  if ('rule' in spec) return refused([...findings, spec]);
  const parsed = parseModelService(spec.path, spec.text);
  findings.push(...parsed.findings);
  if (parsed.value === undefined) return refused(findings);
  const changes = listChanges(inputs, spec, { ...request, wave: earlyWave(target.value, request) });
  return changes.length === 0
    ? { status: 'unchanged', changes: [], findings }
    : { status: 'changed', changes, findings };
}

// With the last wave the release is that of the whole environment, and the waves have no releases of their own.
function earlyWave({ content }: Parsed<EnvironmentFile>, { wave }: PromotionRequest): number | undefined {
  return wave === content.spec.waves?.length ? undefined : wave;
}

function listChanges(
  { environments }: FleetInputs,
  spec: InputFile,
  { service, to, wave }: PromotionRequest,
): { path: string; found: string | undefined; expected: string | undefined }[] {
  const { releases } = environments.get(to)!;
  const path = releasePath(to, service, wave);
  const found = releases?.get(releaseName(service, wave))?.text;
  const expected = moveSchemaComment(spec.text, spec.path, path);
  const others = wave === undefined ? releasesOf(releases, service) : [];
  return [
    { path, found, expected },
    ...others.flatMap((name) => {
      const file = releases!.get(name)!;
      return file.path === path ? [] : [{ path: file.path, found: file.text, expected: undefined }];
    }),
  ].filter((change) => change.found !== change.expected);
}

// A wave after the first gets what the one before it runs: what has proven itself, and not what came meanwhile.
function findSource(
  inputs: FleetInputs,
  source: Parsed<EnvironmentFile>,
  { service, from, to, wave = 1 }: PromotionRequest,
): InputFile | Finding {
  if (wave === 1) return specOf(inputs, source, service) ?? describeMissing(inputs, source, service);
  const before = inputs.environments.get(to)!.releases?.get(releaseName(service, wave - 1));
  if (before !== undefined) return before;
  return {
    rule: 'promote/wave-before',
    severity: 'error',
    file: releasePath(to, service, wave - 1),
    service,
    environment: to,
    message: `Wave ${wave} gets what wave ${wave - 1} runs, but that has no release of ${service} of its own.`,
    fix: `Promote in order: nx generate promote ${service} --from=${from} --to=${to} --wave=${wave - 1}`,
  };
}

function checkWave(
  { content, source }: Parsed<EnvironmentFile>,
  { wave }: PromotionRequest,
): Finding | undefined {
  const { waves = [] } = content.spec;
  if (wave === undefined || (Number.isInteger(wave) && wave >= 1 && wave <= waves.length)) return undefined;
  const { name } = content.metadata;
  const has = waves.length === 0 ? 'no waves' : waves.length === 1 ? '1 wave' : `${waves.length} waves`;
  return {
    rule: 'promote/unknown-wave',
    severity: 'error',
    file: source.path,
    ...source.locate('/spec/waves'),
    pointer: '/spec/waves',
    environment: name,
    message: `There is no wave ${wave}: ${name} has ${has}.`,
    fix:
      waves.length === 0
        ? 'State spec.waves of the environment, or promote to all of it: without --wave.'
        : `Give one from 1 to ${waves.length}.`,
  };
}

function refused(findings: Finding[]): Promotion {
  return { status: 'refused', changes: [], findings };
}

function readEnvironment(
  { environments }: FleetInputs,
  name: string,
): { value?: Parsed<EnvironmentFile>; findings: Finding[] } {
  const files = environments.get(name);
  if (files !== undefined) return parseEnvironment(files.environment.path, files.environment.text);
  const names = [...environments.keys()];
  const nearest = nearestName(name, names);
  return {
    findings: [
      {
        rule: 'promote/unknown-environment',
        severity: 'error',
        message: `There is no environments/${name}.`,
        fix:
          nearest === undefined
            ? `Name one of: ${names.join(', ') || '(there is none)'}.`
            : `Did you mean ${nearest}?`,
      },
    ],
  };
}

function checkRoute({ content, source }: Parsed<EnvironmentFile>, from: string): Finding | undefined {
  const { name } = content.metadata;
  const { promotedFrom } = content.spec;
  if (promotedFrom === from) return undefined;
  const base = { severity: 'error', file: source.path, environment: name } as const;
  if (from === name) {
    return {
      rule: 'promote/same-environment',
      ...base,
      message: `${name} cannot be promoted to itself.`,
      fix:
        promotedFrom === undefined
          ? 'Name two environments.'
          : `Promote from ${promotedFrom}: --from=${promotedFrom}`,
    };
  }
  if (promotedFrom === undefined) {
    return {
      rule: 'promote/tracks-apps',
      ...base,
      ...source.locate('/spec'),
      pointer: '/spec',
      message: `${name} tracks apps/, so nothing is promoted to it; expected promotedFrom: ${from}.`,
      fix: `Set spec.promotedFrom: ${from}, or edit the spec in apps/.`,
    };
  }
  return {
    rule: 'promote/another-source',
    ...base,
    ...source.locate('/spec/promotedFrom'),
    pointer: '/spec/promotedFrom',
    message: `${name} is promoted from ${promotedFrom}, not from ${from}.`,
    fix: `Promote from ${promotedFrom}: --from=${promotedFrom}`,
  };
}

/** The spec that an environment runs of a service. */
function specOf(
  inputs: FleetInputs,
  { content }: Parsed<EnvironmentFile>,
  service: string,
): InputFile | undefined {
  if (content.spec.promotedFrom === undefined) return inputs.services.get(service);
  return inputs.environments.get(content.metadata.name)?.releases?.get(service);
}

function describeMissing(
  inputs: FleetInputs,
  { content }: Parsed<EnvironmentFile>,
  service: string,
): Finding {
  const { name } = content.metadata;
  const isPromoted = content.spec.promotedFrom !== undefined;
  const known = isPromoted ? inputs.environments.get(name)?.releases : inputs.services;
  const nearest = nearestName(service, [...(known?.keys() ?? [])]);
  const path = isPromoted ? releasePath(name, service) : `apps/${service}/model-service.yaml`;
  return {
    rule: 'promote/missing-source',
    severity: 'error',
    file: path,
    service,
    environment: name,
    message: `${name} does not run ${service}: there is no ${path}.`,
    fix:
      nearest !== undefined
        ? `Did you mean ${nearest}?`
        : isPromoted
          ? `Promote it to ${name} first.`
          : 'Name a service of apps/.',
  };
}

// Editors find the schema by a path relative to the file; a copy lies at another depth.
function moveSchemaComment(text: string, from: string, to: string): string {
  const up = (path: string) => '../'.repeat(path.split('/').length - 1);
  const comment = `# yaml-language-server: $schema=${up(from)}`;
  if (!text.startsWith(comment) || text.startsWith(`${comment}../`)) return text;
  return `# yaml-language-server: $schema=${up(to)}${text.slice(comment.length)}`;
}
