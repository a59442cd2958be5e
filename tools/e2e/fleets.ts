import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { load } from 'js-yaml';
import type { Document } from './documents.ts';
import { readOverlay } from './read-overlay.ts';

/** A workspace: where its overlays and where its hand-written files lie. */
export interface FleetFolder {
  name: string;
  root: string;
  /** The same folder but for golden cases, whose inputs stand apart. */
  inputs: string;
}

/** What one rendered folder holds. */
export interface Overlay {
  /** For messages: `<fleet>: <folder>`. */
  title: string;
  documents: Document[];
}

/** A cluster and what is synced to it. */
export interface ClusterOverlays {
  title: string;
  facts: ClusterFacts;
  /** What makes the namespace; a cluster without one cannot take services. */
  platform: Overlay | undefined;
  services: Overlay[];
}

/** The facts of a cluster that decide what its API server and its mesh do. */
export interface ClusterFacts {
  kubernetes: string;
  mesh: MeshFacts;
}

/** How pods join the mesh. */
export type MeshFacts =
  { mode: 'sidecar'; cni: boolean; nativeSidecars: boolean } | { mode: 'ambient' } | { mode: 'none' };

/** A fleet as it is committed. */
export interface Fleet {
  clusters: ClusterOverlays[];
  /** What Argo CD itself runs on. */
  environments: Overlay[];
}

/** The repository's root. */
export const ROOT = resolve(import.meta.dirname, '../..');

/** A workspace, and every golden case of the repository. */
export function listFleets(workspace: string): FleetFolder[] {
  const fixtures = join(ROOT, 'packages/overlay/fixtures');
  const goldens = list(fixtures).map((name) => ({
    name,
    root: join(fixtures, name, 'expected'),
    inputs: join(fixtures, name, 'input'),
  }));
  return [{ name: 'workspace', root: workspace, inputs: workspace }, ...goldens];
}

/** Reads every overlay below `clusters/` and `environments/`; `binary` builds those that people patched. */
export function readFleet(folder: FleetFolder, binary: string): Fleet {
  const read = (path: string): Overlay => ({
    title: `${folder.name}: ${relative(folder.root, path)}`,
    documents: readOverlay(
      { path, patches: join(folder.inputs, relative(folder.root, path), 'patches') },
      binary,
    ),
  });
  return {
    clusters: list(join(folder.root, 'clusters')).map((name) => readCluster(folder, { name, read })),
    environments: list(join(folder.root, 'environments'))
      .map((name) => join(folder.root, 'environments', name, 'argocd'))
      .filter(isOverlay)
      .map(read),
  };
}

function readCluster(
  { name: fleet, root, inputs }: FleetFolder,
  { name, read }: { name: string; read: (path: string) => Overlay },
): ClusterOverlays {
  const folder = join(root, 'clusters', name);
  const overlays = list(folder).filter((child) => isOverlay(join(folder, child)));
  return {
    title: `${fleet}: clusters/${name}`,
    facts: parseFacts(readFileSync(join(inputs, 'clusters', name, 'cluster.yaml'), 'utf8')),
    platform: overlays.includes('platform') ? read(join(folder, 'platform')) : undefined,
    services: overlays.filter((child) => child !== 'platform').map((child) => read(join(folder, child))),
  };
}

function parseFacts(text: string): ClusterFacts {
  const { spec } = load(text) as { spec: { versions: { kubernetes: string }; mesh: MeshFacts } };
  return { kubernetes: spec.versions.kubernetes, mesh: spec.mesh };
}

function isOverlay(folder: string): boolean {
  return existsSync(join(folder, 'kustomization.yaml'));
}

function list(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}
