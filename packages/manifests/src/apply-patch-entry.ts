import { applyJsonPatch } from './apply-json-patch.ts';
import { isRecord } from './is-record.ts';
import { groupOf, type KubeObject } from './kube-object.ts';
import type { Manifest } from './manifest.ts';
import { mergeTypeOf } from './merge-keys.ts';
import type { PatchEntry, PatchSelector } from './read-kustomization.ts';
import type { ReadManifests } from './read-manifests.ts';
import { readYamlDocument } from './read-yaml-document.ts';
import { mergeStrategically, PatchError } from './strategic-merge.ts';
import { splitDocuments } from './split-documents.ts';

/** Applies one entry of a kustomization's patches to what is built so far; what fails is a finding. */
export function applyPatchEntry(
  files: ReadonlyMap<string, string>,
  entry: PatchEntry,
  kustomization: string,
  built: ReadManifests,
): void {
  const file = entry.path?.replace(/^\.\//, '') ?? kustomization;
  try {
    const patch = readPatch(entry.patch ?? files.get(file));
    const patched = built.manifests.map((manifest) => patchManifest(manifest, patch, entry.target, file));
    if (entry.target === undefined && patched.every((manifest, index) => manifest === built.manifests[index]))
      throw new PatchError('no resource matches it');
    built.manifests = patched.filter((manifest) => manifest !== undefined);
  } catch (error) {
    if (!(error instanceof PatchError)) throw error;
    built.findings.push({
      rule: 'manifest/patch',
      severity: 'error',
      file,
      message: `The patch cannot be applied: ${error.message}.`,
      fix: 'Correct the patch: kustomize build refuses it as well.',
    });
  }
}

type Patch = { operations: unknown[] } | { merges: KubeObject[] };

function readPatch(text: string | undefined): Patch {
  if (text === undefined) throw new PatchError('the folder has no such file');
  const values = splitDocuments(text).flatMap((document) => {
    const { values, problem } = readYamlDocument(document.text);
    if (problem !== undefined)
      throw new PatchError(`${problem.message.replace(/\.$/, '')} (line ${document.line + problem.line})`);
    return values;
  });
  const [first] = values;
  if (Array.isArray(first)) return { operations: first };
  if (values.length > 0 && values.every(isMergePatch)) return { merges: values };
  throw new PatchError(
    'it is neither a list of JSON patch operations nor a resource with kind and metadata.name',
  );
}

function isMergePatch(value: unknown): value is KubeObject {
  return (
    isRecord(value) &&
    typeof value.kind === 'string' &&
    isRecord(value.metadata) &&
    typeof value.metadata.name === 'string'
  );
}

function patchManifest(
  manifest: Manifest,
  patch: Patch,
  target: PatchSelector | undefined,
  file: string,
): Manifest | undefined {
  const object = patchObject(manifest.object, patch, target);
  if (object === manifest.object) return manifest;
  return object && { ...manifest, object, patchedBy: [...(manifest.patchedBy ?? []), file] };
}

function patchObject(
  object: KubeObject,
  patch: Patch,
  target: PatchSelector | undefined,
): KubeObject | undefined {
  if ('operations' in patch) {
    if (target === undefined) throw new PatchError('a JSON patch needs a target');
    return matchesSelector(object, target) ? keepIdentity(applyJsonPatch(object, patch.operations)) : object;
  }
  if (target === undefined) {
    const own = patch.merges.filter((merge) => isSameObject(object, merge));
    return own.reduce<KubeObject | undefined>((merged, merge) => merged && mergeInto(merged, merge), object);
  }
  const [merge, ...others] = patch.merges;
  if (others.length > 0) throw new PatchError('an entry with a target takes a single patch');
  return matchesSelector(object, target) ? mergeInto(object, keepMetadataMaps(merge!)) : object;
}

// Kustomize copies labels and annotations of a patch with a target as texts: `null` is one, it removes nothing.
function keepMetadataMaps(patch: KubeObject): KubeObject {
  const fields = Object.entries(patch.metadata).flatMap(([field, value]) => {
    if (field !== 'labels' && field !== 'annotations') return [[field, value] as const];
    if (!isRecord(value)) return [];
    return [
      [field, Object.fromEntries(Object.entries(value).map(([key, text]) => [key, String(text)]))] as const,
    ];
  });
  return { ...patch, metadata: Object.fromEntries(fields) };
}

function keepIdentity(object: KubeObject): KubeObject {
  const known = isRecord(object) && isRecord(object.metadata) ? object.metadata.name : undefined;
  if (typeof known !== 'string' || typeof object.kind !== 'string' || typeof object.apiVersion !== 'string')
    throw new PatchError('it takes away apiVersion, kind or metadata.name');
  return object;
}

// What an object is known by stays, whatever the patch says.
function mergeInto(object: KubeObject, patch: KubeObject): KubeObject | undefined {
  const merged = mergeStrategically(object, patch, mergeTypeOf(object)) as KubeObject | undefined;
  if (merged === undefined || Object.keys(merged).length === 0) return undefined;
  const { apiVersion, kind, metadata } = object;
  const { name: _name, namespace: _namespace, ...others } = merged.metadata ?? {};
  const { name, namespace } = metadata;
  const known = { ...(name !== undefined && { name }), ...(namespace !== undefined && { namespace }) };
  return { ...merged, apiVersion, kind, metadata: { ...known, ...others } };
}

function isSameObject(object: KubeObject, patch: KubeObject): boolean {
  return (
    object.apiVersion === patch.apiVersion &&
    object.kind === patch.kind &&
    object.metadata.name === patch.metadata.name &&
    (object.metadata.namespace ?? 'default') === (patch.metadata.namespace ?? 'default')
  );
}

function matchesSelector({ apiVersion, kind, metadata }: KubeObject, selector: PatchSelector): boolean {
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  const { name = '', namespace = '' } = metadata;
  const values = { group: groupOf(apiVersion), version, kind, name, namespace };
  return Object.entries(selector).every(
    ([field, pattern]) =>
      pattern === '' || matchesWhole(pattern as string, values[field as keyof PatchSelector]),
  );
}

// Regular expressions of the kind that targets use: names, `.*` and `|`. Others could take forever here, as they
// cannot in Go.
function matchesWhole(pattern: string, value: string): boolean {
  if (!/^(?:[-a-zA-Z0-9|]|\.\*)*$/.test(pattern))
    throw new PatchError(
      `its target ${JSON.stringify(pattern)} is a regular expression; only names, .* and | are understood here`,
    );
  return pattern.split('|').some((choice) => matchesParts(choice.split('.*'), value));
}

function matchesParts(parts: readonly string[], value: string): boolean {
  const [first = '', ...rest] = parts;
  if (!value.startsWith(first)) return false;
  const last = rest.pop();
  if (last === undefined) return value === first;
  let at = first.length;
  for (const part of rest) {
    const found = value.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return value.length - last.length >= at && value.endsWith(last);
}
