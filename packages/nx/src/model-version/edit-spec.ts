import { isDeepStrictEqual } from 'node:util';
import { nearestName, type Finding } from '@fleetwright/findings';
import type { Artifact, Model } from '@fleetwright/model-service';
import { YamlText } from '../input-text/edit-yaml.ts';
import type { SpecFile } from '../tree/read-spec.ts';
import type { ModelVersionOptions } from './options.ts';

/** The edited spec, or why it cannot be edited. */
export interface SpecEdit {
  text: string;
  /** Place in the spec of what was added. */
  pointer: string;
  findings: Finding[];
}

/** Adds a version, or an artifact of a version that is there; a spec that says it already is given back as it is. */
export function editSpec(file: SpecFile, options: ModelVersionOptions): SpecEdit {
  const { models } = file.content.spec;
  const { model: name, version, artifact } = options;
  const index =
    name === undefined && models.length === 1 ? 0 : models.findIndex((model) => model.name === name);
  const model = models[index];
  if (model === undefined) return refuse(file, describeModel(name, models));
  const at = ['spec', 'models', index, 'versions'];
  const position = model.versions.findIndex((other) => other.version === version);
  const known = model.versions[position];
  const yaml = new YamlText(file.text);
  if (known === undefined) {
    const end = model.versions.length;
    return edited(yaml.insertItem(at, end, { version, artifacts: [artifact] }), [...at, end]);
  }
  if (known.artifacts === undefined) {
    const place = [...at, position];
    return edited(yaml.appendField(place, 'artifacts', [artifact]), [...place, 'artifacts', 0]);
  }
  return addArtifact(file, { yaml, at: [...at, position, 'artifacts'], known: known.artifacts, ...options });
}

function addArtifact(
  file: SpecFile,
  {
    yaml,
    at,
    known,
    version,
    artifact,
  }: ModelVersionOptions & { yaml: YamlText; at: readonly (string | number)[]; known: readonly Artifact[] },
): SpecEdit {
  const same = known.findIndex(({ storageUri }) => storageUri === artifact.storageUri);
  if (same === -1) {
    const index = placeOf(artifact, known);
    return edited(yaml.insertItem(at, index, artifact), [...at, index]);
  }
  const differing = differences(known[same]!, artifact);
  if (differing.length === 0) return edited(file.text, [...at, same]);
  return refuse(file, {
    file: file.path,
    message: `Version ${version} has the artifact ${artifact.storageUri} already, with ${differing.join(', ')}.`,
    fix: 'Store new content under a new path, or edit the spec by hand.',
  });
}

// The first that fits is delivered: what is built for some pools stands before what fits all of them.
function placeOf({ builtFor }: Artifact, known: readonly Artifact[]): number {
  const fallback = known.findIndex((other) => other.builtFor === undefined);
  return builtFor === undefined || fallback === -1 ? known.length : fallback;
}

function edited(text: string, path: readonly (string | number)[]): SpecEdit {
  return { text, pointer: `/${path.join('/')}`, findings: [] };
}

function differences(known: Artifact, given: Artifact): string[] {
  return (['sha256', 'size', 'builtFor'] as const)
    .filter((key) => !isDeepStrictEqual(withoutAbsent(known[key]), withoutAbsent(given[key])))
    .map((key) => `${known[key] === undefined ? 'no' : given[key] === undefined ? 'a' : 'another'} ${key}`);
}

function withoutAbsent(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function describeModel(
  name: string | undefined,
  models: readonly Model[],
): Omit<Finding, 'rule' | 'severity'> {
  const names = models.map((model) => model.name);
  if (name === undefined)
    return {
      message: `The service has ${names.length} models.`,
      fix: `Give --model, one of: ${names.join(', ')}.`,
    };
  const nearest = nearestName(name, names);
  return {
    message: `The service has no model ${JSON.stringify(name)}.`,
    fix: nearest === undefined ? `Give one of: ${names.join(', ')}.` : `Did you mean ${nearest}?`,
  };
}

function refuse({ text }: SpecFile, finding: Omit<Finding, 'rule' | 'severity'>): SpecEdit {
  return { text, pointer: '', findings: [{ rule: 'nx/model-version', severity: 'error', ...finding }] };
}
