import type { Finding, RelatedLocation } from '@fleetwright/findings';
import { buildOverlay, readManifests, type Manifest, type ReadManifests } from '@fleetwright/manifests';
import {
  parseCluster,
  parseEnvironment,
  type ClusterFile,
  type EnvironmentFile,
} from '@fleetwright/model-service';
import { PATCHES_FOLDER } from '@fleetwright/overlay/layout';
import { explainPlan, resolvePlan, type PlanInputs, type ResolvedPlan } from '@fleetwright/plan';
import {
  collectFacts,
  locatePlace,
  newestVersions,
  ResourceGraph,
  ServedKinds,
  splitFacts,
  validateCluster,
  validateSet,
  type Facts,
  type Place,
  type SetReport,
} from '@fleetwright/validation';
import { describeObject } from './describe-object.ts';
import { Judges } from './judges.ts';
import { findClashes, keepFacts, type KeptFacts } from './kept-facts.ts';
import { neighboursOf } from './neighbours-of.ts';
import { createRenderer } from './create-renderer.ts';
import type { PlacementRenderer } from './placement-renderer.ts';
import { readPlainFile } from './plain-file.ts';
import type { OverlayFolder } from './read-overlay.ts';
import type { FleetInputs } from './read-workspace.ts';
import { SchemaFiles } from './schema-files.ts';

/** A generated folder and whose it is; empty names where it is nobody's. */
export interface GeneratedFolder {
  cluster: string;
  service: string;
  folder: OverlayFolder;
}

/** The parsed files that say what is true of a cluster. */
export interface KnownCluster {
  cluster: ClusterFile;
  environment: EnvironmentFile;
}

/** What judging a folder gave, facts apart. */
export type FolderReport = Omit<SetReport, 'facts'>;

/** Reads generated folders as they stand on the disk and judges what is in them. */
export class FolderJudge {
  readonly #root: string;
  readonly #inputs: FleetInputs;
  readonly #schemas: SchemaFiles;
  readonly #judges: Judges;
  readonly #known = new Map<string, KnownCluster | undefined>();
  readonly #kinds = new Map<string, ServedKinds>();
  readonly #contexts = new Map<string, Manifest[]>();
  readonly #renderer: PlacementRenderer;
  #resolved: { placement: string; plan: ResolvedPlan } | undefined;

  private constructor(
    root: string,
    inputs: FleetInputs,
    renderer: PlacementRenderer,
    judges: Judges,
    schemas: SchemaFiles,
  ) {
    this.#judges = judges;
    this.#schemas = schemas;
    this.#root = root;
    this.#inputs = inputs;
    this.#renderer = renderer;
  }

  static async create(root: string, inputs: FleetInputs): Promise<FolderJudge> {
    const schemas = new SchemaFiles();
    return new FolderJudge(root, inputs, await createRenderer(inputs), await Judges.start(schemas), schemas);
  }

