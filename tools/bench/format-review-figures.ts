import type { Bar } from './bars.ts';
import type { ReviewFigures, TextSize } from './bench-review.ts';
import { formatTable } from './format-fleet.ts';

/** The figures of one review as a table. */
export function formatReviewFigures({
  services,
  files,
  cost,
  html,
  summary,
  markdown,
  gitDiff,
  dyff,
}: ReviewFigures): string {
  const row = (name: string, { lines, characters }: TextSize) => [
    name,
    String(lines),
    String(characters),
    (characters / markdown.characters).toFixed(1),
  ];
  const rows = [
    ['', 'lines', 'characters', '× comment'],
    row('review, before the details', summary),
    row('review, whole comment', markdown),
    row('git diff', gitDiff),
    row('dyff between, a stream per cluster', dyff),
  ];
  const size = `one image on 2 clusters and one batch setting on 3, ${services} services, ${files} files differing`;
  const price = `${cost.cpu.toFixed(2)} s CPU, ${(cost.peak / 1e6).toFixed(0)} MB of memory, ${html} bytes of HTML`;
  return `A change reviewed: ${size}\n${price}\n${formatTable(rows)}`;
}

/** What a review is meant to achieve. */
export function measureReviewBars(figures: ReviewFigures | undefined): Bar[] {
  return [
    { name: 'review: CPU', limit: 3, unit: ' s', figure: figures?.cost.cpu },
    { name: 'review: lines before the details', limit: 40, unit: '', figure: figures?.summary.lines },
    {
      name: 'review: characters of the comment',
      limit: 60_000,
      unit: '',
      figure: figures?.markdown.characters,
    },
    { name: 'review: HTML', limit: 5, unit: ' MB', figure: figures && figures.html / 1e6 },
  ];
}
