import { emitYaml } from '@fleetwright/kube';
import { parsePatchName } from './patch-name.ts';

/** File name that Kustomize and Argo CD look for. */
export const KUSTOMIZATION_FILE = 'kustomization.yaml';

/** Folder of an overlay that people write; a render lists it and never changes it. */
export const PATCHES_FOLDER = 'patches';

/**
 * The text of an overlay's kustomization: its area files and the patches that people wrote.
 * https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
 */
export function emitKustomization(files: readonly string[], patches: readonly string[]): string {
  return emitYaml({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: files,
    patches: patches.length === 0 ? undefined : patches.map(emitPatch),
  });
}

function emitPatch(file: string): object {
  const { kind, name } = parsePatchName(file) ?? {};
  return { path: `${PATCHES_FOLDER}/${file}`, target: { kind, name } };
}

/**
 * The files that a generated kustomization lists; nothing for a text that is none. It reads only the form that
 * this module writes, so that finding out what an overlay owns needs no YAML parser.
 */
export function listedFiles(kustomization: string): string[] {
  const block = /^resources:\n((?:- .*\n)*)/m.exec(kustomization)?.[1] ?? '';
  return block
    .split('\n')
    .map((line) => line.slice(2))
    .filter((file) => /^[a-z][a-z0-9-]*\.yaml$/.test(file));
}
