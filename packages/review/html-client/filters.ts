import type { ChangeGroup, Places, Review, RiskSeverity } from '../src/review.ts';

/** What is looked for; empty texts stand for everything. */
export interface Filters {
  text: string;
  cluster: string;
  environment: string;
  service: string;
  topic: string;
  severity: string;
  /** Only what concerns production. */
  production: boolean;
}

/** Everything. */
export const NO_FILTERS: Filters = {
  text: '',
  cluster: '',
  environment: '',
  service: '',
  topic: '',
  severity: '',
  production: false,
};

/** Whether anything is left out. */
export function isFiltering(filters: Filters): boolean {
  return Object.values(filters).some((value) => value !== '' && value !== false);
}

/** What of a review fits. */
export interface Matcher {
  change: (change: ChangeGroup) => boolean;
  /** Of what is about no single change. */
  about: (places: Places, text: string, severity?: RiskSeverity) => boolean;
  cluster: (cluster: string | undefined) => boolean;
}

/** Decides what fits. */
export function createMatcher(
  filters: Filters,
  review: Review,
  textOf: (change: ChangeGroup) => string,
): Matcher {
  const environments = new Map(
    review.axes.clusters.map(({ cluster, environment }) => [cluster, environment]),
  );
  const productive = new Set(
    review.axes.clusters.filter(({ production }) => production).map(({ cluster }) => cluster),
  );
  const words = filters.text.toLowerCase().split(/\s+/).filter(Boolean);
  const hasWords = (text: string) => words.every((word) => text.includes(word));
  const isCluster = (cluster: string) =>
    (filters.cluster === '' || cluster === filters.cluster) &&
    (filters.environment === '' || environments.get(cluster) === filters.environment) &&
    (!filters.production || productive.has(cluster));
  const isPlaced = ({ clusters, folders, production }: Places) =>
    clusters.some(
      ({ cluster, services }) =>
        isCluster(cluster) && (filters.service === '' || services.includes(filters.service)),
    ) ||
    (folders.some((folder) => filters.environment === '' || folder.split('/')[1] === filters.environment) &&
      filters.cluster === '' &&
      filters.service === '' &&
      (!filters.production || production));
  const isSevere = (severity: RiskSeverity | undefined) =>
    filters.severity === '' || severity === filters.severity;
  return {
    change: (change) =>
      (filters.topic === '' || change.topic === filters.topic) &&
      isSevere(change.severity) &&
      isPlaced(change.places) &&
      hasWords(textOf(change)),
    about: (places, text, severity) => isSevere(severity) && isPlaced(places) && hasWords(text.toLowerCase()),
    cluster: (cluster) => cluster === undefined || isCluster(cluster),
  };
}

/** What a change says, for searching. */
export function searchText({
  id,
  title,
  topic,
  objects,
  fields,
  places,
  causes,
  builders,
}: ChangeGroup): string {
  const values = fields.flatMap(({ object, path, from = '', to = '' }) => [object, path, from, to]);
  const reasons = causes.flatMap(({ sentence, file = '' }) => [sentence, file]);
  return [id, title, topic, ...objects, ...values, places.expression, ...reasons, ...builders]
    .join('\n')
    .toLowerCase();
}
