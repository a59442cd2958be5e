/** One side of a review: files by path, and how to read them. */
export interface Tree {
  /** As it was given: `origin/main`, a folder, or `working tree`. */
  name: string;
  /** Full id where it is a git commit. */
  commit?: string;
  /** Id of each file's content by path: files of equal ids have equal texts. */
  ids: ReadonlyMap<string, string>;
  /** Texts by path; what is no text or too large is left out. */
  read: (paths: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}

/** A tree of texts that are already there. */
export function treeOf(name: string, texts: Readonly<Record<string, string>>): Tree {
  const ids = new Map(Object.entries(texts));
  const read = (paths: readonly string[]) =>
    Promise.resolve(
      new Map(paths.flatMap((path) => (ids.has(path) ? [[path, ids.get(path)!] as const] : []))),
    );
  return { name, ids, read };
}

/** Paths that differ between two trees, in code-unit order. */
export function differingPaths(base: Tree, head: Tree): string[] {
  const paths = [...base.ids.keys(), ...head.ids.keys()];
  const differing = paths.filter((path) => base.ids.get(path) !== head.ids.get(path));
  return [...new Set(differing)].sort();
}
