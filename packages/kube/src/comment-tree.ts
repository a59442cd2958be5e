import { parsePointer } from '@fleetwright/findings';

/** One-line comments by the JSON pointer of the key or list item above which they stand. */
export type Comments = Readonly<Record<string, string>>;

/** The comments at and below one place, so that a writer finds those of a child without building its pointer. */
export interface CommentTree {
  comment?: string;
  /** By key, or by index of a list item. */
  below: Map<string, CommentTree>;
}

/** Arranges comments as a tree; undefined when there are none. */
export function plantComments(comments: Comments | undefined): CommentTree | undefined {
  if (comments === undefined) return undefined;
  const root: CommentTree = { below: new Map() };
  for (const [pointer, comment] of Object.entries(comments)) {
    parsePointer(pointer).reduce(growBelow, root).comment = comment;
  }
  return root;
}

function growBelow({ below }: CommentTree, segment: string): CommentTree {
  const known = below.get(segment);
  if (known !== undefined) return known;
  const grown: CommentTree = { below: new Map() };
  below.set(segment, grown);
  return grown;
}
