export type * from './review.ts';
export { reviewTrees, type ReviewInputs } from './review-trees.ts';
export { treeOf, type Tree } from './tree.ts';
