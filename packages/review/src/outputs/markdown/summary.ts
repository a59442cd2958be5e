import type { Review } from '../../review.ts';
import { formatGpuPart } from './gpu-part.ts';
import {
  countNoun,
  formatCause,
  formatNumber,
  formatPlaces,
  formatTitle,
  formatTree,
  listIds,
  tally,
} from './phrases.ts';
import { codeSpan, escapeText } from './escape-markdown.ts';
import { shareRows } from './share-rows.ts';
import { formatTable, type Part } from './table.ts';

/** Lines of the summary; its readers have a minute. */
export const MOST_LINES = 40;
// What the parts share when the lines around them, heads of tables and blank lines are taken off.
const ROWS = 18;

const LEVELS = {
  empty: '✅ Nothing changes',
  routine: '✅ Routine',
  attention: '⚠️ Attention',
  danger: '🛑 Danger',
} as const;

/** The part that is never cut: what a reviewer must know. At most {@link MOST_LINES} lines. */
export function formatSummary(review: Review): string[] {
  const { verdict } = review;
  const parts = [changePart(review), riskPart(review), formatGpuPart(review.gpus), unpromotedPart(review)];
  const shares = shareRows(
    parts.map(({ rows }, index) => ({ wanted: rows.length, least: [6, 5, 4, 2][index]! })),
    ROWS,
  );
  const tables = parts.map((part, index) => formatTable(part, shares[index]));
  return [
    `### ${LEVELS[verdict.level]}: ${escapeText(verdict.sentence, 600)}`,
    '',
    describeSize(review),
    ...tables.filter((lines) => lines.length > 0).flatMap((lines) => ['', ...lines]),
    ...['', ...closingLines(review)],
  ];
}

function describeSize({ base, head, counts }: Review): string {
  const { objectsAdded, objectsChanged, objectsRemoved, objectsRenamed } = counts;
  const renamed = objectsRenamed === 0 ? '' : `, ${formatNumber(objectsRenamed)} renamed`;
  const where = `${countNoun(counts.placements, 'placement')} (${countNoun(counts.services, 'service')}, ${countNoun(counts.clusters, 'cluster')})`;
  return (
    `${formatTree(base)} → ${formatTree(head)}: ${countNoun(objectsChanged, 'object')} changed, ` +
    `${formatNumber(objectsAdded)} added, ${formatNumber(objectsRemoved)} removed${renamed} in ${where}; ` +
    `${countNoun(counts.fieldsChanged, 'value')} in ${countNoun(counts.filesDiffering, 'file')}.`
  );
}

function changePart({ changes }: Review): Part {
  return {
    head: ['', 'What changes', 'Where', 'Because'],
    rows: changes.map(({ id, severity, title, places, causes }) => [
      `**${id}**${severity === undefined ? '' : ` ${severity}`}`,
      formatTitle(title),
      formatPlaces(places),
      `${causes.slice(0, 1).map(formatCause).join('')}${causes.length > 1 ? `; ${countNoun(causes.length - 1, 'more cause')}` : ''}`,
    ]),
    describeRest: (from) =>
      `and ${countNoun(changes.length - from, 'more change')}: ${tally(changes.slice(from).map(({ topic, action }) => (action === 'changed' ? topic : `${topic} ${action}`)))}`,
  };
}

// What reaches an environment without promotion has a part of its own.
function riskPart({ risks: all }: Review): Part {
  const risks = all.filter(({ rule }) => rule !== 'without-promotion');
  return {
    head: ['Risk', 'What happens', 'Where'],
    rows: risks.map(({ severity, rule, title, places, changes }) => [
      `**${severity}** ${rule}`,
      `${formatTitle(title)}${changes.length === 0 ? '' : ` (${listIds(changes, 6)})`}`,
      formatPlaces(places),
    ]),
    describeRest: (from) =>
      `and ${countNoun(risks.length - from, 'more risk')}: ${tally(risks.slice(from).map(({ severity, rule }) => `${severity} ${rule}`))}`,
  };
}

function unpromotedPart({ unpromoted }: Review): Part {
  return {
    head: ['Without promotion', 'Because', 'Where'],
    rows: unpromoted.map(({ environment, changes, places, reason }) => [
      `**${escapeText(environment, 100)}** is reached`,
      `${escapeText(reason, 200)} (${listIds(changes, 6)})`,
      formatPlaces(places),
    ]),
    describeRest: (from) => {
      const rest = unpromoted.slice(from);
      const names = [...new Set(rest.map(({ environment }) => environment))].sort();
      return `and for ${countNoun(rest.length, 'more reason')}: ${escapeText(names.join(', '), 200)}`;
    },
  };
}

function closingLines({ findings, problems, canaries, changes, risks }: Review): string[] {
  const isEmpty = changes.length === 0 && risks.length === 0;
  return [
    ...(canaries.length === 0 ? [] : [`**Canaries** start in ${countCanaries(canaries)}.`, '']),
    ...(findings.judged
      ? [describeFindings(findings)]
      : isEmpty
        ? []
        : ['**Findings**: the rules were not run.']),
    ...(problems.length === 0 ? [] : ['', describeProblems(problems)]),
  ];
}

function countCanaries(canaries: Review['canaries']): string {
  const placements = canaries.reduce((sum, { places }) => sum + places.count, 0);
  const changed = canaries.filter(({ before }) => before !== undefined);
  const other = changed.reduce((sum, { places }) => sum + places.count, 0);
  return `${countNoun(placements, 'placement')}${other === 0 ? '' : `, in ${formatNumber(other)} of them with other steps than before`}`;
}

function describeFindings({ new: fresh, fixed }: Review['findings']): string {
  const kinds = tally(fresh.map(({ severity, rule }) => `${severity} ${rule}`));
  return `**Findings**: ${formatNumber(fresh.length)} new${fresh.length === 0 ? '' : ` (${escapeText(kinds, 300)})`}, ${formatNumber(fixed.length)} fixed.`;
}

function describeProblems(problems: Review['problems']): string {
  const [{ file, line, message } = { message: '' }] = problems;
  const place = file === undefined ? '' : `${codeSpan(line === undefined ? file : `${file}:${line}`, 200)}: `;
  const rest = problems.length === 1 ? '' : ` And ${formatNumber(problems.length - 1)} more.`;
  return `**Could not be compared**: ${place}${escapeText(message, 300)}${rest}`;
}
