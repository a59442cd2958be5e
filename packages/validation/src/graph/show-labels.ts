import type { LabelSelector } from '@fleetwright/kube-schemas';
import type { Loose } from './kinds.ts';
import type { Labels } from './label-selector.ts';

/** Labels as people write them on a command line: `app=chat,tier=web`. */
export function showLabels(labels: Labels | undefined): string {
  const pairs = Object.entries(labels ?? {});
  return pairs.length === 0 ? 'none' : pairs.map(([key, value]) => `${key}=${String(value)}`).join(',');
}

/** A label selector on one line: `app=chat,tier in (web, api)`. */
export function showSelector(selector: Loose<LabelSelector> | undefined): string {
  const { matchLabels, matchExpressions = [] } = selector ?? {};
  const terms = [
    ...(Object.keys(matchLabels ?? {}).length > 0 ? [showLabels(matchLabels)] : []),
    ...matchExpressions.map(({ key = '', operator = '', values }) =>
      [key, operator, ...(values ? [`(${values.join(', ')})`] : [])].join(' '),
    ),
  ];
  return terms.length === 0 ? 'everything' : terms.join(',');
}
