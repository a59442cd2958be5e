import type { Finding } from '@fleetwright/findings';
import type { EnvironmentInput, FleetInputs, InputFile } from '@fleetwright/fleet';
import { releasePath, RELEASES_FOLDER } from '@fleetwright/overlay/layout';
import type { FleetView } from './fleet-view.ts';

/** Reads the hand-written files of a workspace, of the services only those that are given, in apps/ and in releases. */
export function readFleetInputs(view: FleetView, services?: readonly string[]): FleetInputs {
  const findings: Finding[] = [];
  return {
    services: readNamed(services ?? listNames(view, 'apps'), (name) =>
      readFile(view, `apps/${name}/model-service.yaml`),
    ),
    clusters: readNamed(listNames(view, 'clusters'), (name) =>
      readFile(view, `clusters/${name}/cluster.yaml`),
    ),
    environments: readNamed(listNames(view, 'environments'), (name) =>
      readEnvironment(view, name, { services, findings }),
    ),
    findings,
  };
}

function listNames(view: FleetView, folder: string): string[] {
  return view
    .children(folder)
    .filter((name) => /^[a-z][-a-z0-9]*$/.test(name))
    .sort();
}

function readNamed<T>(names: readonly string[], read: (name: string) => T | undefined): Map<string, T> {
  return new Map(
    names.flatMap((name) => {
      const input = read(name);
      return input === undefined ? [] : [[name, input] as const];
    }),
  );
}

function readEnvironment(
  view: FleetView,
  name: string,
  { services, findings }: { services: readonly string[] | undefined; findings: Finding[] },
): EnvironmentInput | undefined {
  const folder = `environments/${name}`;
  const environment = readFile(view, `${folder}/environment.yaml`);
  const images = readFile(view, `${folder}/images.yaml`);
  if (environment !== undefined && images === undefined)
    findings.push({
      rule: 'workspace/missing-file',
      severity: 'error',
      file: `${folder}/images.yaml`,
      message: 'The environment has no image lock: no image has a digest.',
      fix: 'Add the file, with an entry for each image that its services run.',
    });
  const released = `${folder}/${RELEASES_FOLDER}`;
  const names = (services ?? listNames(view, released)).flatMap((service) => [
    service,
    ...listNames(view, `${released}/${service}`).map((wave) => `${service}/${wave}`),
  ]);
  // By name, as a service's alone and with the folder of a wave.
  const releases = readNamed(names, (release) => readFile(view, releasePath(name, release)));
  return environment && images && { environment, images, releases };
}

function readFile(view: FleetView, path: string): InputFile | undefined {
  const text = view.read(path, 'utf8');
  return text === null ? undefined : { path, text };
}
