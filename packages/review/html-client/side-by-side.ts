import { diffArrays, diffWordsWithSpace } from 'diff';
import { h, type Child } from './dom.ts';

/** A line of both sides; one that is missing has no counterpart. */
interface Row {
  before?: string;
  after?: string;
}

/** Equal lines around differences that are shown at once. */
const CONTEXT = 4;

/** Two texts beside each other, line by line, with what differs within a line marked. */
export function sideBySide(before: string | undefined, after: string | undefined): HTMLElement {
  const rows = alignLines(linesOf(before), linesOf(after));
  const body = h('tbody');
  for (const run of foldEqual(rows)) {
    if (run.rows.length > 0 && run.isFolded) body.append(foldedRow(run.rows));
    else body.append(...run.rows.map(toRow));
  }
  return h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': 'Before and after, side by side' },
    h(
      'table',
      { class: 'diff' },
      h('colgroup', {}, h('col', { class: 'sign' }), h('col'), h('col', { class: 'sign' }), h('col')),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th', { scope: 'col', colspan: 2 }, 'Before'),
          h('th', { scope: 'col', colspan: 2 }, 'After'),
        ),
      ),
      body,
    ),
  );
}

function linesOf(text: string | undefined): string[] {
  return text === undefined ? [] : text.replace(/\n$/, '').split('\n');
}

function alignLines(before: readonly string[], after: readonly string[]): Row[] {
  const rows: Row[] = [];
  let removed: Row[] = [];
  for (const { added, removed: isGone, value } of diffArrays([...before], [...after])) {
    const fresh = value.map((text, index): Row[] => {
      if (isGone) return [{ before: text }];
      if (!added) return [{ before: text, after: text }];
      const partner = removed[index];
      if (partner === undefined) return [{ after: text }];
      partner.after = text;
      return [];
    });
    rows.push(...fresh.flat());
    removed = isGone ? fresh.flat() : [];
  }
  return rows;
}

function isEqual({ before, after }: Row): boolean {
  return before !== undefined && before === after;
}

function foldEqual(rows: readonly Row[]): { isFolded: boolean; rows: Row[] }[] {
  const runs: { isFolded: boolean; rows: Row[] }[] = [];
  rows.forEach((row, index) => {
    const near = rows.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1);
    const isFolded = near.every(isEqual);
    const last = runs.at(-1);
    if (last?.isFolded === isFolded) last.rows.push(row);
    else runs.push({ isFolded, rows: [row] });
  });
  return runs;
}

function foldedRow(rows: readonly Row[]): HTMLElement {
  const button = h(
    'button',
    { type: 'button', class: 'quiet' },
    `Show ${rows.length} equal ${rows.length === 1 ? 'line' : 'lines'}`,
  );
  const row = h('tr', { class: 'folded' }, h('td', { colspan: 4 }, button));
  button.addEventListener('click', () => row.replaceWith(...rows.map(toRow)));
  return row;
}

function toRow(row: Row): HTMLElement {
  const { before, after } = row;
  if (isEqual(row)) return h('tr', {}, cells('', before), cells('', after));
  const [old, fresh] = markWords(before, after);
  return h('tr', {}, cells('gone', old), cells('new', fresh));
}

const SIGNS = { gone: '−', new: '+', '': '' } as const;

function cells(style: keyof typeof SIGNS, content: Child): Child {
  if (content === undefined) return [h('td', { class: 'sign' }), h('td', { class: 'none' })];
  return [h('td', { class: `sign ${style}` }, SIGNS[style]), h('td', { class: style }, content)];
}

/** Both texts with what only one of them has in a mark. */
export function markWords(before: string | undefined, after: string | undefined): [Child, Child] {
  if (before === undefined || after === undefined) return [before, after];
  const parts = diffWordsWithSpace(before, after);
  return [
    parts.filter(({ added }) => !added).map(({ removed, value }) => (removed ? h('del', {}, value) : value)),
    parts.filter(({ removed }) => !removed).map(({ added, value }) => (added ? h('ins', {}, value) : value)),
  ];
}
