import type { PackedReview } from '../src/outputs/html/pack-review.ts';
import { unpackReview } from '../src/outputs/html/pack-review.ts';
import { canaryFigure, canaryLegend } from './canaries.ts';
import { changeEntry, openEntry } from './changes.ts';
import { h } from './dom.ts';
import { createFilterBar } from './filter-bar.ts';
import { createMatcher, isFiltering, NO_FILTERS, searchText, type Filters } from './filters.ts';
import { gpuLegend, gpuTable } from './gpus.ts';
import { createKeyboard } from './keyboard.ts';
import {
  describeShown,
  contents,
  findingItem,
  riskCard,
  section,
  unpromotedItem,
  verdictHeader,
} from './sections.ts';
import { serviceMap } from './service-map.ts';

const packed = JSON.parse(document.getElementById('review')!.textContent) as PackedReview;
const review = unpackReview(packed);
const texts = new Map(review.changes.map((change) => [change.id, searchText(change)]));
const entries = review.changes.map((change) => ({ change, element: changeEntry(change) }));
const risks = review.risks.map((risk) => ({ risk, element: riskCard(risk) }));
const pictures = review.canaries.map((picture) => ({ picture, element: canaryFigure(picture) }));
const gpus = h('div');
const none = h('p', { class: 'none', hidden: true }, 'No change fits these filters.');

const bar = createFilterBar(review, applyFilters);

function applyFilters(filters: Filters): void {
  const matcher = createMatcher(filters, review, ({ id }) => texts.get(id) ?? '');
  for (const { change, element } of entries) element.hidden = !matcher.change(change);
  for (const { risk, element } of risks) {
    const about = [risk.title, risk.rule, risk.why, ...risk.changes].join('\n');
    element.hidden = !matcher.about(risk.places, about, risk.severity);
  }
  for (const { picture, element } of pictures)
    element.hidden = !matcher.about(picture.places, picture.workload, filters.severity as never);
  gpus.replaceChildren(gpuTable(review.gpus.filter(({ cluster }) => matcher.cluster(cluster))));
  const shown = visible().length;
  none.hidden = shown > 0 || entries.length === 0;
  bar.say(`${describeShown(shown, entries.length)}${isFiltering(filters) ? '' : ', nothing left out'}`);
}

function visible(): HTMLDetailsElement[] {
  return entries.flatMap(({ element }) => (element.hidden ? [] : [element]));
}

function toggleAll(): void {
  const shown = visible();
  const isOpening = shown.some(({ open }) => !open);
  for (const element of shown) element.open = isOpening;
}

function chooseCell(filters: Partial<Filters>): void {
  bar.set({ ...NO_FILTERS, ...filters });
  document.getElementById('changes')!.scrollIntoView();
}

function openTarget(): void {
  const target = document.getElementById(location.hash.slice(1));
  if (target === null) return;
  if (target.hidden) bar.set(NO_FILTERS);
  if (target instanceof HTMLDetailsElement) target.open = true;
  target.scrollIntoView();
}

function list(style: string, items: readonly HTMLElement[]): HTMLElement {
  return h('ul', { class: style }, items);
}

// A part without content is left out.
function listParts(): (HTMLElement | false)[] {
  const { unpromoted, findings, problems, axes } = review;
  const hasChanges = entries.length > 0;
  return [
    problems.length > 0 &&
      section('problems', 'Could not be compared', problems.length, list('plain', problems.map(findingItem))),
    hasChanges && bar.element,
    risks.length > 0 && section('risks', 'Risks', risks.length, list('risks', risks.map(elementOf))),
    unpromoted.length > 0 &&
      section(
        'unpromoted',
        'Reaches without promotion',
        unpromoted.length,
        list('plain', unpromoted.map(unpromotedItem)),
      ),
    review.gpus.length > 0 && section('gpus', 'GPUs', review.gpus.length, gpuLegend(), gpus),
    hasChanges &&
      axes.services.length > 0 &&
      section('map', 'Services and clusters', undefined, serviceMap(review, chooseCell)),
    hasChanges && section('changes', 'Changes', entries.length, changeTools(), entries.map(elementOf), none),
    pictures.length > 0 &&
      section(
        'canaries',
        'Canaries that start',
        pictures.length,
        canaryLegend(),
        h('div', { class: 'canaries' }, pictures.map(elementOf)),
      ),
    ...(['new', 'fixed'] as const).map(
      (side) =>
        findings[side].length > 0 &&
        section(
          side,
          `${side === 'new' ? 'New' : 'Fixed'} findings`,
          findings[side].length,
          list('plain', findings[side].map(findingItem)),
        ),
    ),
  ];
}

function elementOf({ element }: { element: HTMLElement }): HTMLElement {
  return element;
}

function changeTools(): HTMLElement {
  const toggle = h('button', { type: 'button', class: 'quiet' }, 'Open or close all');
  toggle.addEventListener('click', toggleAll);
  const { withoutExample } = packed;
  return h(
    'p',
    { class: 'tools' },
    toggle,
    withoutExample > 0 && ` The examples of the last ${withoutExample} changes are left out for size.`,
  );
}

function render(): void {
  const { button, dialog } = createKeyboard({
    focusSearch: bar.focusSearch,
    reset: () => bar.set(NO_FILTERS),
    toggleAll,
    entries: visible,
  });
  bar.add(button);
  const parts = listParts();
  const sections = parts.filter((part) => part !== false && part !== bar.element) as HTMLElement[];
  document.body.append(
    h('a', { class: 'skip', href: entries.length > 0 ? '#changes' : '#main' }, 'Skip to the changes'),
    h('main', { id: 'main' }, verdictHeader(review, contents(sections)), parts),
    dialog,
  );
}

render();
applyFilters(NO_FILTERS);
if (entries.length > 0) entries[0]!.element.open = true;
openTarget();
addEventListener('hashchange', openTarget);
addEventListener('beforeprint', () =>
  entries.slice(0, 100).forEach(({ element, change }) => openEntry(element, change)),
);
