import type { Places } from './review.ts';
import { isService, type Unit } from './unit.ts';

/** Everything that a fleet places: the services of each cluster, in code-unit order. */
export type Universe = ReadonlyMap<string, readonly string[]>;

/** One part of an expression: of these clusters these services, as far as they are placed there. */
export interface Product {
  clusters: readonly string[];
  services: readonly string[];
  /** Left out of the product. */
  except: readonly { cluster: string; service: string }[];
}

/** The universe that units span; folders that belong to no cluster are no part of it. */
export function universeOf(units: Iterable<Unit>): Universe {
  const clusters = new Map<string, Set<string>>();
  for (const { cluster, service } of units) {
    if (cluster === undefined || service === undefined) continue;
    clusters.set(cluster, (clusters.get(cluster) ?? new Set()).add(service));
  }
  return new Map(
    [...clusters]
      .sort(([a], [b]) => compareText(a, b))
      .map(([name, services]) => [name, [...services].sort()]),
  );
}

/** Places as a few products: the shortest of one product with exceptions, and one for each kind of cluster. */
export function factorPlaces(places: Universe, universe: Universe): Product[] {
  const clusters = [...places.keys()];
  const services = [...new Set([...places.values()].flat())].sort();
  const except = exceptionsOf({ clusters, services }, places, universe);
  const whole: Product = { clusters, services, except };
  const parts = groupByServices(places).map(([names, list]): Product => ({
    clusters: names,
    services: list,
    except: [],
  }));
  return except.length > 4 && costOf(parts, universe) < costOf([whole], universe) ? parts : [whole];
}

function exceptionsOf(
  { clusters, services }: Pick<Product, 'clusters' | 'services'>,
  places: Universe,
  universe: Universe,
): Product['except'] {
  const wanted = new Set(services);
  return clusters.flatMap((cluster) => {
    const taken = new Set(places.get(cluster));
    return (universe.get(cluster) ?? [])
      .filter((service) => wanted.has(service) && !taken.has(service))
      .map((service) => ({ cluster, service }));
  });
}

function groupByServices(places: Universe): [string[], readonly string[]][] {
  const groups = new Map<string, [string[], readonly string[]]>();
  for (const [cluster, services] of places) {
    const key = services.join(' ');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [[cluster], services]);
    else group[0].push(cluster);
  }
  return [...groups.values()];
}

function costOf(products: readonly Product[], universe: Universe): number {
  return products.reduce((sum, product) => sum + describeProduct(product, universe).length, 0);
}

/** The placements that products stand for. */
export function expandProducts(products: readonly Product[], universe: Universe): Map<string, string[]> {
  const result = new Map<string, string[]>();
  for (const { clusters, services, except } of products) {
    const wanted = new Set(services);
    const excluded = new Set(except.map(({ cluster, service }) => `${cluster}/${service}`));
    for (const cluster of clusters) {
      const taken = (universe.get(cluster) ?? []).filter(
        (service) => wanted.has(service) && !excluded.has(`${cluster}/${service}`),
      );
      if (taken.length > 0) result.set(cluster, [...(result.get(cluster) ?? []), ...taken].sort());
    }
  }
  return result;
}

function describeProduct({ clusters, services, except }: Product, universe: Universe): string {
  const all = [...new Set(clusters.flatMap((cluster) => universe.get(cluster) ?? []))].filter(isService);
  const others = services.filter((service) => !isService(service));
  const own = services.filter(isService);
  const texts = [
    ...(own.length > 0 ? [describeServices(own, all)] : []),
    ...(others.length > 0 ? ['the platform folder'] : []),
  ];
  const left = describeExceptions(except);
  const serving = own.length === 0 ? universe.size : countServing(universe);
  return `${describeClusters(clusters, serving)} × ${texts.join(' and ')}${left === '' ? '' : ` except ${left}`}`;
}

// A cluster on which nothing is placed yet is not missed.
function countServing(universe: Universe): number {
  return [...universe.values()].filter((services) => services.some(isService)).length;
}

function describeClusters(clusters: readonly string[], all: number): string {
  if (clusters.length === all && all > 1) return `all ${all} clusters`;
  return listNames(clusters, 'clusters', all);
}

function describeServices(services: readonly string[], all: readonly string[]): string {
  if (services.length === all.length && all.length > 1) return `all ${all.length} services`;
  const missing = all.filter((service) => !services.includes(service));
  if (missing.length <= 4 && services.length > 8)
    return `all ${all.length} services except ${missing.join(', ')}`;
  return listNames(services, 'services', all.length);
}

function describeExceptions(except: Product['except']): string {
  const byService = new Map<string, string[]>();
  for (const { cluster, service } of except)
    byService.set(service, [...(byService.get(service) ?? []), cluster]);
  const texts = [...byService].map(([service, clusters]) => `${service} on ${clusters.join(', ')}`);
  return texts.length <= 8 ? texts.join('; ') : `${except.length} placements that the list leaves out`;
}

const MOST_NAMES = 8;

function listNames(names: readonly string[], what: string, all: number): string {
  if (names.length <= MOST_NAMES) return names.join(', ');
  return `${names.length} of ${all} ${what} (${names.slice(0, 3).join(', ')}, … ${names.at(-1)!})`;
}

/** Where things happen, as text and as lists. */
export function describePlaces(
  units: readonly Unit[],
  universe: Universe,
  isProductive: (unit: Unit) => boolean,
): Places {
  const places = universeOf(units);
  const folders = [
    ...new Set(units.filter(({ cluster }) => cluster === undefined).map(({ folder }) => folder)),
  ].sort();
  const products = places.size === 0 ? [] : factorPlaces(places, universe);
  const texts = products.map((product) => describeProduct(product, universe));
  if (folders.length > 0) texts.push(listNames(folders.map(nameFolder), 'folders', folders.length));
  return {
    expression: texts.join('; '),
    count: [...places.values()].reduce((sum, services) => sum + services.length, 0) + folders.length,
    clusters: [...places].map(([cluster, services]) => ({ cluster, services: [...services] })),
    folders,
    production: units.some(isProductive),
  };
}

function nameFolder(folder: string): string {
  return folder === '' ? 'the top folder' : folder;
}

/** Code-unit order. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
