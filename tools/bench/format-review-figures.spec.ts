import { describe, expect, it } from 'vitest';
import { formatBars } from './bars.ts';
import { sizeOf, type ReviewFigures } from './bench-review.ts';
import { formatReviewFigures, measureReviewBars } from './format-review-figures.ts';

const FIGURES: ReviewFigures = {
  services: 500,
  files: 2501,
  cost: { cpu: 2.5, system: 0.4, peak: 4e8 },
  summary: { lines: 25, characters: 2500 },
  markdown: { lines: 170, characters: 15_000 },
  html: 90_000,
  gitDiff: { lines: 30_000, characters: 1_500_000 },
  dyff: { lines: 40_000, characters: 750_000 },
};

describe('the figures of a review', () => {
  it('stand beside those of the same change elsewhere', () => {
    expect(formatReviewFigures(FIGURES)).toBe(
      `A change reviewed: one image on 2 clusters and one batch setting on 3, 500 services, 2501 files differing
2.50 s CPU, 400 MB of memory, 90000 bytes of HTML
                                      lines  characters  × comment
  review, before the details             25        2500        0.2
  review, whole comment                 170       15000        1.0
  git diff                            30000     1500000      100.0
  dyff between, a stream per cluster  40000      750000       50.0
`,
    );
  });

  it('are judged by the bars', () => {
    const text = formatBars(measureReviewBars({ ...FIGURES, html: 6e6 }));
    expect(text).toBe(
      `met     review: CPU                        2.50 s, at most 3 s
met     review: lines before the details   25.00, at most 40
met     review: characters of the comment  15000.00, at most 60000
missed  review: HTML                       6.00 MB, at most 5 MB
`,
    );
  });

  it('are none where no review was measured', () => {
    expect(measureReviewBars(undefined).every(({ figure }) => figure === undefined)).toBe(true);
  });
});

describe('sizeOf', () => {
  it.each([
    ['a\nb\n', { lines: 2, characters: 4 }],
    ['a\nb\n\n\n', { lines: 2, characters: 6 }],
  ])('counts %j', (text, size) => {
    expect(sizeOf(text)).toEqual(size);
  });
});
