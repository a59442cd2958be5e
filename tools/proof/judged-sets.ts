import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SchemaFiles } from '@fleetwright/fleet';
import type { Finding } from '@fleetwright/findings';
import { buildOverlay, type Manifest } from '@fleetwright/manifests';
import {
  parseCluster,
  parseEnvironment,
  type ClusterFile,
  type EnvironmentFile,
} from '@fleetwright/model-service';
import {
  locatePlace,
  newestVersions,
  ServedKinds,
  validateCluster,
  validateSet,
  type Facts,
  type SetReport,
} from '@fleetwright/validation';
import { readPatches, type Overlay } from './overlays.ts';

/** What the files of a workspace say about a cluster. */
export interface Known {
  cluster: ClusterFile;
  environment: EnvironmentFile;
}

/** What the files of a workspace say about an environment, for what Argo CD reads about it. */
export type KnownEnvironment = Pick<Facts, 'environment' | 'clusters'>;

/** Objects that are judged together, what they may refer to besides, and where they run. */
export interface JudgedSet {
  manifests: readonly Manifest[];
  context: readonly Manifest[];
  /** Undefined where nothing is known of a cluster. */
  known?: Known | undefined;
  /** Given where the objects are what Argo CD reads. */
  synced?: KnownEnvironment;
}

const schemas = new SchemaFiles();

/** Reads what a workspace knows about one of its clusters. */
export function readKnown(workspace: string, name: string): Known {
  const read = (path: string) => readFileSync(join(workspace, path), 'utf8');
  const clusterPath = `clusters/${name}/cluster.yaml`;
  const cluster = parseCluster(clusterPath, read(clusterPath)).value?.content;
  const environmentPath = `environments/${cluster?.spec.environment}/environment.yaml`;
  const environment = parseEnvironment(environmentPath, read(environmentPath)).value?.content;
  if (cluster === undefined || environment === undefined) throw new Error(`${name} has errors`);
  return { cluster, environment };
}

/** Reads what a workspace knows about one of its environments. */
export function readKnownEnvironment(workspace: string, name: string): KnownEnvironment {
  const path = `environments/${name}/environment.yaml`;
  const environment = parseEnvironment(path, readFileSync(join(workspace, path), 'utf8')).value?.content;
  if (environment === undefined) throw new Error(`${name} has errors`);
  const clusters = readdirSync(join(workspace, 'clusters'))
    .sort()
    .filter((cluster) => existsSync(join(workspace, 'clusters', cluster, 'cluster.yaml')))
    .map((cluster) => readKnown(workspace, cluster).cluster);
  return { environment, clusters: clusters.filter(({ spec }) => spec.environment === name) };
}

/** Reads an overlay as it is built, with its patches; its cluster's platform folder is context. */
export function readJudgedSet(overlay: Overlay): JudgedSet {
  const texts = readTexts(overlay.folder);
  for (const { file, text } of readPatches(overlay)) texts.set(`patches/${file}`, text);
  const platform = join(dirname(overlay.folder), 'platform');
  return {
    manifests: buildSound(texts),
    context: existsSync(platform) ? buildSound(readTexts(platform)) : [],
    known: readKnown(overlay.inputs, overlay.cluster),
  };
}

/** Reads the objects of a folder without a kustomization. */
export function readFolder(folder: string): Manifest[] {
  return buildSound(readTexts(folder));
}

function readTexts(folder: string): Map<string, string> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return new Map(files.sort().map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

function buildSound(texts: ReadonlyMap<string, string>): Manifest[] {
  const { manifests, findings } = buildOverlay(texts);
  if (findings.length > 0) throw new Error(findings.map(({ message }) => message).join('\n'));
  return manifests;
}

/** What schemas and rules find in a set, everything being given. */
export function judgeSet({ manifests, context, known, synced }: JudgedSet): SetReport {
  return validateSet({
    manifests,
    context,
    complete: true,
    kinds: kindsOf(known),
    schemas,
    facts: { ...known, ...synced },
  });
}

const kinds = new Map<Known | undefined, ServedKinds>();

function kindsOf(known: Known | undefined): ServedKinds {
  const found = kinds.get(known) ?? new ServedKinds(known?.cluster.spec.versions ?? newestVersions());
  kinds.set(known, found);
  return found;
}

/** What the rules over a whole cluster find in the sets of one, of which the reports are given. */
export function judgeAcross(sets: readonly JudgedSet[], reports: readonly SetReport[]): Finding[] {
  const manifests = sets.flatMap((set) => set.manifests);
  return validateCluster(
    reports.map(({ facts }) => facts),
    { facts: sets[0]?.known, locate: (place) => locatePlace(manifests, place) },
  );
}

/** Both, for the sets of one cluster. */
export function judgeSets(sets: readonly JudgedSet[]): Finding[] {
  const reports = sets.map(judgeSet);
  return [...reports.flatMap(({ findings }) => findings), ...judgeAcross(sets, reports)];
}
