import type { Axis, ChangeGroup, Review, RiskSeverity } from '../src/review.ts';
import { h, type Child } from './dom.ts';
import type { Filters } from './filters.ts';
import { countNoun, worstOf } from './text.ts';

/** Services in which the same changes happen on the same clusters. */
interface MapRow {
  services: string[];
  /** Changes of each cluster, in the order of the axis; absent where the service is not placed. */
  cells: ChangeGroup[][];
}

/** The map services × clusters; `onChoose` sets filters to what a cell stands for. */
export function serviceMap(
  { axes, changes }: Review,
  onChoose: (filters: Partial<Filters>) => void,
): HTMLElement {
  const rows = rowsOf(axes, changes);
  const holder = h('div', { class: 'scroll map' });
  const toggle = h('input', { type: 'checkbox', id: 'each-service' });
  const show = () =>
    holder.replaceChildren(grid(axes.clusters, toggle.checked ? rows.flatMap(split) : rows, onChoose));
  toggle.addEventListener('change', show);
  show();
  const isCollapsed = rows.some(({ services }) => services.length > 1);
  return h(
    'div',
    {},
    h(
      'p',
      { class: 'hint' },
      'Services with the same changes on the same clusters share a row. Arrow keys move, Enter shows the changes of a cell. ',
      isCollapsed &&
        h(
          'label',
          { class: 'check' },
          toggle,
          ` A row for each of the ${countNoun(axes.services.length, 'service')}`,
        ),
    ),
    holder,
  );
}

function rowsOf({ clusters, services }: Review['axes'], changes: readonly ChangeGroup[]): MapRow[] {
  const columns = new Map(clusters.map(({ cluster }, index) => [cluster, index]));
  const perService = new Map<string, ChangeGroup[][]>(
    [...services, 'platform'].map((service) => [service, clusters.map(() => [])]),
  );
  for (const change of changes)
    for (const { cluster, services: placed } of change.places.clusters)
      for (const service of placed) perService.get(service)?.[columns.get(cluster) ?? -1]?.push(change);
  const rows = new Map<string, MapRow>();
  for (const [service, cells] of perService) {
    if (service === 'platform' && cells.every((cell) => cell.length === 0)) continue;
    const key = cells.map((cell) => cell.map(({ id }) => id).join(' ')).join('|');
    const row = rows.get(key) ?? { services: [], cells };
    rows.set(key, row);
    row.services.push(service);
  }
  return [...rows.values()].sort((a, b) => countChanges(b) - countChanges(a));
}

function countChanges({ cells }: MapRow): number {
  return cells.reduce((sum, cell) => sum + cell.length, 0);
}

function split({ services, cells }: MapRow): MapRow[] {
  return services.map((service) => ({ services: [service], cells }));
}

function grid(
  clusters: readonly Axis[],
  rows: readonly MapRow[],
  onChoose: (filters: Partial<Filters>) => void,
): HTMLElement {
  const table = h(
    'table',
    { role: 'grid', 'aria-label': 'Changes by service and cluster' },
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Service'), clusters.map(columnHead))),
    h(
      'tbody',
      {},
      rows.map((row) => toRow(row, clusters)),
    ),
  );
  table.querySelector('td')?.setAttribute('tabindex', '0');
  table.addEventListener('keydown', (event) => {
    if (!(event.target instanceof HTMLTableCellElement)) return;
    if (moveFocus(event.target, event.key) || (event.key === 'Enter' && choose(event.target)))
      event.preventDefault();
  });
  table.addEventListener('click', (event) => {
    const cell = (event.target as Element).closest('td');
    if (cell !== null) choose(cell);
  });
  return table;

  function choose(cell: HTMLTableCellElement): boolean {
    const axis = clusters[cell.cellIndex - 1];
    const row = rows[(cell.parentElement as HTMLTableRowElement).sectionRowIndex];
    if (axis === undefined || row === undefined) return false;
    onChoose({ cluster: axis.cluster, service: row.services.length === 1 ? row.services[0]! : '' });
    return true;
  }
}

function columnHead({ cluster, environment, production }: Axis): HTMLElement {
  return h(
    'th',
    { scope: 'col' },
    cluster,
    h(
      'span',
      { class: 'object' },
      environment ?? '',
      production && environment !== 'production' && ' (production)',
    ),
  );
}

function toRow({ services, cells }: MapRow, clusters: readonly Axis[]): HTMLElement {
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, nameServices(services)),
    cells.map((changes, index) => toCell(changes, clusters[index]!.cluster)),
  );
}

function nameServices(services: readonly string[]): Child {
  if (services.length <= 3) return services.join(', ');
  return h(
    'details',
    {},
    h('summary', {}, countNoun(services.length, 'service')),
    h(
      'span',
      { class: 'names', tabindex: 0, role: 'group', 'aria-label': 'Their names' },
      services.join(', '),
    ),
  );
}

const LETTERS: Record<RiskSeverity, string> = { high: 'H', medium: 'M', low: 'L' };

function toCell(changes: readonly ChangeGroup[], cluster: string): HTMLElement {
  if (changes.length === 0)
    return h('td', { tabindex: -1, class: 'empty', 'aria-label': `${cluster}: nothing` }, '·');
  const severity = worstOf(changes.map((change) => change.severity));
  const ids = changes.map(({ id }) => id);
  const text = ids.length <= 3 ? ids.join(' ') : `${ids.length} changes`;
  return h(
    'td',
    {
      tabindex: -1,
      class: severity ?? 'plain',
      title: changes
        .map(({ id, title }) => `${id} ${title}`)
        .slice(0, 12)
        .join('\n'),
    },
    text,
    severity !== undefined && h('abbr', { title: `${severity} risk` }, ` ${LETTERS[severity]}`),
  );
}

function moveFocus(cell: HTMLTableCellElement, key: string): boolean {
  const row = cell.parentElement as HTMLTableRowElement;
  const rows = (row.parentElement as HTMLTableSectionElement).rows;
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[key];
  if (step === undefined) return false;
  const next = rows[row.sectionRowIndex + step[0]!]?.cells[cell.cellIndex + step[1]!];
  if (!(next instanceof HTMLTableCellElement) || next.tagName !== 'TD') return true;
  cell.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
  return true;
}
