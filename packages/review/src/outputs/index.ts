export { COMMENT_MARK, formatReviewMarkdown, type MarkdownOptions } from './markdown/format-markdown.ts';
export { formatReviewHtml } from './html/format-html.ts';
export { formatReviewSarif } from './sarif/format-review-sarif.ts';