  /** Judges a folder; `platform`, the folder of what its cluster's services share, is what it may refer to. */
  async judge(
    { cluster, service, folder }: GeneratedFolder,
    platform: OverlayFolder | undefined,
  ): Promise<{ report: FolderReport; facts: KeptFacts }> {
    const { manifests, findings } = this.#read(folder);
    const known = this.knownCluster(cluster);
    const around = known ?? this.#environmentOf(folder.path);
    const context = platform === undefined || platform === folder ? [] : this.#readContext(platform);
    const { facts, ...report } = validateSet({
      manifests,
      context,
      complete: true,
      kinds: this.#kindsOf(cluster),
      schemas: this.#schemas,
      facts: around,
      cause: service === '' ? undefined : (pointer) => this.#cause(service, cluster, pointer),
    });
    const refused = new Set(
      report.findings.filter(({ rule }) => rule.startsWith('schema/')).map(({ resource }) => resource),
    );
    const judged = await this.#judges.judge({
      manifests: manifests.filter((manifest) => !refused.has(describeObject(manifest).resource)),
      versions: known?.cluster.spec.versions ?? newestVersions(),
      neighbours: [...context.map(({ object }) => object), ...(known ? neighboursOf(known.cluster) : [])],
    });
    const place = {
      ...(cluster !== '' && { cluster }),
      ...(around.environment && { environment: around.environment.metadata.name }),
    };
    const all = [...findings, ...report.findings, ...judged].map((finding) => ({ ...finding, ...place }));
    return { report: { ...report, findings: all }, facts: keepFacts(splitFacts(facts)) };
  }

  /** Compares what the folders of a cluster were found to hold; those that clash are read again. */
  judgeCluster(cluster: string, folders: readonly GeneratedFolder[], kept: readonly KeptFacts[]): Finding[] {
    const known = this.knownCluster(cluster);
    const clashes = findClashes(kept);
    const sets = folders.map(({ folder }, position) =>
      clashes.has(position) ? this.#collectFacts(folder) : kept[position]!.facts,
    );
    const locate = (place: Place) =>
      locatePlace(readManifests(place.file, this.#readText(place.file) ?? '').manifests, place);
    return validateCluster(sets, { facts: known, locate }).map((finding) => ({
      ...finding,
      cluster,
      ...(known && { environment: known.environment.metadata.name }),
    }));
  }

  /** Ends the programs that judge. */
  async close(): Promise<void> {
    await this.#judges.close();
  }

  /** What a cluster's and its environment's files say; undefined when either has errors. */
  knownCluster(name: string): KnownCluster | undefined {
    if (!this.#known.has(name)) this.#known.set(name, this.#parse(name));
    return this.#known.get(name);
  }

  #collectFacts(folder: OverlayFolder): SetReport['facts'] {
    const { manifests } = this.#read(folder);
    return collectFacts({ graph: new ResourceGraph({ manifests }), complete: true });
  }

  #parse(name: string): KnownCluster | undefined {
    const input = this.#inputs.clusters.get(name);
    const cluster = input && parseCluster(input.path, input.text).value?.content;
    const files = cluster && this.#inputs.environments.get(cluster.spec.environment);
    const environment =
      files && parseEnvironment(files.environment.path, files.environment.text).value?.content;
    return cluster && environment && { cluster, environment };
  }

  // What Argo CD reads stands in the folder of its environment, and is about all clusters of it.
  #environmentOf(path: string): Partial<Pick<Facts, 'environment' | 'clusters'>> {
    const name = /^environments\/([^/]+)\//.exec(path)?.[1];
    const files = name === undefined ? undefined : this.#inputs.environments.get(name);
    const { value } = files ? parseEnvironment(files.environment.path, files.environment.text) : {};
    if (name === undefined || value === undefined) return {};
    const clusters = this.#clustersOf(name);
    return { environment: value.content, ...(clusters && { clusters }) };
  }

  // One that cannot be read may be of this environment: then nobody knows all of them.
  #clustersOf(environment: string): ClusterFile[] | undefined {
    const known = [...this.#inputs.clusters.keys()].map((name) => this.knownCluster(name)?.cluster);
    if (!known.every((cluster) => cluster !== undefined)) return undefined;
    return known.filter(({ spec }) => spec.environment === environment);
  }

  // What belongs to no cluster is read by Argo CD, beside whatever Kubernetes it runs on.
  #kindsOf(cluster: string): ServedKinds {
    let kinds = this.#kinds.get(cluster);
    if (kinds === undefined) {
      kinds = new ServedKinds(this.knownCluster(cluster)?.cluster.spec.versions ?? newestVersions());
      this.#kinds.set(cluster, kinds);
    }
    return kinds;
  }

  #readContext(platform: OverlayFolder): Manifest[] {
    let manifests = this.#contexts.get(platform.path);
    if (manifests === undefined) {
      manifests = this.#read(platform).manifests;
      this.#contexts.set(platform.path, manifests);
    }
    return manifests;
  }

  #read({ path, files, patches }: OverlayFolder): ReadManifests {
    const texts = new Map<string, string>();
    const names = [...files, ...patches.map((patch) => `${PATCHES_FOLDER}/${patch}`)];
    for (const name of names) {
      const text = this.#readText(`${path}/${name}`);
      if (text !== undefined) texts.set(name, text);
    }
    return buildOverlay(texts, path);
  }

  #readText(path: string): string | undefined {
    return readPlainFile(this.#root, path)?.toString('utf8');
  }

  #cause(service: string, cluster: string, pointer: string | undefined): RelatedLocation | undefined {
    const { value } = this.#renderer.planInputs(service, cluster);
    if (value === undefined) return undefined;
    const spec = value.service.source;
    if (pointer !== undefined) {
      const explanation = explainPlan(this.#resolve(service, cluster, value), pointer);
      if (explanation.kind === 'stated' && explanation.origin.file !== undefined) {
        const { file, line, column } = explanation.origin;
        return {
          file,
          ...(line && { line }),
          ...(column && { column }),
          message: `spec${pointer.replaceAll('/', '.')} decides it.`,
        };
      }
      if (explanation.kind === 'derived')
        return {
          file: spec.path,
          ...spec.locate('/spec'),
          message: `The plan derives ${pointer}: ${explanation.formula}.`,
        };
    }
    return {
      file: spec.path,
      ...spec.locate(`/spec${pointer ?? ''}`),
      message: 'It is rendered from this spec.',
    };
  }

  // The findings of one placement follow each other.
  #resolve(service: string, cluster: string, inputs: PlanInputs): ResolvedPlan {
    const placement = `${cluster}/${service}`;
    if (this.#resolved?.placement !== placement) this.#resolved = { placement, plan: resolvePlan(inputs) };
    return this.#resolved.plan;
  }
}
