import { hash } from 'node:crypto';
import type { Finding } from '@fleetwright/findings';
import type { OverlayFile } from '@fleetwright/overlay';
import type { Cache } from './cache.ts';
import { createRenderer } from './create-renderer.ts';
import type { InputFile } from './input-file.ts';
import type {
  ClusterFacts,
  EnvironmentFacts,
  PlacementRenderer,
  RenderedFiles,
} from './placement-renderer.ts';
import { digestFiles, digestFolder, type OverlayFolder } from './read-overlay.ts';
import type { FleetInputs } from './read-workspace.ts';
import { findRelease, waveOf } from './releases.ts';

/** What became of one generated folder. */
export type FolderOutcome = { findings: Finding[] } & (
  | { status: 'not-placed' | 'failed' }
  /** The tree holds exactly what a render would write. */
  | { status: 'unchanged'; files: number; resources: number; digest: string }
  | { status: 'rendered'; files: OverlayFile[]; resources: number }
);

/** What the cache keeps of a folder that had no error. */
interface Remembered {
  /** Digest of the folder's files; undefined when there is nothing to render. */
  digest: string | undefined;
  files: number;
  resources: number;
  findings: Finding[];
}

/** Where the cache keeps what it knows of a folder, and under which key. */
interface Entry {
  section: string;
  name: string;
  key: string;
}

/** Renders generated folders, and takes from the cache what did not change since. */
export class FleetRenderer {
  readonly #root: string;
  readonly #inputs: FleetInputs;
  readonly #cache: Cache | undefined;
  readonly #hashes = new Map<string, string>();
  readonly #clusters = new Map<string, ClusterFacts>();
  readonly #environments = new Map<string, EnvironmentFacts>();
  #renderer: Promise<PlacementRenderer> | undefined;

  constructor(root: string, inputs: FleetInputs, cache: Cache | undefined) {
    this.#root = root;
    this.#inputs = inputs;
    this.#cache = cache;
  }

