import type { VirtualServiceHttpMatch } from '@fleetwright/kube-schemas';
import { canonicalText } from '../../graph/canonical-text.ts';
import type { Loose } from '../../graph/kinds.ts';
import { matchesPattern } from './linear-pattern.ts';

/** One match of an HTTP route; an empty one takes every request. */
export type HttpMatch = Loose<VirtualServiceHttpMatch>;

/** Whether a match takes a request to a path; undefined where its pattern is not understood. */
export function matchesPath({ uri, ignoreUriCase }: HttpMatch, path: string): boolean | undefined {
  const fold = (text: string) => (ignoreUriCase === true ? text.toLowerCase() : text);
  if (uri?.exact !== undefined) return fold(path) === fold(uri.exact);
  if (uri?.prefix !== undefined) return fold(path).startsWith(fold(uri.prefix));
  if (uri?.regex !== undefined) return matchesPattern(uri.regex, path);
  return true;
}

/** Whether every request that the later match takes is taken by the earlier one. */
export function covers(earlier: HttpMatch, later: HttpMatch): boolean {
  return Object.entries(earlier).every(([field, condition]) => {
    if (NAMES.has(field) || condition === undefined) return true;
    if (field === 'uri') return coversUri(earlier, later);
    if (field === 'ignoreUriCase') return true;
    return canonicalText(condition) === canonicalText(later[field as keyof HttpMatch]);
  });
}

// They change nothing about what is matched.
const NAMES = new Set(['name', 'statPrefix']);

function coversUri({ uri, ...earlier }: HttpMatch, later: HttpMatch): boolean {
  const sameCase = earlier.ignoreUriCase === true || later.ignoreUriCase !== true;
  if (!sameCase) return false;
  if (canonicalText(uri) === canonicalText(later.uri)) return true;
  const path = later.uri?.exact ?? (uri?.prefix === undefined ? undefined : later.uri?.prefix);
  return path !== undefined && uri?.regex === undefined && matchesPath({ uri, ...earlier }, path) === true;
}

/** A match in one line, for messages: `POST /v2/models/chat/infer`, `prefix /v2`. */
export function showMatch({ uri, method, ...others }: HttpMatch): string {
  const path =
    uri?.exact ??
    (uri?.prefix !== undefined ? `prefix ${uri.prefix}` : undefined) ??
    (uri?.regex !== undefined ? `pattern ${uri.regex}` : 'any path');
  const verb = method?.exact ?? method?.prefix ?? method?.regex;
  const conditions = Object.keys(others).filter((field) => !NAMES.has(field) && field !== 'ignoreUriCase');
  const extra = conditions.length === 0 ? '' : ` with ${conditions.join(', ')}`;
  return `${verb === undefined ? '' : `${verb} `}${path}${extra}`;
}
