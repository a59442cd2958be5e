import type { Matcher, Selector } from '../../graph/promql.ts';
import { isTritonName } from './triton-metrics.ts';

/** The labels by which series of a selector say the Service that they are of, and its namespace. */
export function sourceLabels({ metric }: Selector): { service: string; namespace: string } | undefined {
  if (metric === 'up' || isTritonName(metric)) return { service: 'service', namespace: 'namespace' };
  return metric.startsWith('istio_request')
    ? { service: 'destination_service_name', namespace: 'destination_service_namespace' }
    : undefined;
}

/** Names that a matcher asks for, one or alternatives; none where it is a pattern or has a placeholder. */
export function plainNames({ matchers }: Selector, label: string): string[] {
  return matchers.filter((matcher) => matcher.label === label).flatMap(alternatives);
}

function alternatives({ op, value }: Matcher): string[] {
  const names = op === '=' ? [value] : op === '=~' ? value.split('|') : [];
  return names.every((name) => /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(name)) ? names : [];
}
