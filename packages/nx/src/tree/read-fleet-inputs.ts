import type { Finding } from '@fleetwright/findings';
import type { EnvironmentInput, FleetInputs, InputFile } from '@fleetwright/fleet';
import type { FleetView } from './fleet-view.ts';

/** Reads clusters and environments from the tree, and takes the services that are given: no other is touched. */
export function readFleetInputs(
  tree: FleetView,
  services: readonly { name: string; file: string; text: string }[],
): FleetInputs {
  const findings: Finding[] = [];
  return {
    services: new Map(services.map(({ name, file, text }) => [name, { path: file, text }])),
    clusters: readFolders(tree, 'clusters', (folder) => readFile(tree, `${folder}/cluster.yaml`)),
    environments: readFolders(tree, 'environments', (folder) => readEnvironment(tree, folder, findings)),
    findings,
  };
}

function readFolders<T>(
  tree: FleetView,
  parent: string,
  read: (folder: string) => T | undefined,
): Map<string, T> {
  const names = tree.children(parent).filter((name) => /^[a-z][-a-z0-9]*$/.test(name));
  return new Map(
    names.sort().flatMap((name) => {
      const input = read(`${parent}/${name}`);
      return input === undefined ? [] : [[name, input] as const];
    }),
  );
}

function readEnvironment(tree: FleetView, folder: string, findings: Finding[]): EnvironmentInput | undefined {
  const environment = readFile(tree, `${folder}/environment.yaml`);
  const images = readFile(tree, `${folder}/images.yaml`);
  if (environment !== undefined && images === undefined)
    findings.push({
      rule: 'workspace/missing-file',
      severity: 'error',
      file: `${folder}/images.yaml`,
      message: 'The environment has no image lock: no image has a digest.',
      fix: 'Add the file, with an entry for each image that its services run.',
    });
  return environment && images && { environment, images };
}

function readFile(tree: FleetView, path: string): InputFile | undefined {
  const text = tree.read(path, 'utf8');
  return text === null ? undefined : { path, text };
}
