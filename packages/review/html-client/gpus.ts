import type { GpuDelta, GpuUse } from '../src/review.ts';
import { badge } from './changes.ts';
import { h, svg, type Child } from './dom.ts';
import { formatNumber, formatSigned } from './text.ts';

const WIDTH = 180;

const MEANINGS = [
  ['base', 'before'],
  ['steady head', 'at most'],
  ['peak head', 'and at the peak of a rollout'],
  ['limit', 'what there is'],
] as const;

/** What the colours of the bars mean. */
export function gpuLegend(): HTMLElement {
  return h(
    'p',
    { class: 'legend bars' },
    MEANINGS.map(([style, text]) => [
      svg(
        'svg',
        { width: 14, height: 14, 'aria-hidden': true },
        svg('rect', { class: style, width: style === 'limit' ? 3 : 14, height: 14, rx: 2 }),
      ),
      ` ${text} `,
    ]),
  );
}

/** GPUs of each pool before and after, as numbers and as bars. */
export function gpuTable(gpus: readonly GpuDelta[]): HTMLElement {
  const head = [
    'Cluster',
    'Pool',
    'At least',
    'At most',
    'Peak in a rollout',
    'There are',
    'Before and after',
  ];
  return h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': 'GPUs' },
    h(
      'table',
      { class: 'gpus' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          head.map((text) => h('th', { scope: 'col' }, text)),
        ),
      ),
      h('tbody', {}, gpus.map(toRow)),
    ),
  );
}

function toRow(delta: GpuDelta): HTMLElement {
  const { cluster, production, pool, resource, capacity } = delta;
  const isExceeded = capacity !== undefined && delta.head.peak > capacity;
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, cluster, production && badge('production', 'production')),
    h('td', {}, pool, h('span', { class: 'object' }, resource)),
    (['floor', 'steady', 'peak'] as const).map((use) => h('td', { class: 'number' }, amount(delta, use))),
    h(
      'td',
      { class: 'number' },
      capacity === undefined ? '–' : formatNumber(capacity),
      isExceeded && badge('too few', 'high'),
    ),
    h('td', {}, bars(delta)),
  );
}

function amount({ base, head }: GpuDelta, use: keyof GpuUse): Child {
  const change = head[use] - base[use];
  if (change === 0) return formatNumber(head[use]);
  return [
    `${formatNumber(base[use])} → ${formatNumber(head[use])} `,
    h('strong', { class: change > 0 ? 'more' : 'less' }, formatSigned(change)),
  ];
}

function bars({ base, head, capacity, resource }: GpuDelta): SVGElement {
  const most = Math.max(1, base.peak, head.peak, capacity ?? 0);
  const scale = (value: number) => (value / most) * WIDTH;
  const bar = (use: GpuUse, y: number, style: string) => [
    svg('rect', { class: `peak ${style}`, x: 0, y, width: scale(use.peak), height: 9, rx: 2 }),
    svg('rect', { class: `steady ${style}`, x: 0, y, width: scale(use.steady), height: 9, rx: 2 }),
  ];
  const limit =
    capacity === undefined
      ? undefined
      : svg('line', { class: 'capacity', x1: scale(capacity), x2: scale(capacity), y1: 0, y2: 28 });
  const text = `${resource} before: at most ${base.steady}, peak ${base.peak}; after: at most ${head.steady}, peak ${head.peak}`;
  return svg(
    'svg',
    { class: 'bars', role: 'img', width: WIDTH + 2, height: 28, viewBox: `0 0 ${WIDTH + 2} 28` },
    svg('title', {}, text),
    bar(base, 3, 'base'),
    bar(head, 16, 'head'),
    limit,
  );
}
