import type { Places, Review } from '../../review.ts';

/**
 * A review in which equal places stand once: many groups, risks and canaries share them, and a large fleet's lists are
 * long.
 */
export interface PackedReview {
  /** Names of clusters, services and folders. */
  names: string[];
  /** Lists of names as ranges of their numbers: `0-499,501`. */
  lists: string[];
  places: PackedPlaces[];
  /** Every `places` in it is a number: its index in the list of places. */
  review: unknown;
  /** Changes whose example was left out for size. */
  withoutExample: number;
}

/** Expression, count, production, list of folders, and for each cluster its number and list of services. */
export type PackedPlaces = [
  expression: string,
  count: number,
  production: boolean,
  folders: number,
  clusters: (readonly [name: number, list: number])[],
];

/** Packs a review for the page. */
export function packReview(review: Review, withoutExample = 0): PackedReview {
  const names = new Numbering<string>();
  const lists = new Numbering<string>();
  const places = new Numbering<PackedPlaces>();
  // What the axes list is numbered first and in order, so that lists of it are short ranges.
  for (const name of review.axes.services) names.of(name);
  const listOf = (texts: readonly string[]) => lists.of(toRanges(texts.map((text) => names.of(text))));
  const packed = JSON.parse(
    JSON.stringify(review, (key, value: unknown) => (isPlaces(key, value) ? pack(value) : value)),
  ) as unknown;
  return { names: names.values, lists: lists.values, places: places.values, review: packed, withoutExample };

  function pack({ expression, count, production, folders, clusters }: Places): number {
    return places.of([
      expression,
      count,
      production,
      listOf(folders),
      clusters.map(({ cluster, services }) => [names.of(cluster), listOf(services)] as const),
    ]);
  }
}

function isPlaces(key: string, value: unknown): value is Places {
  return key === 'places' && typeof value === 'object' && value !== null;
}

class Numbering<Value> {
  readonly values: Value[] = [];
  readonly #numbers = new Map<string, number>();

  of(value: Value): number {
    const key = JSON.stringify(value);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.values.length);
    this.values.push(value);
    return this.values.length - 1;
  }
}

function toRanges(numbers: readonly number[]): string {
  const ranges: [from: number, to: number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(',');
}

/** The review that was packed. */
export function unpackReview({ names, lists, places, review }: PackedReview): Review {
  const unpackedLists = lists.map((list) => fromRanges(list).map((number) => names[number]!));
  const unpacked = places.map(([expression, count, production, folders, clusters]): Places => ({
    expression,
    count,
    clusters: clusters.map(([name, list]) => ({ cluster: names[name]!, services: unpackedLists[list]! })),
    folders: unpackedLists[folders]!,
    production,
  }));
  return unpackValue(review) as Review;

  function unpackValue(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(unpackValue);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [
        key,
        key === 'places' && typeof each === 'number' ? unpacked[each] : unpackValue(each),
      ]),
    );
  }
}

function fromRanges(ranges: string): number[] {
  if (ranges === '') return [];
  return ranges.split(',').flatMap((range) => {
    const [from = 0, to = from] = range.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}