  /** What an environment's files say, and their problems. */
  async environmentFacts(name: string): Promise<EnvironmentFacts> {
    const entry = { section: 'environments', name, key: this.#hashOfEnvironment(name) };
    return this.#remember(this.#environments, entry, (renderer) => renderer.environmentFacts(name));
  }

  /** What a cluster's file says, and its problems. */
  async clusterFacts(name: string): Promise<ClusterFacts> {
    // Which environments exist decides whether the one that it names is found.
    const key = digest(this.#hashOfCluster(name), [...this.#inputs.environments.keys()].join());
    return this.#remember(this.#clusters, { section: 'clusters', name, key }, (renderer) =>
      renderer.clusterFacts(name),
    );
  }

  /** Environments that contradict each other or, where all of them were read, the clusters. */
  async referenceFindings(options: { allClusters: boolean }): Promise<Finding[]> {
    const { environments, clusters } = this.#inputs;
    const key = digest(
      String(options.allClusters),
      ...[...environments].map(
        ([name, { releases }]) =>
          `${name} ${this.#hashOfEnvironment(name)} ${[...(releases?.keys() ?? [])].join()}`,
      ),
      ...(await Promise.all([...clusters.keys()].map((name) => this.#environmentOf(name)))),
    );
    const entry = { section: 'fleet', name: 'references', key };
    const make = (renderer: PlacementRenderer) => ({ findings: renderer.referenceFindings(options) });
    return (await this.#remember(new Map<string, { findings: Finding[] }>(), entry, make)).findings;
  }

  /** Problems of a spec that no cluster is there for. */
  async serviceFindings(name: string): Promise<Finding[]> {
    return (await this.#load()).serviceFindings(name);
  }

  /** Clusters and environments that a spec names and that do not exist; for runs that read all of them. */
  async serviceReferenceFindings(name: string): Promise<Finding[]> {
    const { services, clusters, environments } = this.#inputs;
    const spec = services.get(name);
    const key = digest(
      spec === undefined ? '' : this.#hashOf(spec.path, spec.text),
      [...clusters.keys()].join(),
      [...environments.keys()].join(),
    );
    const make = (renderer: PlacementRenderer) => ({ findings: renderer.serviceReferenceFindings(name) });
    const entry = { section: 'references', name, key };
    return (await this.#remember(new Map<string, { findings: Finding[] }>(), entry, make)).findings;
  }

  async placement(service: string, cluster: string, folder: OverlayFolder): Promise<FolderOutcome> {
    const { environment } = await this.clusterFacts(cluster);
    const spec = await this.#specOf(service, cluster, environment);
    const key = digest(
      this.#hashOfCluster(cluster),
      environment === undefined ? '' : this.#hashOfEnvironment(environment),
      spec === undefined ? '' : `${spec.path} ${this.#hashOf(spec.path, spec.text)}`,
      folder.patches.join('/'),
    );
    return this.#outcome({ section: `placements.${cluster}`, name: service, key }, folder, (renderer) =>
      renderer.render(service, cluster, folder.patches),
    );
  }

  /** The platform folder of a cluster. */
  async platform(cluster: string, folder: OverlayFolder): Promise<FolderOutcome> {
    const { environment } = await this.clusterFacts(cluster);
    const key = digest(
      this.#hashOfCluster(cluster),
      environment === undefined ? '' : this.#hashOfEnvironment(environment),
    );
    return this.#outcome({ section: 'platforms', name: cluster, key }, folder, (renderer) =>
      renderer.renderPlatform(cluster),
    );
  }

  /** The argocd folder of an environment; of the services it depends where Applications are written out. */
  async argocd(
    environment: string,
    placements: readonly { cluster: string; service: string }[],
    folder: OverlayFolder,
  ): Promise<FolderOutcome> {
    const { argocd } = await this.environmentFacts(environment);
    const clusters: string[] = [];
    for (const name of this.#inputs.clusters.keys()) {
      if ((await this.clusterFacts(name)).environment === environment) clusters.push(name);
    }
    const own = placements.filter(({ cluster }) => clusters.includes(cluster));
    const key = digest(
      this.#hashOfEnvironment(environment),
      ...clusters.map((name) => `${name} ${this.#hashOfCluster(name)}`),
      ...(argocd === 'applications' ? own.map(({ cluster, service }) => `${cluster}/${service}`) : []),
    );
    return this.#outcome({ section: 'argocd', name: environment, key }, folder, (renderer) =>
      renderer.renderArgocd(environment, own),
    );
  }

  async #outcome(
    { section, name, key }: Entry,
    folder: OverlayFolder,
    render: (renderer: PlacementRenderer) => RenderedFiles,
  ): Promise<FolderOutcome> {
    const remembered = this.#cache?.get<Remembered>(section, name, key);
    if (remembered !== undefined && this.#isCurrent(remembered, folder)) return toOutcome(remembered);
    const { findings, files, resources } = render(await this.#load());
    if (hasError(findings)) return { status: 'failed', findings };
    this.#cache?.set(section, name, key, {
      digest: files && digestFiles(files),
      files: files?.length ?? 0,
      resources,
      findings,
    } satisfies Remembered);
    return files === undefined
      ? { status: 'not-placed', findings }
      : { status: 'rendered', files, resources, findings };
  }

  #isCurrent({ digest, files }: Remembered, folder: OverlayFolder): boolean {
    if (digest === undefined) return true;
    return folder.files.length === files && digestFolder(this.#root, folder) === digest;
  }

  // What had an error is looked at again the next time.
  async #remember<T extends { findings: Finding[] }>(
    known: Map<string, T>,
    { section, name, key }: Entry,
    make: (renderer: PlacementRenderer) => T,
  ): Promise<T> {
    const found = known.get(name) ?? this.#cache?.get<T>(section, name, key);
    if (found !== undefined) {
      known.set(name, found);
      return found;
    }
    const made = make(await this.#load());
    if (!hasError(made.findings)) this.#cache?.set(section, name, key, made);
    known.set(name, made);
    return made;
  }

  #load(): Promise<PlacementRenderer> {
    this.#renderer ??= createRenderer(this.#inputs);
    return this.#renderer;
  }

  async #environmentOf(cluster: string): Promise<string> {
    return `${cluster} ${(await this.clusterFacts(cluster)).environment}`;
  }

  async #specOf(
    service: string,
    cluster: string,
    environment: string | undefined,
  ): Promise<InputFile | undefined> {
    const files = environment === undefined ? undefined : this.#inputs.environments.get(environment);
    const facts = files && (await this.environmentFacts(environment!));
    return facts?.promoted
      ? findRelease(files?.releases, service, waveOf(facts.waves, cluster))
      : this.#inputs.services.get(service);
  }

  #hashOfCluster(name: string): string {
    return this.#hashOf(`cluster:${name}`, this.#inputs.clusters.get(name)?.text);
  }

  #hashOfEnvironment(name: string): string {
    const files = this.#inputs.environments.get(name);
    return this.#hashOf(`environment:${name}`, files && `${files.environment.text}\0${files.images.text}`);
  }

  #hashOf(id: string, text: string | undefined): string {
    let found = this.#hashes.get(id);
    if (found === undefined) {
      found = text === undefined ? 'absent' : digest(text);
      this.#hashes.set(id, found);
    }
    return found;
  }
}

function toOutcome({ digest, files, resources, findings }: Remembered): FolderOutcome {
  return digest === undefined
    ? { status: 'not-placed', findings }
    : { status: 'unchanged', files, resources, digest, findings };
}

function digest(...parts: string[]): string {
  return hash('sha256', parts.join('\0'), 'base64url');
}

function hasError(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}
