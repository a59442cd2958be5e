import { groupOf, type KubeObject } from '@fleetwright/manifests';
import { rememberObjects } from './remember.ts';

/**
 * An object as the API server reads keys without a value: a field that is null is absent, a key of a map in Kubernetes'
 * own kinds is empty. It is the very object where there are none.
 */
export function dropNulls<T extends KubeObject>(object: T): T {
  if (!emptinessOf(object).hasNull) return object;
  const own = isOwnKind(object.apiVersion);
  return Object.fromEntries(
    Object.entries(object)
      .filter(([, field]) => field !== null)
      .map(([key, field]) => [key, readField(field, { key, maps: own || key === 'metadata' })]),
  ) as T;
}

/** Whether Kubernetes itself defines the kinds of an apiVersion: it decodes them field by field. */
export function isOwnKind(apiVersion: string): boolean {
  const group = groupOf(apiVersion);
  return !group.includes('.') || group.endsWith('.k8s.io');
}

/** Maps in Kubernetes' own kinds, and what a key without a value is in each. */
const EMPTY: Readonly<Record<string, string>> = {
  annotations: '',
  data: '',
  default: '0',
  defaultRequest: '0',
  hard: '0',
  labels: '',
  limits: '0',
  matchLabels: '',
  max: '0',
  min: '0',
  nodeSelector: '',
  requests: '0',
  selector: '',
  stringData: '',
};

/** Keys of a `selector` that is no map. */
const SELECTOR_FIELDS = new Set(['matchExpressions', 'matchLabels']);

interface Field {
  key: string;
  /** Whether keys of maps are empty, not absent. */
  maps: boolean;
}

function readField(value: unknown, { key, maps }: Field): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => readField(item, { key: '', maps }));
  const empty = maps ? EMPTY[key] : undefined;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]): [string, unknown][] => {
      if (field !== null) return [[name, readField(field, { key: name, maps })]];
      return empty === undefined || SELECTOR_FIELDS.has(name) ? [] : [[name, empty]];
    }),
  );
}

/** What the keys of an object may lack. */
export interface Emptiness {
  hasNull: boolean;
  hasEmptyText: boolean;
}

/** Whether a key somewhere in an object is null, or an empty text. */
export const emptinessOf = rememberObjects((object: KubeObject): Emptiness => {
  const found = { hasNull: false, hasEmptyText: false };
  lookFor(found, object);
  return found;
});

function lookFor(found: Emptiness, value: object): void {
  const isList = Array.isArray(value);
  const fields = (isList ? value : Object.values(value)) as unknown[];
  // Every field of every object comes by here: an iterator would double the time.
  for (let index = 0; index < fields.length; index++) {
    const field = fields[index];
    if (typeof field === 'object') {
      if (field !== null) lookFor(found, field);
      else if (!isList) found.hasNull = true;
    } else if (field === '' && !isList) found.hasEmptyText = true;
  }
}
