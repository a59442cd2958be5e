import type { Review } from '../../review.ts';
import { listDetails, type Block } from './details.ts';
import { codeSpan, escapeText } from './escape-markdown.ts';
import { listIds } from './phrases.ts';
import { formatSummary } from './summary.ts';

/** How the comment is made. */
export interface MarkdownOptions {
  /** Characters that it may have; a comment on GitHub may have 65,536. */
  limit?: number;
  /** Address of the whole report, or the name under which it is found. */
  report?: string;
}

/** The first line of the comment, by which it is found again when it is to be replaced. */
export const COMMENT_MARK = '<!-- fleetwright-review -->';

const LIMIT = 60_000;
// For the line that says what is left out.
const RESERVE = 1_000;

/** The review as a comment on a pull request: the summary in whole, and as many details as there is room for. */
export function formatReviewMarkdown(
  review: Review,
  { limit = LIMIT, report }: MarkdownOptions = {},
): string {
  const summary = [COMMENT_MARK, ...formatSummary(review)].join('\n').trimEnd();
  const { shown, left } = chooseBlocks(listDetails(review), limit - summary.length - RESERVE);
  const closing = describeLeft(left, report);
  return `${[summary, ...shown, ...(closing === '' ? [] : [closing])].join('\n\n')}\n`;
}

function chooseBlocks(blocks: readonly Block[], room: number): { shown: string[]; left: string[] } {
  const shown: string[] = [];
  const left: string[] = [];
  let rest = room;
  for (const { name, forms } of blocks) {
    const form = forms.find((text) => text.length + 2 <= rest);
    if (form === undefined) {
      left.push(name);
      continue;
    }
    shown.push(form);
    rest -= form.length + 2;
  }
  return { shown, left };
}

function describeLeft(left: readonly string[], report: string | undefined): string {
  const where = report === undefined ? '' : ` Everything is in ${describeReport(report)}.`;
  if (left.length === 0) return where.trim();
  return `**Left out for length**: the details of ${listIds(left, 8)}.${where}`;
}

function describeReport(report: string): string {
  return /^https:\/\/[\w./~%?=&#-]+$/.test(report) && report.length < 300
    ? `[the report](${report})`
    : report.includes('/')
      ? codeSpan(report, 150)
      : escapeText(report, 150);
}
