import { nearestName, type Finding } from '@fleetwright/findings';
import {
  parseEnvironment,
  parseModelService,
  type EnvironmentFile,
  type Parsed,
} from '@fleetwright/model-service';
import { releasePath } from '@fleetwright/overlay/layout';
import type { InputFile } from './input-file.ts';
import type { FleetInputs } from './read-workspace.ts';

/** Which service is promoted, between which environments. */
export interface PromotionRequest {
  service: string;
  from: string;
  to: string;
}

/** What a promotion comes to. */
export type Promotion =
  /** The files to write, and what stood there before. */
  | {
      status: 'changed';
      changes: { path: string; found: string | undefined; expected: string }[];
      findings: Finding[];
    }
  /** The release is what it would become. */
  | { status: 'unchanged'; changes: []; findings: Finding[] }
  /** The findings say why not. */
  | { status: 'refused'; changes: []; findings: Finding[] };

/** See `promote`, which loads this on demand. */
export function promoteRelease(inputs: FleetInputs, request: PromotionRequest): Promotion {
  const { service, from, to } = request;
  const target = readEnvironment(inputs, to);
  const source = from === to ? target : readEnvironment(inputs, from);
  const findings = [...target.findings, ...(source === target ? [] : source.findings)];
  if (target.value === undefined || source.value === undefined) return refused(findings);
  const mismatch = checkRoute(target.value, from);
  if (mismatch !== undefined) return refused([...findings, mismatch]);
  const spec = specOf(inputs, source.value, service);
  if (spec === undefined) return refused([...findings, describeMissing(inputs, source.value, service)]);
  const parsed = parseModelService(spec.path, spec.text);
  findings.push(...parsed.findings);
  if (parsed.value === undefined) return refused(findings);

  const path = releasePath(to, service);
  const found = inputs.environments.get(to)!.releases?.get(service)?.text;
  const expected = moveSchemaComment(spec.text, spec.path, path);
  if (found === expected) return { status: 'unchanged', changes: [], findings };
  return { status: 'changed', changes: [{ path, found, expected }], findings };
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
