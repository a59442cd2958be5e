import type { Tree } from '@nx/devkit';

/** A workspace as it is read. */
export interface FleetView {
  read(path: string, encoding: 'utf8'): string | null;
  /** Names of the files and folders in a folder. */
  children(path: string): string[];
}

/** New texts by path; undefined deletes the file. */
export type Edits = ReadonlyMap<string, string | undefined>;

/** The workspace as it would be with some edits: until everything is right the tree itself stays as it is. */
export function viewWith(tree: Tree, edits: Edits): FleetView {
  return {
    read: (path) => (edits.has(path) ? (edits.get(path) ?? null) : tree.read(path, 'utf8')),
    children(path) {
      const names = new Set(tree.children(path));
      const added = [...edits].filter(([, text]) => text !== undefined).map(([file]) => file);
      for (const file of added)
        if (file.startsWith(`${path}/`)) names.add(file.slice(path.length + 1).split('/')[0]!);
      return [...names];
    },
  };
}
