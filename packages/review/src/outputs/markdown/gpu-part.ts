import type { GpuDelta } from '../../review.ts';
import { codeSpan, escapeText } from './escape-markdown.ts';
import { countNoun, formatDelta, formatNumber } from './phrases.ts';
import type { Part } from './table.ts';

/** GPUs of each pool before and after; pools of several clusters that change alike share a row. */
export function formatGpuPart(gpus: readonly GpuDelta[]): Part {
  const alike = groupAlike(gpus);
  return {
    head: ['GPUs', 'Pool', 'At least', 'At most', 'Peak in a rollout', 'There are'],
    rows: alike.map(toRow),
    describeRest: (from) => describeRest(alike.slice(from).flat()),
  };
}

function groupAlike(gpus: readonly GpuDelta[]): GpuDelta[][] {
  const groups = new Map<string, GpuDelta[]>();
  for (const delta of gpus) {
    const { pool, resource, base, head, capacity, production } = delta;
    const key = JSON.stringify([pool, resource, base, head, capacity, production]);
    groups.set(key, [...(groups.get(key) ?? []), delta]);
  }
  return [...groups.values()];
}

function toRow(alike: GpuDelta[]): string[] {
  const { pool, resource, base, head, capacity, production } = alike[0]!;
  const clusters = alike.map(({ cluster }) => cluster).join(', ');
  return [
    `${alike.length > 1 ? 'each of ' : ''}${escapeText(clusters, 300)}${production ? ' · **production**' : ''}`,
    `${escapeText(pool, 150)} ${codeSpan(resource, 100)}`,
    formatDelta(base.floor, head.floor),
    formatDelta(base.steady, head.steady),
    `${formatDelta(base.peak, head.peak)}${capacity !== undefined && head.peak > capacity ? ' **too many**' : ''}`,
    capacity === undefined ? '' : formatNumber(capacity),
  ];
}

function describeRest(rest: readonly GpuDelta[]): string {
  const sum = (use: 'steady' | 'peak') =>
    formatDelta(
      rest.reduce((total, { base }) => total + base[use], 0),
      rest.reduce((total, { head }) => total + head[use], 0),
    );
  return `and ${countNoun(rest.length, 'more pool')}: at most ${sum('steady')}, peak ${sum('peak')} in sum`;
}
