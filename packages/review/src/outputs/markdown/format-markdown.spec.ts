import { join } from 'node:path';
import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { reviewTrees } from '../../review-trees.ts';
import type { Review } from '../../review.ts';
import { arbitraryReview } from '../../testing/arbitrary-review.ts';
import { largeReview } from '../../testing/large-review.ts';
import { edit, REFERENCE_FLEET } from '../../testing/reference-fleet.ts';
import { treeOf } from '../../tree.ts';
import { formatReviewMarkdown } from './format-markdown.ts';
import { MOST_LINES } from './summary.ts';

const GOLDEN = join(import.meta.dirname, 'fixtures/sample.md');

/** What stands before the details. */
function summaryOf(markdown: string): string {
  return markdown.split('\n<details>')[0]!.trimEnd();
}

/** What people edit, and what a render makes of it. */
const EDITS: readonly (readonly [path: RegExp, from: string | RegExp, to: string])[] = [
  [/^environments\/production\/images\.yaml$/, 'tag: 26.07-py3', 'tag: 26.08-py3'],
  [/^environments\/production\/releases\/(?:image|text)-.*\.yaml$/, "release: '26.07'", "release: '26.08'"],
  [/^clusters\/prod-.*\/triton\.yaml$/, /26\.07-py3/g, '26.08-py3'],
  [/\/model-service\.yaml$/, 'max_queue_delay_microseconds: 2000', 'max_queue_delay_microseconds: 2500'],
  [
    /^clusters\/.*\/triton\.yaml$/,
    'max_queue_delay_microseconds: 2000',
    'max_queue_delay_microseconds: 2500',
  ],
  [/^environments\/production\/releases\/image-.*\.yaml$/, 'maxReplicas: 6', 'maxReplicas: 9'],
  [/^clusters\/prod-.*\/image-.*\/triton\.yaml$/, 'maxReplicaCount: 6', 'maxReplicaCount: 9'],
];

async function sampleReview(): Promise<Review> {
  const head = EDITS.reduce((texts, [path, from, to]) => edit(texts, path, from, to), REFERENCE_FLEET);
  return reviewTrees({ base: treeOf('origin/main', REFERENCE_FLEET), head: treeOf('feature', head) });
}

describe('the comment', () => {
  it('of a sample change says what a reviewer needs', async () => {
    const markdown = formatReviewMarkdown(await sampleReview(), {
      report: 'the artifact fleetwright-review',
    });
    await expect(markdown).toMatchFileSnapshot(GOLDEN);
  });

  it.each([
    ['what is the verdict', /### ⚠️ Attention: 12 changes in 1500 placements/],
    ['what is compared', /`origin\/main` \(`111111111111`\) → `working tree`/],
    [
      'how much changes',
      /1,500 objects changed, 0 added, 0 removed in 1,500 placements \(500 services, 3 clusters\)/,
    ],
    ['which image, from what to what', /image of triton: 26\.06-py3 → 26\.07-py3/],
    [
      'where the image changes',
      /26\.07-py3 \| cluster-01, cluster-02 × all 500 services · \*\*production\*\*/,
    ],
    [
      'where the batch setting changes',
      /max_queue_delay_microseconds: 2000 → 2100 \| all 3 clusters × all 500 services/,
    ],
    ['which edit did that', /`apps\/service-000\/model-service\.yaml:24` and 499 more files/],
    [
      'what is risky',
      /\*\*medium\*\* image-change \| Rollout\/&#60;service&#62; runs another image in triton \(c1\)/,
    ],
    [
      'what it costs in GPUs',
      /cluster-02 · \*\*production\*\* \| l40s `nvidia\.com\/gpu` \| 1,000 \| 2,000 \| 2,004 → 2,006 \(\+2\) \| 2,048/,
    ],
    [
      'what reaches production without promotion',
      /\*\*production\*\* is reached \| environments\/production\/images\.yaml was edited \(c1\)/,
    ],
  ])('of a large change answers before the details: %s', (_, answer) => {
    expect(summaryOf(formatReviewMarkdown(largeReview({ services: 500, clusters: 3, changes: 12 })))).toMatch(
      answer,
    );
  });

  it('of a change everywhere has its bounds and names what it leaves out', () => {
    const markdown = formatReviewMarkdown(largeReview({ services: 500, clusters: 20, changes: 2000 }), {
      report: 'https://example.com/runs/1',
    });
    expect(markdown.length).toBeLessThanOrEqual(60_000);
    expect(markdown).toMatch(/\| and 1,99\d more changes: 1,99\d model-configuration \|/);
    expect(markdown).toMatch(
      /\*\*Left out for length\*\*: the details of c\d+, .* and [\d,]+ more\. Everything is in \[the report\]\(https:\/\/example\.com\/runs\/1\)\.\n$/,
    );
  });

  it('never is too long or has too many lines before the details, whatever the files hold', () => {
    fc.assert(
      fc.property(arbitraryReview, fc.integer({ min: 30_000, max: 60_000 }), (review, limit) => {
        const markdown = formatReviewMarkdown(review, { limit });
        expect(markdown.length).toBeLessThanOrEqual(limit);
        expect(summaryOf(markdown).split('\n').length).toBeLessThanOrEqual(MOST_LINES);
      }),
      { numRuns: 40 },
    );
  });

  it('holds no markup but its own, whatever the files hold', () => {
    fc.assert(
      fc.property(arbitraryReview, (review) => {
        const html = micromark(formatReviewMarkdown(review, { limit: 40_000 }), {
          extensions: [gfm()],
          htmlExtensions: [gfmHtml()],
          allowDangerousHtml: true,
        });
        const tags = new Set(
          [...html.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map(([, tag]) => tag!.toLowerCase()),
        );
        for (const tag of tags) expect(OWN_TAGS).toContain(tag);
        expect(html.match(/<details>/g)?.length).toBe(html.match(/<\/details>/g)?.length);
        expect(html.match(/<!--/g)).toHaveLength(1);
      }),
      { numRuns: 25 },
    );
  });

  it('of nothing says so', async () => {
    const review = await reviewTrees({
      base: treeOf('a', REFERENCE_FLEET),
      head: treeOf('b', REFERENCE_FLEET),
    });
    expect(formatReviewMarkdown(review)).toBe(
      [
        '<!-- fleetwright-review -->',
        '### ✅ Nothing changes: Nothing changes on any cluster.',
        '',
        '`a` → `b`: 0 objects changed, 0 added, 0 removed in 0 placements (0 services, 0 clusters); 0 values in 0 files.',
        '',
        '**Findings**: 0 new, 0 fixed.',
        '',
      ].join('\n'),
    );
  });

  it('names what could not be compared', () => {
    const review = largeReview({ services: 3, clusters: 2, changes: 2 });
    const problems = [
      {
        rule: 'manifest/yaml-syntax',
        severity: 'error' as const,
        message: 'Found a tab.',
        file: 'a|b.yaml',
        line: 3,
      },
      { rule: 'manifest/yaml-syntax', severity: 'error' as const, message: 'Found a tab.', file: 'c.yaml' },
    ];
    const markdown = formatReviewMarkdown({ ...review, problems });
    expect(summaryOf(markdown)).toContain(
      '**Could not be compared**: a&#124;b.yaml:&#8203;3: Found a tab. And 1 more.',
    );
    expect(markdown).toContain('- **error** `manifest/yaml-syntax` `c.yaml`: Found a tab.');
  });
});

const OWN_TAGS = [
  ...['details', 'summary', 'b', 'h3', 'p', 'strong', 'em', 'code', 'pre', 'ul', 'li'],
  ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
];
