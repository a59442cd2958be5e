import type { Finding } from '@fleetwright/findings';
import { isRecord } from './is-record.ts';
import { readYamlDocument } from './read-yaml-document.ts';

/** Names under which Kustomize looks for its file. */
const FILES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** What selects the resources of a patch; each value is a regular expression over the whole of a name. */
export interface PatchSelector {
  group?: string;
  version?: string;
  kind?: string;
  name?: string;
  namespace?: string;
}

/** One entry of `patches`. */
export interface PatchEntry {
  /** File, relative to the folder; undefined where the patch stands in the kustomization itself. */
  path?: string;
  patch?: string;
  target?: PatchSelector;
}

/** A kustomization of the features that {@link readKustomization} knows. */
export interface Kustomization {
  file: string;
  resources: string[];
  patches: PatchEntry[];
  /** What it says beyond, as `components` or `patches with options`. */
  unknown: string[];
}

/** The kustomization among files, by path relative to their folder; undefined when there is none. */
export function readKustomization(
  files: ReadonlyMap<string, string>,
): Kustomization | Omit<Finding, 'severity'> | undefined {
  const file = FILES.find((name) => files.has(name));
  if (file === undefined) return undefined;
  const { values, problem } = readYamlDocument(files.get(file)!);
  if (problem !== undefined) {
    const { line, ...text } = problem;
    return { file, line: line + 1, ...text };
  }
  const [value = {}] = values;
  if (values.length > 1 || !isRecord(value)) return describeShape(file, 'is no map');
  return readFields(file, value);
}

function readFields(
  file: string,
  { apiVersion: _apiVersion, kind: _kind, metadata: _metadata, ...value }: Record<string, unknown>,
): Kustomization | Omit<Finding, 'severity'> {
  const { resources = [], patches = [], ...others } = value;
  if (!Array.isArray(resources) || !resources.every((entry) => typeof entry === 'string'))
    return describeShape(file, 'has resources that are no list of paths');
  if (!Array.isArray(patches) || !patches.every(isPatchEntry))
    return describeShape(file, 'has patches that are no list of paths or texts with targets');
  const unknown = [...Object.keys(others), ...new Set(patches.flatMap(unknownOfPatch))];
  return { file, resources, patches, unknown };
}

function isPatchEntry(entry: unknown): entry is PatchEntry & Record<string, unknown> {
  if (!isRecord(entry)) return false;
  const { path, patch, target } = entry;
  const isText = (value: unknown) => value === undefined || typeof value === 'string';
  const isTarget = target === undefined || (isRecord(target) && Object.values(target).every(isText));
  return isText(path) && isText(patch) && (path === undefined) !== (patch === undefined) && isTarget;
}

const SELECTED_BY = new Set(['group', 'version', 'kind', 'name', 'namespace']);

function unknownOfPatch({ path: _path, patch: _patch, target = {}, ...others }: PatchEntry): string[] {
  const selectors = Object.keys(target).filter((name) => !SELECTED_BY.has(name));
  return [
    ...Object.keys(others).map((name) => `patches with ${name}`),
    ...selectors.map((name) => `targets with ${name}`),
  ];
}

function describeShape(file: string, what: string): Omit<Finding, 'severity'> {
  return {
    rule: 'manifest/kustomization',
    file,
    line: 1,
    message: `This kustomization ${what}.`,
    fix: 'Correct it: kustomize build refuses it as well.',
  };
}
