import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryReview } from '../../testing/arbitrary-review.ts';
import { largeReview } from '../../testing/large-review.ts';
import { embedJson, escapeHtml } from './embed-json.ts';
import { formatReviewHtml } from './format-html.ts';
import { packReview, unpackReview, type PackedReview } from './pack-review.ts';

const DATA = /<script type="application\/json" id="review">([^]*?)<\/script>/;

function dataOf(html: string): PackedReview {
  return JSON.parse(DATA.exec(html)![1]!) as PackedReview;
}

describe('the report', () => {
  it('loads, sends and embeds nothing, and runs only its own script', () => {
    const html = formatReviewHtml(largeReview({ services: 3, clusters: 2, changes: 2 }));
    const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
    const hashOf = (tag: string) =>
      `'sha256-${createHash('sha256')
        .update(new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(html)![1]!)
        .digest('base64')}'`;
    expect(policy).toBe(
      `default-src 'none'; style-src ${hashOf('style')}; script-src ${hashOf('script')}; base-uri 'none'; form-action 'none'`,
    );
    expect(html).not.toMatch(/<(?:link|img|iframe|object|embed|base)\b|\bsrc=|@import|url\(/);
    expect(html.match(/<script/g)).toHaveLength(2);
  });

  it('says the verdict without scripts too', () => {
    const review = largeReview({ services: 3, clusters: 2, changes: 2 });
    const html = formatReviewHtml({ ...review, verdict: { level: 'danger', sentence: '<b>1</b> & "more"' } });
    expect(html).toContain('<p>&#60;b&#62;1&#60;/b&#62; &#38; &#34;more&#34;</p>');
  });

  it('holds the whole review, whatever the files hold, in one element that nothing in it ends', () => {
    fc.assert(
      fc.property(arbitraryReview, (review) => {
        const html = formatReviewHtml(review);
        expect(unpackReview(dataOf(html))).toEqual(JSON.parse(JSON.stringify(review)));
        expect(html.match(/<\/?script/g)).toHaveLength(4);
        expect(DATA.exec(html)![1]).not.toMatch(/[<>&\u2028\u2029]/);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    [{ services: 500, clusters: 3, changes: 12 }, 200_000],
    [{ services: 500, clusters: 20, changes: 300 }, 2_500_000],
  ])('of %j has at most %i bytes', (size, most) => {
    expect(Buffer.byteLength(formatReviewHtml(largeReview(size)))).toBeLessThanOrEqual(most);
  });

  it('leaves out examples of the last changes when it would be too large, and says of how many', () => {
    const review = largeReview({ services: 500, clusters: 3, changes: 1200 });
    const html = formatReviewHtml(review);
    const { withoutExample } = dataOf(html);
    const { changes } = unpackReview(dataOf(html));
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(5_000_000);
    expect(withoutExample).toBeGreaterThan(0);
    expect(changes.filter(({ example }) => example.before === undefined)).toHaveLength(withoutExample);
    expect(changes[0]!.example).toEqual(review.changes[0]!.example);
  });
});

describe('a packed review', () => {
  it('has equal places and lists of names once', () => {
    const { names, lists, places } = packReview(largeReview({ services: 500, clusters: 3, changes: 2 }));
    expect({ names: names.length, lists, places: places.length }).toEqual({
      names: 503,
      lists: ['', '0-499'],
      places: 2,
    });
  });
});

describe('what stands in the page', () => {
  it.each([
    ['</script><script>', '"\\u003c/script\\u003e\\u003cscript\\u003e"'],
    ['<!--', '"\\u003c!--"'],
    ['a\u2028b\u2029c', '"a\\u2028b\\u2029c"'],
    ['&amp;', '"\\u0026amp;"'],
  ])('is safe as data: %j', (text, json) => {
    expect(embedJson(text)).toBe(json);
    expect(JSON.parse(embedJson(text))).toBe(text);
  });

  it('is safe as text', () => {
    expect(escapeHtml(`<a href="x" title='y'>&`)).toBe('&#60;a href=&#34;x&#34; title=&#39;y&#39;&#62;&#38;');
  });
});
