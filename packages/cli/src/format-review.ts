import {
  formatReviewHtml,
  formatReviewMarkdown,
  formatReviewSarif,
  type ChangeGroup,
  type GpuDelta,
  type Review,
  type Risk,
} from '@fleetwright/review';
import { countNoun } from './count-noun.ts';
import { formatFindings } from './format-findings.ts';
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
    `${verdict.level}: ${verdict.sentence}`,
    section('Changes', changes.map(formatChange)),
    section('Risks', risks.map(formatRisk)),
    section('GPUs', gpus.map(formatGpus)),
    section('New findings', formatList(findings.new)),
    section('Fixed findings', formatList(findings.fixed)),
    section('Could not be compared', formatList(problems)),
    `${countNoun(counts.filesDiffering, 'file')} differing, ${countNoun(counts.objectsCompared, 'resource')} compared: ${counts.objectsChanged} changed, ${counts.objectsAdded} added, ${counts.objectsRemoved} removed, ${counts.objectsRenamed} renamed.`,
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
    return `      ${kind}: ${sentence}${place}`;
  });
  return [`  ${id}  ${title}`, `      ${places.expression}`, ...because].join('\n');
}

function formatRisk({ severity, title, places, changes }: Risk): string {
  const refs = changes.length === 0 ? '' : ` [${changes.join(', ')}]`;
  return `  ${severity}  ${title}${refs}\n      ${places.expression}${places.production ? '; production' : ''}`;
}

function formatGpus({ cluster, pool, resource, base, head, capacity }: GpuDelta): string {
  const side = (use: 'floor' | 'steady' | 'peak') => `${use} ${base[use]} → ${head[use]}`;
  return `  ${cluster} ${pool}: ${side('floor')}, ${side('steady')}, ${side('peak')} ${resource}${capacity === undefined ? '' : ` of ${capacity}`}`;
}

function formatList(findings: Review['problems']): string[] {
  return findings.length === 0 ? [] : [formatFindings(findings, { colour: false }).trimEnd()];
}

// What stands in files must not move a terminal's cursor.
function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '�');
}
