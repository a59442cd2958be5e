import type { Finding } from '@fleetwright/findings';
import { nearestName } from '@fleetwright/findings';
import { RELEASES_FOLDER } from '@fleetwright/overlay/layout';
import { sortNames } from './code-unit-order.ts';
import { readInputFile, type InputFile } from './input-file.ts';
import { readPlainFolder, refuseKind } from './plain-file.ts';
import { Refusal } from './refusal.ts';
import { releasedServices, type Releases } from './releases.ts';
import type { Workspace } from './workspace.ts';

/** What a run is about; a missing name stands for all. */
export interface FleetFilter {
  service?: string | undefined;
  cluster?: string | undefined;
  /** Only its clusters and what Argo CD reads about it; the files of all are read, since each names its own. */
  environment?: string | undefined;
}

/** The files of an environment. */
export interface EnvironmentInput {
  environment: InputFile;
  images: InputFile;
  /** The frozen specs in its releases/; absent: there are none. */
  releases?: Releases;
}

/** The hand-written files that a run is about, unparsed, by folder name in code-unit order. */
export interface FleetInputs {
  services: Map<string, InputFile>;
  clusters: Map<string, InputFile>;
  environments: Map<string, EnvironmentInput>;
  /** Folders and files that are not what they should be. */
  findings: Finding[];
}

/** Names of all services, those that only releases know too, in code-unit order. */
export function listServices({ services, environments }: FleetInputs): string[] {
  const released = [...environments.values()].flatMap(({ releases }) => releasedServices(releases));
  return sortNames(new Set([...services.keys(), ...released]));
}

/** Reads the hand-written files of a workspace: with a filter, only those that it asks for. */
export function readWorkspace({ root }: Workspace, filter: FleetFilter = {}): FleetInputs {
  const findings: Finding[] = [];
  const read = (folder: string, file: string, only: string | undefined): Map<string, InputFile> => {
    const names = only === undefined ? listFolders(root, folder, findings) : [only];
    return readInputs(names, (name) => readInputOrReport(root, `${folder}/${name}/${file}`, findings));
  };
  if (filter.service !== undefined) refuseName('service', filter.service);
  if (filter.cluster !== undefined) refuseName('cluster', filter.cluster);
  const services = read('apps', 'model-service.yaml', filter.service);
  const clusters = read('clusters', 'cluster.yaml', filter.cluster);
  const environments = readEnvironments(root, findings, (name) => {
    const folder = `environments/${name}/${RELEASES_FOLDER}`;
    const released = filter.service === undefined ? listFolders(root, folder, findings) : [filter.service];
    const names = released.flatMap((service) => [
      service,
      ...listFolders(root, `${folder}/${service}`, findings).map((wave) => `${service}/${wave}`),
    ]);
    return readInputs(names, (release) =>
      readInputOrReport(root, `${folder}/${release}/model-service.yaml`, findings),
    );
  });
  return { services, clusters, environments, findings };
}

function readInputs<T>(names: readonly string[], read: (name: string) => T | undefined): Map<string, T> {
  return new Map(
    names.flatMap((name) => {
      const input = read(name);
      return input === undefined ? [] : [[name, input] as const];
    }),
  );
}

function readEnvironments(
  root: string,
  findings: Finding[],
  readReleases: (environment: string) => Map<string, InputFile>,
): Map<string, EnvironmentInput> {
  return readInputs(listFolders(root, 'environments', findings), (name) => {
    const folder = `environments/${name}`;
    const environment = readInputOrReport(root, `${folder}/environment.yaml`, findings);
    const images = readInputOrReport(root, `${folder}/images.yaml`, findings);
    if (environment === undefined) return undefined;
    if (images !== undefined) return { environment, images, releases: readReleases(name) };
    findings.push({
      rule: 'workspace/missing-file',
      severity: 'error',
      file: `${folder}/images.yaml`,
      environment: name,
      message: `The environment ${name} has no image lock: no image has a digest.`,
      fix: 'Add the file, with an entry for each image that its services run.',
    });
    return undefined;
  });
}

// One unreadable file must not hide the problems of the others.
function readInputOrReport(root: string, path: string, findings: Finding[]): InputFile | undefined {
  try {
    return readInputFile(root, path);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    findings.push(error.finding);
    return undefined;
  }
}

function listFolders(root: string, folder: string, findings: Finding[]): string[] {
  const names: string[] = [];
  for (const entry of readPlainFolder(root, folder) ?? []) {
    const path = `${folder}/${entry.name}`;
    if (entry.name.startsWith('.') || entry.isFile()) continue;
    if (!entry.isDirectory()) findings.push(refuseKind(path, describeKind(entry)).finding);
    else if (FOLDER_NAME.test(entry.name)) names.push(entry.name);
    else findings.push(describeFolderName(path, entry.name));
  }
  return sortNames(names);
}

function describeKind(entry: { isSymbolicLink(): boolean }): string {
  return entry.isSymbolicLink() ? 'a symbolic link' : 'not a regular file';
}

// The names of services, clusters and environments: nothing else is ever joined to a path.
const FOLDER_NAME = /^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

function describeFolderName(path: string, name: string): Finding {
  return {
    rule: 'workspace/folder-name',
    severity: 'error',
    file: path,
    message: `The folder ${JSON.stringify(name)} cannot name anything: expected lower-case letters, digits and dashes, starting with a letter.`,
    fix: 'Rename the folder.',
  };
}

function refuseName(what: string, name: string): void {
  if (FOLDER_NAME.test(name)) return;
  throw new Refusal({
    rule: 'workspace/unknown-name',
    message: `${JSON.stringify(name)} is no name of a ${what}: expected lower-case letters, digits and dashes, starting with a letter.`,
    fix: `Give a folder of ${what === 'service' ? 'apps/' : 'clusters/'}.`,
  });
}

/** The refusal of a name that stands for nothing in the workspace. */
export function refuseUnknown({ root }: Workspace, folder: 'apps' | 'clusters', name: string): Refusal {
  const names = listFolders(root, folder, []);
  const nearest = nearestName(name, names);
  return new Refusal({
    rule: 'workspace/unknown-name',
    message: `There is no ${folder}/${name}.`,
    fix:
      nearest === undefined
        ? `Give one of: ${names.slice(0, 10).join(', ')}${names.length > 10 ? ', …' : ''}`
        : `Did you mean ${nearest}?`,
  });
}
