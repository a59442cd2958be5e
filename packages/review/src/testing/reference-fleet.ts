// eslint-disable-next-line no-restricted-imports -- only tests use this: they read the committed fleet
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../../../..');

/** Texts by path. */
export type Texts = Readonly<Record<string, string>>;

/** The committed fleet of this repository: inputs and manifests. */
export const REFERENCE_FLEET: Texts = Object.fromEntries(
  ['apps', 'clusters', 'environments'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(ROOT, path), readFileSync(path, 'utf8')] as const),
  ),
);

/** Replaces a text in every file whose path fits; it must stand in at least one. */
export function edit(texts: Texts, path: RegExp, from: string | RegExp, to: string): Texts {
  let count = 0;
  const edited = Object.entries(texts).map(([name, text]) => {
    const fresh = path.test(name) ? text.replace(from, to) : text;
    if (fresh !== text) count++;
    return [name, fresh] as const;
  });
  if (count === 0) throw new Error(`no file like ${String(path)} holds ${String(from)}`);
  return Object.fromEntries(edited);
}

/** Takes away every file whose path fits; there must be one. */
export function remove(texts: Texts, path: RegExp): Texts {
  const kept = Object.entries(texts).filter(([name]) => !path.test(name));
  if (kept.length === Object.keys(texts).length) throw new Error(`no file like ${String(path)}`);
  return Object.fromEntries(kept);
}

/** Takes the document of a resource out of a file. */
export function removeDocument(texts: Texts, path: RegExp, kind: string, name: string): Texts {
  const pattern = new RegExp(
    `(?:^|---\\n)(?:(?!\\n---\\n)[\\s\\S])*?kind: ${kind}\\nmetadata:\\n {2}name: ${name}\\n(?:(?!\\n---\\n)[\\s\\S])*(?:\\n(?=---\\n)|$)`,
  );
  return edit(texts, path, pattern, '');
}

/** Renames every path. */
export function move(texts: Texts, from: string, to: string): Texts {
  return Object.fromEntries(Object.entries(texts).map(([path, text]) => [path.replace(from, to), text]));
}
