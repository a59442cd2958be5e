import {
  formatReviewHtml,
  formatReviewMarkdown,
  formatReviewSarif,
  type ChangeGroup,
  type GpuDelta,
  type Places,
  type Review,
  type Risk,
} from '@fleetwright/review';
import { countNoun } from './count-noun.ts';
import { formatFindings } from './format-findings.ts';
import { wrapText } from './wrap-text.ts';
import { VERSION } from './version.ts';

/** A review as programs, browsers, comments or people on a terminal read it. */
export function formatReview(review: Review, format: string): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(review, undefined, 2)}\n`;
    case 'markdown':
      return formatReviewMarkdown(review);
    case 'html':
      return formatReviewHtml(review);
    case 'sarif':
      return formatReviewSarif(review, VERSION);
    default:
      return formatText(review);
  }
}

function formatText(review: Review): string {
  const { verdict, changes, risks, gpus, findings, problems, counts } = review;
  const sections = [
    wrapText(`${verdict.level}: ${verdict.sentence}`, ''),
    section('Changes', changes.map(formatChange)),
    section('Risks', risks.map(formatRisk)),
    section('GPUs', gpus.map(formatGpus)),
    section('New findings', formatList(findings.new)),
    section('Fixed findings', formatList(findings.fixed)),
    section('Could not be compared', formatList(problems)),
    wrapText(
      `${countNoun(counts.filesDiffering, 'file')} differing, ${countNoun(counts.objectsCompared, 'resource')} compared: ${counts.objectsChanged} changed, ${counts.objectsAdded} added, ${counts.objectsRemoved} removed, ${counts.objectsRenamed} renamed.`,
      '',
    ),
  ];
  return `${sections
    .filter((text) => text !== '')
    .map(printable)
    .join('\n\n')}\n`;
}

function section(title: string, entries: readonly string[]): string {
  return entries.length === 0 ? '' : [title, ...entries].join('\n');
}

function formatChange({ id, title, places, causes }: ChangeGroup): string {
  const because = causes.map(({ kind, sentence, file, line, files }) => {
    const place =
      file === undefined
        ? ''
        : ` (${file}${line === undefined ? '' : `:${line}`}${files > 1 ? ` and ${countNoun(files - 1, 'more file')}` : ''})`;
    return `${kind}: ${sentence}${place}`;
  });
  return formatEntry(id, [title, formatPlaces(places), ...because]);
}

function formatRisk({ severity, title, places, changes }: Risk): string {
  const refs = changes.length === 0 ? '' : ` [${changes.join(', ')}]`;
  return formatEntry(severity, [`${title}${refs}`, formatPlaces(places)]);
}

function formatPlaces({ expression, production }: Places): string {
  return `${expression}${production ? '; production' : ''}`;
}

function formatGpus({ cluster, pool, resource, base, head, capacity }: GpuDelta): string {
  const side = (use: 'floor' | 'steady' | 'peak') =>
    base[use] === head[use] ? String(head[use]) : `${base[use]} → ${head[use]}`;
  const there = capacity === undefined ? '' : `; there are ${capacity}`;
  return formatEntry(cluster, [
    `${pool}: at least ${side('floor')}, at most ${side('steady')}, at the peak of a rollout ${side('peak')} ${resource}${there}`,
  ]);
}

// The first paragraph begins on the line of its label; all are indented alike.
function formatEntry(label: string, [first = '', ...rest]: readonly string[]): string {
  const start = `  ${label}  `;
  const indent = ' '.repeat(start.length);
  // A line break of a file's name or value must not look like one of ours.
  const wrapped = [first, ...rest].map((text) => wrapText(text.replace(/\r?\n/g, ' ↵ '), indent)).join('\n');
  return `${start}${wrapped.slice(start.length)}`;
}

function formatList(findings: Review['problems']): string[] {
  return findings.length === 0 ? [] : [formatFindings(findings, { colour: false }).trimEnd()];
}

// What stands in files must not move a terminal's cursor.
function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '�');
}
