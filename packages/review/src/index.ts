export {
  COMMENT_MARK,
  formatReviewHtml,
  formatReviewMarkdown,
  formatReviewSarif,
  type MarkdownOptions,
} from './outputs/index.ts';
export type * from './review.ts';
export { reviewTrees, type ReviewInputs } from './review-trees.ts';
export { treeOf, type Tree } from './tree.ts';
export * from './outputs/index.ts';
