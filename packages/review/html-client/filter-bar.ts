import type { Review } from '../src/review.ts';
import { h } from './dom.ts';
import { NO_FILTERS, type Filters } from './filters.ts';
import { SEVERITIES } from './text.ts';

/** The controls that choose what is shown. */
export interface FilterBar {
  element: HTMLElement;
  /** Says how much is shown; read out by screen readers. */
  say: (text: string) => void;
  /** Sets some filters and leaves the others. */
  set: (filters: Partial<Filters>) => void;
  focusSearch: () => void;
  /** Adds another control at its end. */
  add: (control: HTMLElement) => void;
}

/** Makes the controls; `onChange` is called with all filters whenever one changes. */
export function createFilterBar(review: Review, onChange: (filters: Filters) => void): FilterBar {
  const { clusters, services } = review.axes;
  const environments = unique(clusters.map(({ environment }) => environment));
  const topics = unique(review.changes.map(({ topic }) => topic));
  const fields = {
    text: h('input', {
      type: 'search',
      id: 'f-text',
      autocomplete: 'off',
      placeholder: 'field, value, file …',
    }),
    cluster: select(
      'f-cluster',
      'all',
      clusters.map(({ cluster }) => cluster),
    ),
    environment: select('f-environment', 'all', environments),
    service: h('input', {
      type: 'search',
      id: 'f-service',
      list: 'services',
      autocomplete: 'off',
      placeholder: 'all',
    }),
    topic: select('f-topic', 'all', topics),
    severity: select('f-severity', 'all', SEVERITIES),
    production: h('input', { type: 'checkbox', id: 'f-production' }),
  };
  const status = h('p', { role: 'status', class: 'status' });
  const reset = h('button', { type: 'button', class: 'quiet' }, 'Show everything');
  const element = h(
    'form',
    { class: 'filters', role: 'search', 'aria-label': 'Filters' },
    labelled('Search', fields.text, 'wide'),
    labelled('Cluster', fields.cluster),
    environments.length > 0 && labelled('Environment', fields.environment),
    labelled('Service', fields.service),
    labelled('Topic', fields.topic),
    labelled('Severity', fields.severity),
    h('label', { class: 'check' }, fields.production, ' Production only'),
    reset,
    h('div', { class: 'status-row' }, status),
    h(
      'datalist',
      { id: 'services' },
      services.map((service) => h('option', { value: service })),
    ),
  );
  const read = (): Filters => ({
    text: fields.text.value,
    cluster: fields.cluster.value,
    environment: fields.environment.value,
    // While a name is being typed nothing is left out.
    service:
      services.includes(fields.service.value) || fields.service.value === 'platform'
        ? fields.service.value
        : '',
    topic: fields.topic.value,
    severity: fields.severity.value,
    production: fields.production.checked,
  });
  const set = ({ production, ...texts }: Partial<Filters>) => {
    for (const [name, value] of Object.entries(texts)) fields[name as keyof typeof texts].value = value;
    if (production !== undefined) fields.production.checked = production;
    onChange(read());
  };
  element.addEventListener('input', () => onChange(read()));
  element.addEventListener('submit', (event) => event.preventDefault());
  reset.addEventListener('click', () => set(NO_FILTERS));
  return {
    element,
    say: (text) => (status.textContent = text),
    set,
    focusSearch: () => fields.text.focus(),
    add: (control) => status.after(control),
  };
}

function select(id: string, all: string, values: readonly string[]): HTMLSelectElement {
  return h(
    'select',
    { id },
    h('option', { value: '' }, all),
    values.map((value) => h('option', { value }, value)),
  );
}

function labelled(text: string, control: HTMLElement, style = ''): HTMLElement {
  return h('div', { class: `field ${style}` }, h('label', { for: control.id }, text), control);
}

function unique(texts: readonly (string | undefined)[]): string[] {
  return [...new Set(texts.filter((text) => text !== undefined))].sort();
}
