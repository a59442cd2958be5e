import type { Finding } from '@fleetwright/findings';
import { applyPatchEntry } from './apply-patch-entry.ts';
import { identityOf } from './kube-object.ts';
import type { Manifest } from './manifest.ts';
import { readKustomization, type Kustomization } from './read-kustomization.ts';
import { readManifests, type ReadManifests } from './read-manifests.ts';

/**
 * What Kustomize makes of a folder whose kustomization lists files and patches, and nothing else; of a folder
 * without one, the objects of its YAML files. `files` holds texts by path relative to the folder; results name
 * files below `folder`. What needs Kustomize itself is a finding.
 */
export function buildOverlay(files: ReadonlyMap<string, string>, folder = ''): ReadManifests {
  const kustomization = readKustomization(files);
  if (kustomization === undefined) return placeIn(folder, readPlain(files));
  if ('rule' in kustomization)
    return placeIn(folder, { manifests: [], findings: [{ severity: 'error', ...kustomization }] });
  const { file, unknown } = kustomization;
  if (unknown.length > 0)
    return placeIn(folder, { manifests: [], findings: [describeFeature(file, unknown)] });
  const built = readResources(files, kustomization);
  for (const entry of kustomization.patches) applyPatchEntry(files, entry, kustomization.file, built);
  return placeIn(folder, built);
}

function readPlain(files: ReadonlyMap<string, string>): ReadManifests {
  const read = [...files]
    .filter(([path]) => /\.(?:ya?ml|json)$/.test(path))
    .map(([path, text]) => readManifests(path, text));
  return joinRead(read);
}

function readResources(
  files: ReadonlyMap<string, string>,
  { file, resources }: Kustomization,
): ReadManifests {
  const read = resources.map((path) => {
    const text = files.get(path.replace(/^\.\//, ''));
    if (text !== undefined) return readManifests(path.replace(/^\.\//, ''), text);
    return { manifests: [], findings: [describeMissing(files, file, path)] };
  });
  return refuseDuplicates(joinRead(read));
}

function joinRead(read: readonly ReadManifests[]): ReadManifests {
  return {
    manifests: read.flatMap(({ manifests }) => manifests),
    findings: read.flatMap(({ findings }) => findings),
  };
}

function describeMissing(files: ReadonlyMap<string, string>, file: string, path: string): Finding {
  const folder = `${path.replace(/^\.\//, '').replace(/\/$/, '')}/`;
  const isBase =
    path.startsWith('..') ||
    path.includes('://') ||
    [...files.keys()].some((name) => name.startsWith(folder));
  if (isBase) return describeFeature(file, [`the base ${path}`]);
  return {
    rule: 'manifest/resource-missing',
    severity: 'error',
    file,
    message: `The kustomization lists ${JSON.stringify(path)}, and the folder has no such file.`,
    fix: 'Add the file, or take it off the list.',
  };
}

function describeFeature(file: string, features: readonly string[]): Finding {
  return {
    rule: 'manifest/kustomization-feature',
    severity: 'error',
    file,
    message: `Not built: this kustomization uses ${features.join(', ')}; only files as resources and patches with a target are built here.`,
    fix: 'Build it with kustomize build, and give the output.',
  };
}

function refuseDuplicates({ manifests, findings }: ReadManifests): ReadManifests {
  const seen = new Set<string>();
  const kept = manifests.filter((manifest) => {
    const { group, kind, namespace = '', name } = identityOf(manifest.object);
    const id = JSON.stringify([group, kind, namespace, name]);
    if (name === '' || !seen.has(id)) return seen.add(id);
    findings.push(describeDuplicate(manifest, `${kind}/${name}`));
    return false;
  });
  return { manifests: kept, findings };
}

function describeDuplicate({ file, line }: Manifest, resource: string): Finding {
  return {
    rule: 'manifest/duplicate',
    severity: 'error',
    file,
    line,
    resource,
    message: `${resource} stands twice in the folder; Kustomize refuses that.`,
    fix: 'Delete one of them.',
  };
}

function placeIn(folder: string, { manifests, findings }: ReadManifests): ReadManifests {
  if (folder === '') return { manifests, findings };
  const place = (file: string) => `${folder}/${file}`;
  return {
    manifests: manifests.map((manifest) => ({
      ...manifest,
      file: place(manifest.file),
      ...(manifest.patchedBy && { patchedBy: manifest.patchedBy.map(place) }),
    })),
    findings: findings.map((finding) => ({
      ...finding,
      ...(finding.file !== undefined && { file: place(finding.file) }),
    })),
  };
}
