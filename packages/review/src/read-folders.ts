import { normalizerOf, type Normalize, type PlaceNames } from './placeholders.ts';
import type { FleetFacts } from './fleet-facts.ts';
import type { FolderSide } from './compare-folders.ts';
import { differingPaths, type Tree } from './tree.ts';
import { isInput } from './input-paths.ts';
import { folderOf, isManifestFile, isService, kustomizedFolders, unitOf, type Unit } from './unit.ts';

/** A folder in which something differs, as it stands on both sides. */
export interface FolderPair {
  unit: Unit;
  base: FolderSide;
  head: FolderSide;
}

/** What differs between two trees, folder by folder. */
export interface FolderPairs {
  pairs: FolderPair[];
  /** Everything that either tree places, changed or not. */
  units: Unit[];
  /** Paths of manifests, patches and inputs that differ. */
  differing: string[];
}

/** A tree and what its hand-written files say. */
export interface TreeWithFacts {
  tree: Tree;
  facts: FleetFacts;
}

/** Reads the folders in which manifests differ, and of them no more than is needed. */
export async function readFolderPairs(base: TreeWithFacts, head: TreeWithFacts): Promise<FolderPairs> {
  const scope = new Scope([base.tree, head.tree]);
  const differing = differingPaths(base.tree, head.tree);
  const changed = new Set(differing.filter((path) => scope.holds(path)).map((path) => scope.folderOf(path)));
  const files = scope.filesBelow(changed);
  const [old, fresh] = await Promise.all([readSides(base, files), readSides(head, files)]);
  const needed = [...changed].sort().map((folder) => {
    const isBuilt = old.isBuilt(folder) || fresh.isBuilt(folder) || old.listsOthers(folder, fresh);
    return {
      folder,
      paths: isBuilt ? (files.get(folder) ?? []) : old.differingFiles(folder, head.tree),
      isBuilt,
    };
  });
  const paths = needed.flatMap((each) => each.paths);
  const [oldTexts, freshTexts] = await Promise.all([base.tree.read(paths), head.tree.read(paths)]);
  const pairs = needed.map(({ folder, paths: own, isBuilt }): FolderPair => {
    const unit = unitOf(folder);
    const sides = [pick(oldTexts, own), pick(freshTexts, own)] as const;
    // Both sides are read with the same names: of a name that changes, the change must show.
    const normalize = normalizerOf(namesOf(unit, sides, [base.facts, head.facts]));
    return {
      unit,
      base: old.sideOf(unit, sides[0], { built: isBuilt, normalize }),
      head: fresh.sideOf(unit, sides[1], { built: isBuilt, normalize }),
    };
  });
  return {
    pairs,
    units: scope.units(),
    differing: differing.filter((path) => scope.holds(path) || isInput(path)),
  };
}

function pick(texts: ReadonlyMap<string, string>, paths: readonly string[]): Map<string, string> {
  return new Map(paths.flatMap((path) => (texts.has(path) ? [[path, texts.get(path)!] as const] : [])));
}

/** Which files of two trees hold manifests, and to which folder each belongs. */
class Scope {
  readonly #kustomized: Set<string>;
  readonly #paths: string[];
  readonly #isFleet: boolean;

  constructor(trees: readonly Tree[]) {
    this.#paths = [...new Set(trees.flatMap(({ ids }) => [...ids.keys()]))];
    this.#kustomized = kustomizedFolders(this.#paths);
    this.#isFleet = this.#paths.some((path) => /^clusters\/[^/]+\/cluster\.yaml$/.test(path));
  }

