import { isDeepStrictEqual } from 'node:util';
import { nearestName, type Finding } from '@fleetwright/findings';
import type { Artifact, Model, ModelServiceFile } from '@fleetwright/model-service';
import { YamlText } from '../input-text/edit-yaml.ts';
import type { ModelVersionOptions } from './options.ts';

/** The edited spec, or why it cannot be edited. */
export interface SpecEdit {
  text: string;
  /** Place in the spec of what was added. */
  pointer: string;
  findings: Finding[];
}

/** Adds a version, or an artifact of a version that is there; a spec that says it already is given back as it is. */
export function editSpec(
  file: { path: string; text: string; content: ModelServiceFile },
  { model: name, version, artifact }: ModelVersionOptions,
): SpecEdit {
  const { models } = file.content.spec;
  const index =
    name === undefined && models.length === 1 ? 0 : models.findIndex((model) => model.name === name);
  const model = models[index];
  if (model === undefined) return refuse(file.text, describeModel(name, models));
  const at = ['spec', 'models', index, 'versions'];
  const position = model.versions.findIndex((other) => other.version === version);
  const known = model.versions[position];
  const yaml = new YamlText(file.text);
  const done = (text: string, path: readonly (string | number)[]) => ({
    text,
    pointer: `/${path.join('/')}`,
    findings: [],
  });
  if (known === undefined)
    return done(yaml.appendItem(at, { version, artifacts: [artifact] }), [...at, model.versions.length]);
  const artifacts = known.artifacts;
  if (artifacts === undefined)
    return done(yaml.appendField([...at, position], 'artifacts', [artifact]), [
      ...at,
      position,
      'artifacts',
      0,
    ]);
  const same = artifacts.findIndex(({ storageUri }) => storageUri === artifact.storageUri);
  const place = [...at, position, 'artifacts'];
  if (same === -1) return done(yaml.appendItem(place, artifact), [...place, artifacts.length]);
  const differing = differences(artifacts[same]!, artifact);
  if (differing.length === 0) return done(file.text, [...place, same]);
  return refuse(file.text, {
    file: file.path,
    message: `Version ${version} of ${model.name} has the artifact ${artifact.storageUri} already, with ${differing.join(', ')}.`,
    fix: 'Store new content under a new path, or edit the spec by hand.',
  });
}

function differences(known: Artifact, given: Artifact): string[] {
  return (['sha256', 'size', 'builtFor'] as const)
    .filter((key) => !isDeepStrictEqual(withoutAbsent(known[key]), withoutAbsent(given[key])))
    .map((key) => (known[key] === undefined ? `no ${key}` : `another ${key}`));
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

function refuse(text: string, finding: Omit<Finding, 'rule' | 'severity'>): SpecEdit {
  return { text, pointer: '', findings: [{ rule: 'nx/model-version', severity: 'error', ...finding }] };
}
