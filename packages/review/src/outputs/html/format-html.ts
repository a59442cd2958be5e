import { SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH } from '../../generated/html-client.ts';
import type { Review } from '../../review.ts';
import { embedJson, escapeHtml } from './embed-json.ts';
import { packReview } from './pack-review.ts';

/** Characters of data in a page; what is more leaves out examples, of the least grave changes first. */
const MOST_DATA = 4_500_000;

/** Nothing but the page's own style and script runs, and nothing is loaded or sent. */
const POLICY = [
  "default-src 'none'",
  `style-src '${STYLE_HASH}'`,
  `script-src '${SCRIPT_HASH}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** The review as one page that needs nothing else: to be kept as an artifact, read without a network, printed. */
export function formatReviewHtml(review: Review): string {
  const title = `Review of ${review.head.name} against ${review.base.name}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<noscript><main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(review.verdict.sentence)}</p>
<p>The rest of this report needs scripts.</p></main></noscript>
<script type="application/json" id="review">${embedWithin(review, MOST_DATA)}</script>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function embedWithin(review: Review, most: number): string {
  for (let kept = review.changes.length; ; kept = Math.floor(kept / 2)) {
    const json = embedJson(packReview(keepExamples(review, kept), review.changes.length - kept));
    if (kept === 0 || utf8Length(json) <= most) return json;
  }
}

function keepExamples(review: Review, kept: number): Review {
  return {
    ...review,
    changes: review.changes.map((change, index) => {
      const { before: _before, after: _after, ...example } = change.example;
      return index < kept ? change : { ...change, example };
    }),
  };
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