  // Beside a fleet other YAML may lie that nobody applies: code, examples, workflows.
  holds(path: string): boolean {
    const isOwn = !this.#isFleet || /^clusters\/[^/]+\/[^/]+\/|^environments\/[^/]+\/argocd\//.test(path);
    return isOwn && (isManifestFile(path) || this.#kustomized.has(path.slice(0, path.lastIndexOf('/'))));
  }

  folderOf(path: string): string {
    return folderOf(path, this.#kustomized);
  }

  filesBelow(folders: ReadonlySet<string>): Map<string, string[]> {
    const files = new Map<string, string[]>();
    for (const path of this.#paths) {
      if (!this.holds(path)) continue;
      const folder = this.folderOf(path);
      if (!folders.has(folder)) continue;
      const list = files.get(folder);
      if (list === undefined) files.set(folder, [path]);
      else list.push(path);
    }
    return files;
  }

  units(): Unit[] {
    const folders = new Set(
      this.#paths.filter((path) => this.holds(path)).map((path) => this.folderOf(path)),
    );
    return [...folders].map(unitOf);
  }
}

interface HowToRead {
  built: boolean;
  normalize: Normalize;
}

/** One side of the folders that differ, before their manifests are read. */
class Side {
  readonly #tree: Tree;
  readonly #files: ReadonlyMap<string, readonly string[]>;
  readonly #kustomizations: ReadonlyMap<string, string>;
  /** Most folders have the same kustomization. */
  readonly #lists = new Map<string, ReadonlySet<string> | undefined>();

  constructor(
    tree: Tree,
    files: ReadonlyMap<string, readonly string[]>,
    kustomizations: ReadonlyMap<string, string>,
  ) {
    this.#tree = tree;
    this.#files = files;
    this.#kustomizations = kustomizations;
  }

  /** Whether Kustomize would do more than put the listed files together. */
  isBuilt(folder: string): boolean {
    const text = this.#kustomizationOf(folder);
    return text !== undefined && this.#listOf(text) === undefined;
  }

  /** Whether the other side's kustomization lists other files: one that did not change may come or go. */
  listsOthers(folder: string, other: Side): boolean {
    const [own, others] = [this.#kustomizationOf(folder), other.#kustomizationOf(folder)];
    if (own === undefined || others === undefined || own === others) return false;
    const list = (text: string) => [...(this.#listOf(text) ?? [])].sort().join(' ');
    return list(own) !== list(others);
  }

  /** Manifest files of the folder that differ from the other side's. */
  differingFiles(folder: string, other: Tree): string[] {
    return (this.#files.get(folder) ?? []).filter(
      (path) => isManifestFile(path) && this.#tree.ids.get(path) !== other.ids.get(path),
    );
  }

  sideOf(unit: Unit, texts: ReadonlyMap<string, string>, { built, normalize }: HowToRead): FolderSide {
    if (built) return { texts, built, normalize };
    const text = this.#kustomizationOf(unit.folder);
    const listed = text === undefined ? undefined : this.#listOf(text);
    const isListed = (path: string) => listed === undefined || listed.has(path.slice(unit.folder.length + 1));
    return { texts: new Map([...texts].filter(([path]) => isListed(path))), built, normalize };
  }

  #kustomizationOf(folder: string): string | undefined {
    for (const path of this.#files.get(folder) ?? []) {
      const text = this.#kustomizations.get(path);
      if (text !== undefined) return text;
    }
    return undefined;
  }

  #listOf(text: string): ReadonlySet<string> | undefined {
    if (!this.#lists.has(text)) this.#lists.set(text, listPlainResources(text));
    return this.#lists.get(text);
  }
}

async function readSides(side: TreeWithFacts, files: ReadonlyMap<string, readonly string[]>): Promise<Side> {
  const paths = [...files.values()]
    .flat()
    .filter((path) => /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/.test(path));
  return new Side(side.tree, files, await side.tree.read(paths));
}

function namesOf(
  { cluster, service, environment }: Unit,
  sides: readonly ReadonlyMap<string, string>[],
  facts: readonly FleetFacts[],
): PlaceNames {
  const own = facts.map(({ clusters }) => clusters.get(cluster ?? '')).find((each) => each !== undefined);
  const ofEnvironment = facts
    .map(({ environments }) => environments.get(environment ?? own?.environment ?? ''))
    .find((each) => each !== undefined);
  const models = new Set(isService(service) ? sides.flatMap((texts) => [...findModels(texts)]) : []);
  const [model] = models;
  const namespace = ofEnvironment?.namespace;
  return {
    ...(isService(service) && { service }),
    ...(models.size === 1 && model !== service && { model: model! }),
    ...((cluster ?? environment) !== undefined && { cluster: (cluster ?? environment)! }),
    ...(namespace !== undefined && { namespace }),
    ...(own && { domains: own.domains }),
  };
}

// Models are named by the annotations of their configurations, and by the paths of requests.
function findModels(texts: ReadonlyMap<string, string>): Set<string> {
  const names = new Set<string>();
  for (const text of texts.values()) {
    for (const match of text.matchAll(/\bconfig\.fleetwright\.dev\/([\w.-]+)|\/v2\/models\/([\w-]+)\(/g))
      names.add((match[1] ?? match[2])!);
  }
  return names;
}

/**
 * The files that a kustomization lists, where it does nothing else and is written plainly, as all generated ones are;
 * undefined for any other, which has to be built.
 */
function listPlainResources(text: string): Set<string> | undefined {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const files = new Set<string>();
  for (const line of lines) {
    const file = /^- ([\w.-]+\.ya?ml)$/.exec(line)?.[1];
    if (file !== undefined) files.add(file);
    else if (!/^(?:apiVersion: .*|kind: Kustomization|resources:(?: \[\])?)$/.test(line)) return undefined;
  }
  return files;
}
