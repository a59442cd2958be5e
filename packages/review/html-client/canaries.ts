import type { CanaryPicture, CanaryStep } from '../src/review.ts';
import { h, svg, type Child } from './dom.ts';
import { countNoun, formatNumber, formatSeconds } from './text.ts';

const STEP_WIDTH = 96;
const BAR_WIDTH = 46;
const LEFT = 48;
const TOP = 26;
const HEIGHT = 150;
const BOTTOM = 62;

const LAYERS = [
  { name: 'stable', podsOf: (step: CanaryStep) => step.stablePods },
  { name: 'canary', podsOf: (step: CanaryStep) => step.canaryPods },
  { name: 'terminating', podsOf: (step: CanaryStep) => step.terminatingPods },
] as const;

/** How a canary goes: a picture of its pods at each step, and the same as a table. */
export function canaryFigure(picture: CanaryPicture): HTMLElement {
  const { workload, places, resource, perPod, replicas, before } = picture;
  const each = resource === undefined ? '' : `, each ${formatNumber(perPod)} ${resource}`;
  return h(
    'figure',
    { class: 'canary' },
    h(
      'figcaption',
      {},
      h('strong', {}, workload),
      ` with ${countNoun(replicas, 'replica')}${each}`,
      h('span', { class: 'where' }, places.expression),
      before !== undefined &&
        h('span', { class: 'where' }, 'The steps change; a dashed frame shows what each held before.'),
    ),
    h(
      'div',
      { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': `Steps of ${workload}` },
      draw(picture),
    ),
    h('details', {}, h('summary', {}, 'As a table'), stepTable(picture)),
    before !== undefined &&
      h(
        'details',
        {},
        h('summary', {}, 'Steps before, as a table'),
        stepTable({ ...picture, steps: before }),
      ),
  );
}

/** What the colours of the pictures mean. */
export function canaryLegend(): HTMLElement {
  return h(
    'p',
    { class: 'legend' },
    LAYERS.map(({ name }) => [
      svg(
        'svg',
        { width: 14, height: 14, 'aria-hidden': true },
        svg('rect', { class: name, width: 14, height: 14, rx: 3 }),
      ),
      ` ${name} pods `,
    ]),
  );
}

function draw(picture: CanaryPicture): SVGElement {
  const { steps, before = [], workload } = picture;
  const count = Math.max(steps.length, before.length);
  const most = Math.max(1, ...[...steps, ...before].map(podsOf));
  const width = LEFT + count * STEP_WIDTH;
  const y = (pods: number) => TOP + HEIGHT - (pods / most) * HEIGHT;
  return svg(
    'svg',
    {
      class: 'steps',
      role: 'img',
      viewBox: `0 0 ${width} ${TOP + HEIGHT + BOTTOM}`,
      width,
      height: TOP + HEIGHT + BOTTOM,
    },
    svg('title', {}, `Canary of ${workload}: ${steps.map((step) => describeStep(step, picture)).join('; ')}`),
    axis(most, width, y),
    before.map((step, index) => frame(podsOf(step), index, y)),
    steps.map((step, index) => drawStep(step, index, picture, y)),
  );
}

function axis(most: number, width: number, y: (pods: number) => number): Child {
  const marks = [...new Set([0, Math.round(most / 2), most])];
  return [
    marks.map((pods) => [
      svg('line', { class: 'grid', x1: LEFT - 6, x2: width, y1: y(pods), y2: y(pods) }),
      svg('text', { x: LEFT - 10, y: y(pods) + 4, 'text-anchor': 'end' }, pods),
    ]),
    svg('text', { x: 2, y: 12 }, 'pods'),
  ];
}

function frame(pods: number, index: number, y: (pods: number) => number): Child {
  const x = barStart(index) - 4;
  return svg('rect', { class: 'before', x, y: y(pods), width: BAR_WIDTH + 8, height: y(0) - y(pods) });
}

function drawStep(
  step: CanaryStep,
  index: number,
  { resource }: CanaryPicture,
  y: (pods: number) => number,
): Child {
  const x = barStart(index);
  const middle = x + BAR_WIDTH / 2;
  let below = 0;
  const layers = LAYERS.map(({ name, podsOf: count }) => {
    const pods = count(step);
    const [bottom, top] = [y(below), y(below + pods)];
    below += pods;
    return (
      pods > 0 && [
        svg('rect', { class: name, x, y: top, width: BAR_WIDTH, height: bottom - top }),
        bottom - top >= 14 &&
          svg(
            'text',
            { class: `in-${name}`, x: middle, y: (top + bottom) / 2 + 4, 'text-anchor': 'middle' },
            pods,
          ),
      ]
    );
  });
  const notes = [`${step.weight} %`, pauseOf(step)];
  return [
    layers,
    resource !== undefined &&
      svg(
        'text',
        { class: 'held', x: middle, y: y(below) - 6, 'text-anchor': 'middle' },
        `${formatNumber(step.held)} ${nameUnit(resource)}`,
      ),
    svg('rect', { class: 'weight-all', x: middle - 36, y: y(0) + 10, width: 72, height: 6, rx: 3 }),
    svg('rect', {
      class: 'weight',
      x: middle - 36,
      y: y(0) + 10,
      width: 0.72 * step.weight,
      height: 6,
      rx: 3,
    }),
    notes.map((text, line) =>
      svg('text', { x: middle, y: y(0) + 32 + line * 16, 'text-anchor': 'middle' }, text),
    ),
  ];
}

// A slice or a share of a GPU is none.
function nameUnit(resource: string): string {
  return /\/gpu$/.test(resource) ? 'GPU' : (resource.split('/').at(-1) ?? resource);
}

function barStart(index: number): number {
  return LEFT + index * STEP_WIDTH + (STEP_WIDTH - BAR_WIDTH) / 2;
}

function pauseOf({ seconds, label }: CanaryStep): string {
  if (label.includes('until promoted')) return 'until promoted';
  if (seconds !== undefined) return `for ${formatSeconds(seconds)}`;
  return label === 'start' || label === 'promoted' ? label : '';
}

function podsOf(step: CanaryStep): number {
  return LAYERS.reduce((sum, layer) => sum + layer.podsOf(step), 0);
}

function describeStep(step: CanaryStep, { resource }: CanaryPicture): string {
  const pods = LAYERS.map(({ name, podsOf: count }) => `${count(step)} ${name}`).join(', ');
  return `${step.label}: ${pods}${resource === undefined ? '' : `, holds ${formatNumber(step.held)} ${resource}`}`;
}

function stepTable({ steps, resource }: CanaryPicture): HTMLElement {
  const head = [
    'Step',
    'Requests',
    'Stable',
    'Canary',
    'Terminating',
    ...(resource === undefined ? [] : [`Held ${resource}`]),
    'Lasts',
  ];
  return h(
    'table',
    {},
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        head.map((text) => h('th', { scope: 'col' }, text)),
      ),
    ),
    h(
      'tbody',
      {},
      steps.map((step) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, step.label),
          h('td', {}, `${step.weight} %`),
          LAYERS.map((layer) => h('td', {}, layer.podsOf(step))),
          resource !== undefined && h('td', {}, step.held),
          h('td', {}, step.seconds === undefined ? '' : formatSeconds(step.seconds)),
        ),
      ),
    ),
  );
}
