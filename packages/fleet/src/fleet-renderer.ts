import { hash } from 'node:crypto';
import type { Finding } from '@fleetwright/findings';
import type { OverlayFile } from '@fleetwright/overlay';
import type { Cache } from './cache.ts';
import { createRenderer } from './create-renderer.ts';
import type { ClusterFacts, PlacementRenderer } from './placement-renderer.ts';
import { digestFiles, digestFolder, type OverlayFolder } from './read-overlay.ts';
import type { FleetInputs } from './read-workspace.ts';

/** What became of one service on one cluster. */
export type PlacementOutcome = { findings: Finding[] } & (
  | { status: 'not-placed' | 'failed' }
  /** The tree holds exactly what a render would write. */
  | { status: 'unchanged'; files: number; resources: number }
  | { status: 'rendered'; files: OverlayFile[]; resources: number }
);

/** What the cache keeps of a placement that had no error. */
interface Remembered {
  /** Digest of the overlay's files; undefined when the service is not placed there. */
  digest: string | undefined;
  files: number;
  resources: number;
  findings: Finding[];
}

/** Renders placements, and takes from the cache what did not change since. */
export class FleetRenderer {
  readonly #root: string;
  readonly #inputs: FleetInputs;
  readonly #cache: Cache | undefined;
  readonly #hashes = new Map<string, string>();
  readonly #clusters = new Map<string, ClusterFacts>();
  #renderer: Promise<PlacementRenderer> | undefined;

  constructor(root: string, inputs: FleetInputs, cache: Cache | undefined) {
    this.#root = root;
    this.#inputs = inputs;
    this.#cache = cache;
  }

  /** Problems of the environments' own files. */
  async environmentFindings(): Promise<Finding[]> {
    const findings: Finding[] = [];
    for (const name of this.#inputs.environments.keys()) {
      const key = this.#hashOfEnvironment(name);
      findings.push(
        ...(await this.#recall('environments', name, key, async () =>
          (await this.#load()).environmentFindings(name),
        )),
      );
    }
    return findings;
  }

  /** What a cluster's file says, and its problems. */
  async clusterFacts(name: string): Promise<ClusterFacts> {
    const known = this.#clusters.get(name);
    if (known !== undefined) return known;
    // Which environments exist decides whether the one that it names is found.
    const key = digest(
      this.#hashOf(`cluster:${name}`, this.#inputs.clusters.get(name)?.text),
      [...this.#inputs.environments.keys()].join(),
    );
    const cached = this.#cache?.get<ClusterFacts>('clusters', name, key);
    const facts = cached ?? (await this.#load()).clusterFacts(name);
    if (cached === undefined && !hasError(facts.findings)) this.#cache?.set('clusters', name, key, facts);
    this.#clusters.set(name, facts);
    return facts;
  }

  /** Problems of a spec that no cluster is there for. */
  async serviceFindings(name: string): Promise<Finding[]> {
    return (await this.#load()).serviceFindings(name);
  }

  async placement(service: string, cluster: string, folder: OverlayFolder): Promise<PlacementOutcome> {
    const { environment } = await this.clusterFacts(cluster);
    const section = `placements.${cluster}`;
    const key = digest(
      this.#hashOf(`cluster:${cluster}`, this.#inputs.clusters.get(cluster)?.text),
      environment === undefined ? '' : this.#hashOfEnvironment(environment),
      this.#hashOf(`service:${service}`, this.#inputs.services.get(service)?.text),
      folder.patches.join('/'),
    );
    const remembered = this.#cache?.get<Remembered>(section, service, key);
    if (remembered !== undefined && this.#isCurrent(remembered, folder)) return toOutcome(remembered);
    const rendered = (await this.#load()).render(service, cluster, folder.patches);
    const { findings, files, resources } = rendered;
    if (hasError(findings)) return { status: 'failed', findings };
    this.#cache?.set(section, service, key, {
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

  async #recall(
    section: string,
    name: string,
    key: string,
    make: () => Promise<Finding[]>,
  ): Promise<Finding[]> {
    const cached = this.#cache?.get<Finding[]>(section, name, key);
    if (cached !== undefined) return cached;
    const made = await make();
    if (!hasError(made)) this.#cache?.set(section, name, key, made);
    return made;
  }

  #load(): Promise<PlacementRenderer> {
    this.#renderer ??= createRenderer(this.#inputs);
    return this.#renderer;
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

function toOutcome({ digest, files, resources, findings }: Remembered): PlacementOutcome {
  return digest === undefined
    ? { status: 'not-placed', findings }
    : { status: 'unchanged', files, resources, findings };
}

function digest(...parts: string[]): string {
  return hash('sha256', parts.join('\0'), 'base64url');
}

function hasError(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}
