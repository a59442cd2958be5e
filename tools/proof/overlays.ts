import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { load, loadAll } from 'js-yaml';
import { KUBERNETES } from '../schemas/sources.ts';

/** A Kubernetes object as a reader of YAML gives it. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  spec?: unknown;
  data?: Record<string, string>;
}

/** One rendered overlay on the disk. */
export interface Overlay {
  /** For titles of tests: `<case>: <cluster>/<service>`. */
  title: string;
  folder: string;
  /** Folder of the workspace that it is rendered from. */
  inputs: string;
  cluster: string;
  service: string;
  /** Folder of the patches that people wrote; undefined without any. */
  patches: string | undefined;
  shape: Shape;
}

/** What the inputs say about the shape of an overlay: read here anew, so that it proves what the builders made of it. */
export interface Shape {
  /** Minor version: 1.34. */
  kubernetes: string;
  mesh: 'sidecar' | 'ambient' | 'waypoint' | 'none';
  hasRollouts: boolean;
  hasGateway: boolean;
  autoscaling: 'keda' | 'hpa' | 'none';
  delivery: 'fetch' | 'image-volume' | 'pvc' | 'remote';
  /** Whether the spec names callers inside the cluster. */
  hasCallers: boolean;
}

const ROOT = resolve(import.meta.dirname, '../..');
const FIXTURES = join(ROOT, 'packages/overlay/fixtures');

/** A generated folder that belongs to no service, or to one that is going. */
export interface SharedFolder {
  /** For titles of tests: `<case>: <folder>`. */
  title: string;
  folder: string;
  /** Version of its cluster; that of the built-in types for what belongs to none. */
  kubernetes: string;
}

/** Every platform and argocd folder that the repository holds, and the overlays of retired services. */
export function sharedFolders(): SharedFolder[] {
  const cases = list(FIXTURES).map((name) => ({
    name,
    root: join(FIXTURES, name, 'expected'),
    inputs: join(FIXTURES, name, 'input'),
  }));
  return [{ name: 'workspace', root: ROOT, inputs: ROOT }, ...cases].flatMap(({ name, root, inputs }) =>
    [...foldersBelow(root, 'clusters').filter(isShared), ...foldersBelow(root, 'environments')]
      .filter((folder) => existsSync(join(folder, 'kustomization.yaml')))
      .map((folder) => {
        const path = relative(root, folder);
        const [parent, cluster = ''] = path.split('/');
        const kubernetes =
          parent === 'clusters' ? readFacts(inputs, cluster).versions.kubernetes : KUBERNETES.minor;
        return { title: `${name}: ${path}`, folder, kubernetes };
      }),
  );
}

function foldersBelow(root: string, parent: string): string[] {
  return list(join(root, parent)).flatMap((name) =>
    list(join(root, parent, name)).map((folder) => join(root, parent, name, folder)),
  );
}

// Neither holds the resources of a service.
function isShared(folder: string): boolean {
  const placement = join(folder, 'placement.yaml');
  return (
    basename(folder) === 'platform' ||
    (existsSync(placement) && readFileSync(placement, 'utf8').includes('\nlifecycle: retired\n'))
  );
}

/** The overlays of the workspace itself. */
export function committedOverlays(): Overlay[] {
  return overlaysBelow(ROOT, 'workspace', ROOT);
}

/** The expected overlays of every golden case; their patches stand with the inputs. */
export function goldenOverlays(): Overlay[] {
  return list(FIXTURES).flatMap((name) =>
    overlaysBelow(join(FIXTURES, name, 'expected'), name, join(FIXTURES, name, 'input')),
  );
}

/** Every overlay that the repository holds. */
export function allOverlays(): Overlay[] {
  return [...committedOverlays(), ...goldenOverlays()];
}

function overlaysBelow(root: string, name: string, inputs: string): Overlay[] {
  return list(join(root, 'clusters')).flatMap((cluster) =>
    list(join(root, 'clusters', cluster)).flatMap((service) => {
      const folder = join(root, 'clusters', cluster, service);
      if (!existsSync(join(folder, 'kustomization.yaml')) || isShared(folder)) return [];
      const patches = join(inputs, 'clusters', cluster, service, 'patches');
      const title = `${name}: ${cluster}/${service}`;
      const shape = readShape(inputs, cluster, folder);
      return [
        {
          title,
          folder,
          inputs,
          cluster,
          service,
          shape,
          patches: existsSync(patches) ? patches : undefined,
        },
      ];
    }),
  );
}

interface Facts {
  versions: { kubernetes: string };
  mesh: { mode: 'sidecar' | 'ambient' | 'none'; waypoint?: object };
  rollouts: { enabled: boolean };
  gateway?: object;
  autoscaling: { controller: Shape['autoscaling'] };
  modelDelivery: { mode: Shape['delivery'] };
}

function readFacts(inputs: string, cluster: string): Facts {
  return readYaml<{ spec: Facts }>(join(inputs, 'clusters', cluster, 'cluster.yaml')).spec;
}

function readYaml<T>(path: string): T {
  return load(readFileSync(path, 'utf8')) as T;
}

function readShape(inputs: string, cluster: string, folder: string): Shape {
  const { versions, mesh, rollouts, gateway, autoscaling, modelDelivery } = readFacts(inputs, cluster);
  const { release } = readYaml<{ release: string }>(join(folder, 'placement.yaml'));
  return {
    kubernetes: versions.kubernetes,
    mesh: mesh.mode === 'ambient' && mesh.waypoint !== undefined ? 'waypoint' : mesh.mode,
    hasRollouts: rollouts.enabled,
    hasGateway: gateway !== undefined,
    autoscaling: autoscaling.controller,
    delivery: modelDelivery.mode,
    hasCallers: /\bcallers:/.test(readFileSync(join(inputs, release), 'utf8')),
  };
}

/** Whether something on the way applies the weights of a canary: a gateway, or sidecars of callers. */
export function movesTraffic({ hasGateway, hasCallers, mesh }: Shape): boolean {
  return hasGateway || (mesh === 'sidecar' && hasCallers);
}

function list(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

/** Every file of an overlay that a render writes. */
export function generatedFiles({ folder }: Overlay): string[] {
  return list(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => join(folder, name));
}

/** The files of an overlay that its kustomization lists. */
export function resourceFiles({ folder }: Overlay): string[] {
  const { resources } = load(readFileSync(join(folder, 'kustomization.yaml'), 'utf8')) as {
    resources: string[];
  };
  return resources.map((file) => join(folder, file));
}

/** The resources of an overlay as they are rendered, without patches. */
export function readResources(overlay: Overlay): Manifest[] {
  return resourceFiles(overlay).flatMap((file) => parseManifests(readFileSync(file, 'utf8')));
}

/** The resources in a text of several documents. */
export function parseManifests(text: string): Manifest[] {
  return loadAll(text) as Manifest[];
}

/** `Kind/name`. */
export function nameOf({ kind, metadata }: Manifest): string {
  return `${kind}/${metadata.name}`;
}

/** Names of the patch files of an overlay and their texts. */
export function readPatches({ patches }: Overlay): { file: string; text: string }[] {
  if (patches === undefined) return [];
  return list(patches).map((name) => ({
    file: basename(name),
    text: readFileSync(join(patches, name), 'utf8'),
  }));
}
