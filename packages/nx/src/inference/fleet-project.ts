import {
  KUSTOMIZATION_FILE,
  PLACEMENT_FILE,
  PLATFORM_FOLDER,
  RELEASES_FOLDER,
} from '@fleetwright/overlay/layout';

/** What an Nx project of a fleet stands for; the last three are generated folders. */
export type FleetProject =
  | { kind: 'service'; root: string; service: string }
  | { kind: 'cluster'; root: string; cluster: string }
  | { kind: 'environment'; root: string; environment: string }
  | { kind: 'release'; root: string; service: string; environment: string; wave?: string }
  | { kind: 'placement'; root: string; service: string; cluster: string }
  | { kind: 'platform'; root: string; cluster: string }
  | { kind: 'argocd'; root: string; environment: string };

const ARGOCD_FOLDER = 'argocd';

/**
 * The files that make their folder a project. Those of generated folders are committed, so that who runs where is
 * known without rendering anything.
 */
export const PROJECT_FILES = `{${[
  'apps/*/model-service.yaml',
  'clusters/*/cluster.yaml',
  `clusters/*/*/${PLACEMENT_FILE}`,
  `clusters/*/${PLATFORM_FOLDER}/${KUSTOMIZATION_FILE}`,
  'environments/*/environment.yaml',
  `environments/*/${RELEASES_FOLDER}/*/model-service.yaml`,
  `environments/*/${RELEASES_FOLDER}/*/wave-*/model-service.yaml`,
  `environments/*/${ARGOCD_FOLDER}/${KUSTOMIZATION_FILE}`,
].join()}}`;

/** The project whose root is a folder of the workspace, or undefined for any other folder. */
export function parseFleetProject(root: string): FleetProject | undefined {
  const [top, name, second, third, fourth, ...rest] = root.split('/');
  if (name === undefined || rest.length > 0) return undefined;
  if (top === 'apps') return second === undefined ? { kind: 'service', root, service: name } : undefined;
  if (top === 'clusters') return third === undefined ? parseClusterFolder(root, name, second) : undefined;
  if (top !== 'environments') return undefined;
  if (second === undefined) return { kind: 'environment', root, environment: name };
  if (third === undefined)
    return second === ARGOCD_FOLDER ? { kind: 'argocd', root, environment: name } : undefined;
  if (second !== RELEASES_FOLDER) return undefined;
  const release = { kind: 'release', root, service: third, environment: name } as const;
  if (fourth === undefined) return release;
  return WAVE.test(fourth) ? { ...release, wave: fourth } : undefined;
}

const WAVE = /^wave-[1-9]\d*$/;

function parseClusterFolder(root: string, cluster: string, folder: string | undefined): FleetProject {
  if (folder === undefined) return { kind: 'cluster', root, cluster };
  if (folder === PLATFORM_FOLDER) return { kind: 'platform', root, cluster };
  return { kind: 'placement', root, service: folder, cluster };
}
