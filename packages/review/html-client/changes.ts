import type { Cause, ChangeGroup, FieldChange, FieldVariant, Places } from '../src/review.ts';
import { h, linkTo, type Child } from './dom.ts';
import { markWords, sideBySide } from './side-by-side.ts';
import { countNoun } from './text.ts';

/** A change as an entry that opens; what is inside is made when it is opened for the first time. */
export function changeEntry(change: ChangeGroup): HTMLDetailsElement {
  const { id, title, topic, action, severity, places, causes } = change;
  const entry = h(
    'details',
    { class: 'change', id },
    h(
      'summary',
      {},
      h('span', { class: 'id' }, id),
      h(
        'span',
        { class: 'what' },
        h('strong', {}, title),
        h(
          'span',
          { class: 'where' },
          places.expression,
          places.production && badge('production', 'production'),
        ),
        h('span', { class: 'why' }, causes.slice(0, 1).map(describeCause)),
      ),
      h(
        'span',
        { class: 'tags' },
        severity && badge(severity, severity),
        badge(topic, ''),
        action !== 'changed' && badge(action, ''),
      ),
    ),
  );
  entry.addEventListener('toggle', () => {
    if (entry.open && entry.children.length === 1) entry.append(changeBody(change));
  });
  return entry;
}

/** Makes what is inside of an entry, for printing. */
export function openEntry(entry: HTMLDetailsElement, change: ChangeGroup): void {
  if (entry.children.length === 1) entry.append(changeBody(change));
  entry.open = true;
}

/** A short word on a coloured ground. */
export function badge(text: string, style: string): HTMLElement {
  return h('span', { class: `badge ${style}` }, text);
}

function changeBody({
  fields,
  renames,
  objects,
  action,
  example,
  causes,
  builders,
  risks,
  places,
}: ChangeGroup): HTMLElement {
  const isLong = fields.length > 0;
  return h(
    'div',
    { class: 'body' },
    isLong ? fieldTable(fields) : objectList(objects, renames, action),
    exampleOf(example),
    h('h3', {}, 'Because of'),
    h(
      'ul',
      {},
      causes.map((cause) => h('li', {}, describeCause(cause))),
    ),
    builders.length > 0 &&
      h(
        'p',
        {},
        'Built by ',
        builders.flatMap((name, index) => [index > 0 && ', ', h('code', {}, name)]),
        '.',
      ),
    risks.length > 0 &&
      h(
        'p',
        {},
        'Risks: ',
        risks.flatMap((id, index) => [index > 0 && ', ', linkTo(id)]),
        '.',
      ),
    h('h3', {}, `Every place (${countNoun(places.count, 'place')})`),
    placeList(places),
  );
}

function fieldTable(fields: readonly FieldChange[]): HTMLElement {
  return h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': 'Values before and after' },
    h(
      'table',
      { class: 'fields' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ['Field', 'Before', 'After'].map((text) => h('th', { scope: 'col' }, text)),
        ),
      ),
      h('tbody', {}, fields.map(fieldRow)),
    ),
  );
}

function fieldRow({ object, path, kind, from, to, variants }: FieldChange): HTMLElement {
  const [before, after] = markWords(from, to);
  return h(
    'tr',
    {},
    h(
      'th',
      { scope: 'row' },
      h('code', {}, path),
      h('span', { class: 'object' }, object, kind === 'reordered' && ' · in another order'),
      variants !== undefined && variantList(variants),
    ),
    h('td', { class: 'gone' }, valueOf(before, from)),
    h('td', { class: 'new' }, valueOf(after, to)),
  );
}

function valueOf(content: Child, text: string | undefined): Child {
  return text === undefined ? h('em', {}, 'absent') : h('code', {}, content);
}

function variantList(variants: readonly FieldVariant[]): HTMLElement {
  return h(
    'details',
    { class: 'variants' },
    h('summary', {}, `${countNoun(variants.length, 'pair')} of values`),
    h(
      'ul',
      {},
      variants.map(({ from = 'absent', to = 'absent', places }) =>
        h('li', {}, h('code', {}, from), ' → ', h('code', {}, to), `: ${places.expression}`),
      ),
    ),
  );
}

function objectList(
  objects: readonly string[],
  renames: ChangeGroup['renames'],
  action: string,
): HTMLElement {
  const items =
    renames.length > 0
      ? renames.map(({ from, to }) => [h('code', {}, from), ' → ', h('code', {}, to)])
      : objects.map((object) => [h('code', {}, object), ` ${action}`]);
  return h(
    'ul',
    {},
    items.map((item) => h('li', {}, item)),
  );
}

function exampleOf({ file, line, before, after, cluster, service }: ChangeGroup['example']): Child {
  const name = [service, cluster].filter(Boolean).join(' on ');
  const source = h('code', {}, `${file}:${line}`);
  const heading = h('h3', {}, 'For example ', name !== '' && `${name}, `, source);
  return before === undefined && after === undefined ? heading : [heading, sideBySide(before, after)];
}

function describeCause({ kind, sentence, file, line, files }: Cause): Child {
  return [
    h('span', { class: 'kind' }, kind),
    ` ${sentence}`,
    file !== undefined && [' in ', h('code', {}, line === undefined ? file : `${file}:${line}`)],
    files > 1 && ` and ${countNoun(files - 1, 'more file')}`,
  ];
}

/** The exhaustive list; clusters with the same services together. */
export function placeList({ clusters, folders }: Places): HTMLElement {
  const groups = new Map<string, { names: string[]; services: string[] }>();
  for (const { cluster, services } of clusters) {
    const key = services.join('\n');
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { names: [cluster], services });
    else known.names.push(cluster);
  }
  const list = h(
    'ul',
    {},
    [...groups.values()].map(({ names, services }) =>
      h(
        'li',
        {},
        h('strong', {}, names.join(', ')),
        ` (${countNoun(services.length, 'service')}): ${services.join(', ')}`,
      ),
    ),
    folders.map((folder) => h('li', {}, h('code', {}, folder === '' ? '.' : folder))),
  );
  return h('div', { class: 'places', tabindex: 0, role: 'group', 'aria-label': 'Every place' }, list);
}
