/** What an Nx project of a fleet stands for. */
export type FleetProject =
  | { kind: 'service'; root: string; service: string }
  | { kind: 'cluster'; root: string; cluster: string }
  | { kind: 'environment'; root: string; environment: string }
  | { kind: 'release'; root: string; service: string; environment: string }
  | { kind: 'placement'; root: string; service: string; cluster: string };

/**
 * The files that make their folder a project. Those of a placement are committed, so that who runs where is known
 * without rendering anything.
 */
export const PROJECT_FILES =
  '{apps/*/model-service.yaml,clusters/*/cluster.yaml,clusters/*/*/placement.yaml,environments/*/environment.yaml,environments/*/releases/*/model-service.yaml}';

/** The project whose root is a folder of the workspace, or undefined for any other folder. */
export function parseFleetProject(root: string): FleetProject | undefined {
  const [top, first, second, third, ...rest] = root.split('/');
  if (top === undefined || first === undefined || rest.length > 0) return undefined;
  if (top === 'apps' && second === undefined) return { kind: 'service', root, service: first };
  if (top === 'clusters' && third === undefined) {
    if (second === undefined) return { kind: 'cluster', root, cluster: first };
    return { kind: 'placement', root, service: second, cluster: first };
  }
  if (top !== 'environments') return undefined;
  if (second === undefined) return { kind: 'environment', root, environment: first };
  if (second !== 'releases' || third === undefined) return undefined;
  return { kind: 'release', root, service: third, environment: first };
}
