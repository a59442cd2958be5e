import type { Finding } from '@fleetwright/findings';
import type { Review, Risk, UnpromotedChange } from '../src/review.ts';
import { badge } from './changes.ts';
import { h, linkTo, type Child } from './dom.ts';
import { countNoun, formatNumber } from './text.ts';

const LEVELS = {
  empty: 'Nothing changes',
  routine: 'Routine',
  attention: 'Attention',
  danger: 'Danger',
} as const;

/** The first thing to read: the verdict, the two sides, how much there is. */
export function verdictHeader(
  { verdict, base, head, counts, findings }: Review,
  sectionLinks: HTMLElement,
): HTMLElement {
  const facts: [string, number][] = [
    ['placements', counts.placements],
    ['clusters', counts.clusters],
    ['services', counts.services],
    ['objects changed', counts.objectsChanged],
    ['added', counts.objectsAdded],
    ['removed', counts.objectsRemoved],
    ['renamed', counts.objectsRenamed],
    ['values', counts.fieldsChanged],
    ...(findings.judged ? [['new findings', findings.new.length] satisfies [string, number]] : []),
  ];
  return h(
    'header',
    { class: `verdict ${verdict.level}` },
    h('p', { class: 'sides' }, tree(base), ' → ', tree(head)),
    h('h1', {}, h('span', { class: 'level' }, LEVELS[verdict.level]), ' ', h('span', {}, verdict.sentence)),
    h(
      'dl',
      {},
      facts.map(([name, amount]) =>
        h('div', { class: amount === 0 ? 'zero' : '' }, h('dt', {}, name), h('dd', {}, formatNumber(amount))),
      ),
    ),
    sectionLinks,
  );
}

function tree({ name, commit }: Review['base']): Child {
  return [h('code', {}, name), commit !== undefined && [' (', h('code', {}, commit.slice(0, 12)), ')']];
}

/** A risk: what happens, why that matters, what to do. */
export function riskCard(risk: Risk): HTMLElement {
  const { id, rule, severity, title, why, advice, changes, places, file, line } = risk;
  return h(
    'li',
    { class: `risk ${severity}`, id },
    h('h3', {}, badge(severity, severity), ' ', title),
    h('p', { class: 'where' }, places.expression, places.production && badge('production', 'production')),
    h('p', {}, why, ' ', h('strong', {}, advice)),
    h(
      'p',
      { class: 'meta' },
      rule,
      changes.length > 0 && [' · ', changes.slice(0, 12).flatMap((change) => [linkTo(change), ' '])],
      changes.length > 12 && `and ${formatNumber(changes.length - 12)} more`,
      file !== undefined && [' · ', h('code', {}, line === undefined ? file : `${file}:${line}`)],
    ),
  );
}

/** What reaches an environment although nothing was promoted. */
export function unpromotedItem({ environment, changes, places, reason }: UnpromotedChange): HTMLElement {
  return h(
    'li',
    {},
    h('strong', {}, environment),
    `: ${reason} (`,
    changes.slice(0, 12).flatMap((id, index) => [index > 0 && ', ', linkTo(id)]),
    changes.length > 12 && ` and ${formatNumber(changes.length - 12)} more`,
    ')',
    h('span', { class: 'where' }, places.expression),
  );
}

/** One finding. */
export function findingItem({ severity, rule, message, fix, file, line }: Finding): HTMLElement {
  const style = { error: 'high', warning: 'medium', info: 'low' }[severity];
  return h(
    'li',
    {},
    badge(severity, style),
    ' ',
    h('code', {}, rule),
    ` ${message} `,
    fix !== undefined && h('strong', {}, fix),
    file !== undefined &&
      h('span', { class: 'where' }, h('code', {}, line === undefined ? file : `${file}:${line}`)),
  );
}

/** A part of the page; one without content is left out. */
export function section(
  id: string,
  title: string,
  count: number | undefined,
  ...content: Child[]
): HTMLElement {
  const amount = count === undefined ? '' : ` (${formatNumber(count)})`;
  return h(
    'section',
    { 'aria-labelledby': `${id}-title`, id },
    h('h2', { id: `${id}-title` }, `${title}${amount}`),
    content,
  );
}

/** Links to the parts of the page. */
export function contents(sections: readonly HTMLElement[]): HTMLElement {
  return h(
    'nav',
    { 'aria-label': 'Parts of this report' },
    sections.map(({ id, firstElementChild }) =>
      h('a', { href: `#${id}` }, firstElementChild?.textContent ?? id),
    ),
  );
}

/** How many of all are shown. */
export function describeShown(shown: number, all: number): string {
  return shown === all
    ? `${countNoun(all, 'change')}`
    : `${formatNumber(shown)} of ${countNoun(all, 'change')}`;
}
