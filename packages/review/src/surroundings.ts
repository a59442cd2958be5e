import { buildOverlay, type Manifest } from '@fleetwright/manifests';
import { isProduction, type FleetFacts } from './fleet-facts.ts';
import { readGpuObjects, type ClusterSide } from './gpu-use.ts';
import { clusterFile } from './input-paths.ts';
import { describePlaces, universeOf, type Universe } from './place-set.ts';
import type { Axis, Places } from './review.ts';
import type { Tree } from './tree.ts';
import { isManifestFile, isService, type Unit } from './unit.ts';

/** What a change stands in: everything that is placed, and which of it serves users. */
export class Surroundings {
  readonly facts: FleetFacts;
  readonly #units: readonly Unit[];
  readonly #universe: Universe;

  constructor(units: readonly Unit[], facts: FleetFacts) {
    this.facts = facts;
    this.#units = units;
    this.#universe = universeOf(units);
  }

  places(units: readonly Unit[]): Places {
    return describePlaces(units, this.#universe, (unit) => this.isProductive(unit));
  }

  placesOfCluster(cluster: string): Places {
    return this.places(this.#units.filter((unit) => this.scopeOf(unit) === cluster));
  }

  placesOfEnvironment(environment: string): Places {
    return this.places(this.#units.filter((unit) => this.environmentOf(unit) === environment));
  }

  environmentOf({ cluster, environment }: Unit): string | undefined {
    return environment ?? (cluster === undefined ? undefined : this.facts.clusters.get(cluster)?.environment);
  }

  isProductive(unit: Unit): boolean {
    if (unit.cluster === undefined && unit.environment === undefined)
      return /(?:^|[/_-])prod(?:uction)?(?:$|[/_-])/.test(unit.folder);
    return isProduction(this.facts, this.environmentOf(unit));
  }

  isProductiveCluster(cluster: string): boolean {
    return isProduction(this.facts, this.facts.clusters.get(cluster)?.environment);
  }

  /** What shares nodes: a cluster, or the top folder of what belongs to none. */
  scopeOf({ cluster, folder }: Unit): string {
    return cluster ?? folder.split('/')[0]!;
  }

  /** What decides about the GPUs of a cluster on one side. */
  async readScope(tree: Tree, scope: string): Promise<ClusterSide> {
    const units = this.#units.filter((unit) => this.scopeOf(unit) === scope);
    const prefixes = new Set(units.map(({ folder }) => (folder === '' ? '' : `${folder}/`)));
    const holds = (path: string) => prefixes.has(path.slice(0, path.lastIndexOf('/') + 1));
    const paths = [...tree.ids.keys()].filter((path) => isManifestFile(path) && holds(path));
    const facts = clusterFile(scope);
    const patched = this.#patchedFolders(tree, units);
    const isPatched = (path: string) => patched.some(({ folder }) => path.startsWith(`${folder}/`));
    const texts = await tree.read([facts, ...paths.filter((path) => !isPatched(path))]);
    const built = await Promise.all(patched.map((unit) => buildGpuObjects(tree, unit)));
    return {
      texts: new Map([...texts].filter(([path]) => path !== facts)),
      facts: texts.get(facts),
      built: built.flat(),
    };
  }

  #patchedFolders(tree: Tree, units: readonly Unit[]): Unit[] {
    const folders = new Set(
      [...tree.ids.keys()].flatMap((path) =>
        path.includes('/patches/') ? [path.slice(0, path.indexOf('/patches/'))] : [],
      ),
    );
    return units.filter(({ folder }) => folders.has(folder));
  }

  axes(): { clusters: Axis[]; services: string[] } {
    const clusters = [...this.#universe.keys()].map((cluster): Axis => {
      const environment = this.facts.clusters.get(cluster)?.environment;
      return {
        cluster,
        ...(environment !== undefined && { environment }),
        production: this.isProductiveCluster(cluster),
      };
    });
    const services = [...new Set([...this.#universe.values()].flat())].filter(isService).sort();
    return { clusters, services };
  }
}

async function buildGpuObjects(tree: Tree, { folder }: Unit): Promise<Manifest[]> {
  const paths = [...tree.ids.keys()].filter((path) => path.startsWith(`${folder}/`));
  const texts = await tree.read(paths);
  const files = new Map([...texts].map(([path, text]) => [path.slice(folder.length + 1), text]));
  const kinds = new Set(
    [...texts].flatMap(([path, text]) => readGpuObjects(path, text)).map(({ object }) => object.kind),
  );
  return buildOverlay(files, folder).manifests.filter(({ object }) => kinds.has(object.kind));
}
